"""Whether the database has the tables that this version of the code expects."""

from django.db import connections
from django.db.migrations.loader import MigrationLoader

READY, PENDING, NEWER = "ready", "pending", "newer"
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


def ask(alias="default"):
    """Raises django.db.Error where the database does not answer."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")


def _is_later(name, app, known):
    """Of an app that is here, and beyond its last migration; what stands below it was once merged into another."""
    here = [other for label, other in known if label == app]
    return bool(here) and name[:4] > max(here)[:4]
