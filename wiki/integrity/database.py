"""What the database says of itself: its pages, its foreign keys, its constraints, its counters of keys."""

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, Max

from wiki.integrity.findings import RESTORE, Finding, some


def check():
    """Yield Findings."""
    yield from {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()
    yield from _counters()


def _sqlite():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        said = [text for (text,) in cursor.fetchall()]
        if said != ["ok"]:
            mend = "manage.py rebuild search" if all("wiki_search" in text for text in said) else RESTORE
            yield Finding("database", f"SQLite finds damage: {some(said)}", mend)
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, other, _ in cursor.fetchmany(20):
            yield Finding("database", f"row {row} of {table} refers to a row of {other} that is not there")


def _postgresql():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
        )
        for table, name in cursor.fetchall():
            yield Finding("database", f"constraint {name} was never checked", f"ALTER TABLE {table} VALIDATE … {name}")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
        )
        for (name,) in cursor.fetchall():
            yield Finding("database", f"index {name} is not valid", f"REINDEX INDEX {name}")
        cursor.execute(
            "SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname FROM pg_constraint"
            " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]"
            " JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]"
            " WHERE contype = 'f' AND cardinality(conkey) = 1 AND connamespace = current_schema()::regnamespace"
        )
        name = connection.ops.quote_name
        for table, column, other, key in cursor.fetchall():
            column, key = name(column), name(key)
            cursor.execute(
                f"SELECT count(*) FROM {table} AS mine WHERE mine.{column} IS NOT NULL AND NOT EXISTS"
                f" (SELECT 1 FROM {other} AS theirs WHERE theirs.{key} = mine.{column})"
            )
            (count,) = cursor.fetchone()
            if count:
                yield Finding("database", f"{count} rows of {table} refer to rows of {other} that are not there")


def _counters():
    """A counter that lies behind the rows would give a key twice."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            table, pk = model._meta.db_table, model._meta.pk
            if model._meta.proxy or not isinstance(pk, AutoField) or table not in present:
                continue
            highest = model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
            if highest > _last(cursor, table, pk.column):
                yield Finding("database", f"the counter of keys of {table} lies behind its rows")


def _last(cursor, table, column):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    else:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
        (sequence,) = cursor.fetchone()
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}")
    (last,) = cursor.fetchone() or (0,)
    return last
