"""Queries that take long are written down, without the values that somebody asked for."""

import logging
from contextlib import ExitStack
from time import perf_counter

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections

log = logging.getLogger(__name__)

SHOWN = 2000  # characters of a query


class SlowQueries:
    """Middleware: of each query that took SLOW_QUERY_MS or more a line with its time and its SQL. 0 is off."""

    def __init__(self, get_response):
        if not settings.SLOW_QUERY_MS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(timed))
            return self.get_response(request)


def timed(execute, sql, params, many, context):
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (perf_counter() - begun) * 1000
        if ms >= settings.SLOW_QUERY_MS:
            log.warning("Slow query: %s", " ".join(str(sql).split())[:SHOWN], extra={"ms": round(ms)})
