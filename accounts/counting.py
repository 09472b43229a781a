"""How often somebody did something: counted where all processes count, in Redis or in a table of the database."""

import logging
import math
import time
from datetime import timedelta

from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.utils import timezone

from accounts.models import CacheRow

log = logging.getLogger(__name__)

# One statement: of two processes that count at once, each gets a number of its own.
_TABLE = CacheRow._meta.db_table
_COUNT = f"""
INSERT INTO {_TABLE} (cache_key, value, expires) VALUES (%s, '1', %s)
ON CONFLICT (cache_key) DO UPDATE SET value = CAST(CAST({_TABLE}.value AS INTEGER) + 1 AS VARCHAR(20))
RETURNING value
"""


def spend(action, who, times, seconds):
    """Count one more `action` (a word) of `who` (a text) and return the seconds to wait: 0 when it may happen.

    Within each stretch of `seconds` it may happen `times` times. Where nobody can count, for want of the cache's
    server or of room on the disk, it may happen: a limit is no reason to lose what somebody wrote.
    """
    now = time.time()
    stretch, gone = divmod(now, seconds)
    left = max(1, math.ceil(seconds - gone))
    key = _key(action, who, seconds, stretch)
    return left if _counted(key, left) > times else 0


def spent(action, who, times, seconds):
    """Return the seconds to wait where `spend` has counted up to `times` already, else 0. Counts nothing."""
    now = time.time()
    stretch, gone = divmod(now, seconds)
    count = _count_of(_key(action, who, seconds, stretch))
    return max(1, math.ceil(seconds - gone)) if count >= times else 0


def _key(action, who, seconds, stretch):
    """Without a space: of a key with one the cache writes a warning, and with it into the log who acted."""
    return f"limit:{action}:{'-'.join(who.split())}:{seconds}:{stretch:.0f}"


def _count_of(key):
    if isinstance(caches["default"], DatabaseCache):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT value FROM {_TABLE} WHERE cache_key = %s", [key])
            row = cursor.fetchone()
        return int(row[0]) if row else 0
    try:
        return cache.get(key) or 0
    except Exception as error:  # as in `_counted`
        log.error("Nothing is limited, because the cache cannot be reached: %s", error.__class__.__name__)
        return 0


def _counted(key, seconds):
    if isinstance(caches["default"], DatabaseCache):
        return _counted_in_table(key, seconds)
    try:
        cache.add(key, 0, seconds + 1)
        return cache.incr(key)
    except Exception as error:  # each kind of cache has errors of its own
        log.error("Nothing is limited, because the cache cannot be reached: %s", error.__class__.__name__)
        return 0


def _counted_in_table(key, seconds):
    """Rows stand among the cache's own; whoever begins a stretch takes those out that have expired."""
    connection, now = connections[DEFAULT_DB_ALIAS], timezone.now()
    expires = (now + timedelta(seconds=seconds + 1)).replace(microsecond=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [key, connection.ops.adapt_datetimefield_value(expires)])
            count = int(cursor.fetchone()[0])
        if count == 1:
            CacheRow.objects.filter(expires__lt=now).delete()
    except OperationalError as error:
        if connection.connection is None or not connection.is_usable():
            raise  # away altogether: the page says so
        log.error("Nothing is limited, because the database does not write: %s", error)  # its disk is full, perhaps
        return 0
    return count
