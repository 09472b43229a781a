"""What those who look after the server ask. None of it depends on a host name, a session or a language."""

import logging

from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wiki import schema

log = logging.getLogger(__name__)

MIGRATIONS = {schema.READY: "ok", schema.PENDING: "pending", schema.NEWER: "newer than this version of the wiki"}


@require_safe
def healthz(request):
    """The process is alive. Asks nothing and nobody."""
    return _plain("ok\n")


@require_safe
def readyz(request):
    """200 when pages can be made, else 503; a line for each thing that is needed, without names or addresses.

    Redis is told of and decides nothing: without it everything works, only limits are not counted.
    """
    database, migrations = _database()
    lines = [f"database: {database}", f"migrations: {migrations}"]
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        lines.append(f"redis: {_redis()}")
    return _plain("".join(f"{line}\n" for line in lines), 200 if database == migrations == "ok" else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok", MIGRATIONS[schema.state()]
    except Error as error:
        log.error("Not ready: the database does not answer (%s)", error.__class__.__name__)
        return "away", "unknown"


def _redis():
    try:
        caches["default"].get("ready")
        return "ok"
    except Exception as error:  # each kind of cache has errors of its own
        log.warning("Redis does not answer (%s)", error.__class__.__name__)
        return "away, limits are not counted"


def _plain(text, status=200):
    return HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
