"""PostgreSQL: the backup is every table, read by COPY in one transaction that sees one moment.

No program of PostgreSQL is needed, so none has to be of the server's version. The tables themselves are made by the
migrations, up to those that the backup names.
"""

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from wiki.backup import state
from wiki.backup.archive import BackupRefused

_COLUMNS = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    " AND attgenerated = '' ORDER BY attnum"
)
_FORMAT = "SET LOCAL datestyle = 'ISO, YMD'", "SET LOCAL extra_float_digits = 1"


def dump(writer, manifest, folder):
    """Write every table. Writers wait for nothing."""
    name = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _set_format(cursor)
        manifest["migrations"] = state.applied()
        manifest["rows"] = state.counts(cursor)
        manifest["columns"] = {}
        for table in state.tables(cursor):
            cursor.execute(_COLUMNS, [name(table)])
            columns = [column for (column,) in cursor.fetchall()]
            manifest["columns"][table] = columns
            with cursor.copy(f"COPY {name(table)} ({', '.join(map(name, columns))}) TO STDOUT") as rows:
                writer.add(_part(table), (bytes(row) for row in rows))
        manifest["sequences"] = _sequences(cursor)  # after the rows: never behind them


def _part(table):
    return f"tables/{table}.copy"


def _set_format(cursor):
    for statement in _FORMAT:
        cursor.execute(statement)


def _sequences(cursor):
    """Return {name: [last value, whether it was given]}."""
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace")
    found = {}
    for (sequence,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {connection.ops.quote_name(sequence)}")
        found[sequence] = list(cursor.fetchone())
    return found


def load(reader):
    """Fill an empty database, in one transaction once its tables are made."""
    manifest = reader.manifest
    present = state.refuse_occupied()
    if present and (set(present) != set(manifest["rows"]) or state.applied() != manifest["migrations"]):
        raise BackupRefused("The database has tables already, and not those of the backup. Restore into a new one.")
    if not present:
        _make_tables(manifest["migrations"])
    name = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _set_format(cursor)
            cursor.execute(f"TRUNCATE {', '.join(map(name, state.tables(cursor)))}")  # migrations wrote a few rows
            for table, columns in manifest["columns"].items():
                with cursor.copy(f"COPY {name(table)} ({', '.join(map(name, columns))}) FROM STDIN") as rows:
                    for chunk in reader.chunks(_part(table)):
                        rows.write(chunk)
            for sequence, (last, is_called) in manifest["sequences"].items():
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name(sequence), last, is_called])
            state.refuse_other_counts(manifest["rows"])
    except DatabaseError as error:
        raise BackupRefused(f"PostgreSQL took nothing of it: {str(error).splitlines()[0]}") from error
    state.bring_up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_tables(migrations):
    executor = MigrationExecutor(connection)
    wanted = set(map(tuple, migrations))
    graph = executor.loader.graph
    # The last of each app: those that no other wanted one of the same app comes after.
    last = [
        key
        for key in wanted
        if not any(child.key in wanted and child.key[0] == key[0] for child in graph.node_map[key].children)
    ]
    executor.migrate(sorted(last))
