"""Checks at the start, in clear words."""

from django.conf import settings
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
