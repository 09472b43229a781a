"""Whether the database has the tables that this version of the code expects."""

from contextlib import contextmanager

from django.db import connections
from django.db.migrations.loader import MigrationLoader

READY, PENDING, NEWER = "ready", "pending", "newer"
TABLES = 5_200_002  # of an advisory lock in PostgreSQL: whoever changes tables does so alone
_ready = set()  # databases once found ready: tables do not go while a server runs


def state(alias="default"):
    """Return READY, PENDING (`manage.py migrate` is to be run) or NEWER (a later version has been at work here).

    Raises django.db.Error where the database cannot be asked. What was found ready is not asked about again.
    """
    if alias in _ready:
        return READY
    loader = MigrationLoader(connections[alias], ignore_no_migrations=True)
    applied, known = set(loader.applied_migrations), set(loader.graph.nodes)
    if any(_is_later(name, app, known) for app, name in applied - set(loader.disk_migrations)):
        return NEWER
    if known - applied:
        return PENDING
    _ready.add(alias)
    return READY


@contextmanager
def alone(alias="default"):
    """Wait until no other process is inside, and let none in: of machines that start together one changes the tables.
    SQLite has one machine."""
    connection = connections[alias]
    locks = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if locks:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TABLES])
        try:
            yield
        finally:
            if locks:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [TABLES])


def ask(alias="default"):
    """Raises django.db.Error where the database does not answer."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")


def _is_later(name, app, known):
    """Of an app that is here, and beyond its last migration; what stands below it was once merged into another."""
    here = [other for label, other in known if label == app]
    return bool(here) and name[:4] > max(here)[:4]
