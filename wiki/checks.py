"""Checks at the start, in clear words."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.checks import Warning, register

from wiki import sqlite


@register()
def sqlite_is_safe(app_configs, **kwargs):
    """SQLite below 3.51.3 can corrupt a database in WAL mode."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and sqlite.version() < sqlite.SAFE:
        version = ".".join(map(str, sqlite.version()))
        return [
            Warning(
                f"SQLite {version} can corrupt a database when two processes write at once.",
                hint="Install the pysqlite3 wheel (`make install` does where there is one), or use PostgreSQL.",
                id="wiki.W001",
            )
        ]
    return []


@register()
def sessions_are_rows(app_configs, **kwargs):
    """Pages that are kept for somebody signed in stand by the row of their session (wiki.members)."""
    if not issubclass(import_module(settings.SESSION_ENGINE).SessionStore, SessionStore):
        return [
            Warning(
                f"SESSION_ENGINE is {settings.SESSION_ENGINE}: each page for somebody signed in is made anew.",
                hint="Take django.contrib.sessions.backends.db (or cached_db): their rows say who is signed in.",
                id="wiki.W002",
            )
        ]
    return []
