"""What those who look after the server ask. None of it depends on a host name, a session or a language."""

import ipaddress
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.db import Error
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from wiki import metrics as numbers
from wiki import schema
from wiki.readers.moderation import waiting_unscoped
from wiki.views.room import free_bytes, has_room

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_FORWARDED_PROTO")
FORWARDED += ("HTTP_X_FORWARDED_HOST",)

log = logging.getLogger(__name__)

MIGRATIONS = {schema.READY: "ok", schema.PENDING: "pending", schema.NEWER: "newer than this version of the wiki"}


@require_safe
def healthz(request):
    """The process is alive. Asks nothing and nobody."""
    return _plain("ok\n")


@require_safe
def readyz(request):
    """200 when pages can be made, else 503; a line for each thing that is needed, without names or addresses.

    Redis and a full disk are told of and decide nothing: without Redis everything works, only limits are not counted,
    and on a full disk pages can be read.
    """
    database, migrations = _database()
    lines = [f"database: {database}", f"migrations: {migrations}"]
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        lines.append(f"redis: {_redis()}")
    if not has_room():
        lines.append("disk: full, nothing can be saved")
    return _plain("".join(f"{line}\n" for line in lines), 200 if database == migrations == "ok" else 503)


@require_safe
def metrics(request):
    """What was counted, as Prometheus reads it: for programs on this machine, or whoever has METRICS_TOKEN.

    For anybody else there is nothing here.
    """
    if not _may_count(request):
        raise Http404
    free = free_bytes()
    gauges = _queue() | ({} if free is None else {"commonplace_disk_free_bytes": free})
    return _plain(numbers.exposition(gauges), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_count(request):
    if settings.METRICS_TOKEN:
        told = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return constant_time_compare(told, f"Bearer {settings.METRICS_TOKEN}".encode())
    # A proxy on this machine asks from here for everybody, and says so.
    forwarded = any(name in request.META for name in FORWARDED)
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", "")) and _names_loopback(request)


def _is_loopback(address):
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _names_loopback(request):
    """The host asked for is this machine: a page elsewhere whose name leads here does not say so."""
    host = urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname or ""
    return host == "localhost" or _is_loopback(host)


def _queue():
    """Requests for publication that wait: how many, and for how long. Tells of no entry."""
    try:
        count, oldest = waiting_unscoped()
    except Error:  # the other numbers are wanted most when the database is away
        return {}
    age = max(0, (timezone.now() - oldest).total_seconds()) if oldest else 0
    return {
        "commonplace_publication_requests_open": count,
        "commonplace_publication_request_oldest_seconds": age,
    }


def _database():
    try:
        schema.ask()
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


def _plain(text, status=200, content_type="text/plain; charset=utf-8"):
    return HttpResponse(text, status=status, content_type=content_type, headers={"Cache-Control": "no-store"})
