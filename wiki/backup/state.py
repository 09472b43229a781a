"""What the database in use holds: tables, rows, applied migrations."""

import tomllib

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from wiki.backup.archive import BackupRefused

OCCUPANTS = {"wiki_entry": "entries", "accounts_user": "people"}  # a database without any is an empty place


def tables(cursor):
    """Return the names of the tables, those behind SQLite's full text left out."""
    found = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
    return sorted(name for name in found if connection.vendor != "sqlite" or not name.startswith("wiki_search_"))


def counts(cursor):
    """Return {table: rows}."""
    found = {}
    for table in tables(cursor):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        (found[table],) = cursor.fetchone()
    return found


def applied():
    """Return the applied migrations as a sorted list of [app, name]."""
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))


def refuse_unknown(migrations):
    """Raise BackupRefused when this program does not know one of these migrations."""
    known = set(MigrationLoader(None).disk_migrations)
    for app, name in migrations:
        if (app, name) not in known:
            raise BackupRefused(f"The backup is of a newer program: this one has no {app}.{name}. Update it first.")


def bring_up_to_date():
    """Apply the migrations that a backup of an older program lacks."""
    loader = MigrationLoader(connection)
    if set(loader.graph.nodes) - set(loader.applied_migrations):
        call_command("migrate", verbosity=0)


def refuse_occupied():
    """Raise BackupRefused when the database holds entries or people."""
    with connection.cursor() as cursor:
        present = tables(cursor)
        for table, what in OCCUPANTS.items():
            if table in present:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    raise BackupRefused(f"The database holds {what}. A backup is restored into an empty place only.")
        return present


def refuse_other_counts(expected):
    """Raise BackupRefused when the tables do not hold as many rows as the manifest says."""
    with connection.cursor() as cursor:
        found = counts(cursor)
    for table, count in expected.items():
        if found.get(table) != count:
            raise BackupRefused(f"{table} has {found.get(table)} rows, the backup was made of {count}.")


def program():
    """Return the version of this program, '' where it is not known."""
    try:
        return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    except (OSError, ValueError, KeyError):
        return ""
