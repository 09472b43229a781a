"""Around everything else: each request gets a name for the logs, is counted, and leaves one line."""

import logging
import re
from secrets import token_hex
from time import perf_counter

from wiki import logs, metrics

log = logging.getLogger("wiki.access")

SANE = re.compile(r"[A-Za-z0-9-]{1,64}")  # a name that somebody in front gave to a request
SECRET = re.compile(r"^(/accounts/(?:first-admin|invitation|confirm-email|password/reset/key)/)[^/]+")
KEPT = "wiki.pagecache.outcome"  # in the environ: what wiki.pagecache did
VIEW = "wiki.view"  # in the environ: the name of the view that answers


class Asked:
    """A request that is being answered: id (str), method (str), path (str, without its query), status (int)."""

    __slots__ = ("_path", "environ", "id", "method", "status")

    def __init__(self, environ):
        told = environ.get("HTTP_X_REQUEST_ID", "")
        self.id = told if SANE.fullmatch(told) else token_hex(8)
        self.method = environ.get("REQUEST_METHOD", "")
        self.status = 500
        self.environ = environ
        self._path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")  # which Django writes over, decoded

    @property
    def path(self):
        """As it was asked for; of a link that works once without what makes it work."""
        return SECRET.sub(r"\1…", self._path.encode("latin-1", "replace").decode("utf-8", "replace"))

    @property
    def view(self):
        known = self.environ.get(VIEW)
        return known or ("static" if self._path.startswith("/static/") else "none")


class Watch:
    """A WSGI application around another: X-Request-ID in the answer and in every log line, numbers, an access line."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        environ["SCRIPT_NAME"] = ""  # the wiki stands at the root of its site, whatever a header says
        asked = Asked(environ)
        environ["HTTP_X_REQUEST_ID"] = asked.id

        def start(status, headers, exc_info=None):
            asked.status = int(status[:3])
            return start_response(status, [*headers, ("X-Request-ID", asked.id)], exc_info)

        before, begun = logs.current.set(asked), perf_counter()
        try:
            return self.application(environ, start)
        finally:
            _done(asked, perf_counter() - begun)
            logs.current.reset(before)


class Views:
    """Middleware: says which view answers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.environ[VIEW] = request.resolver_match.view_name


def _done(asked, seconds):
    metrics.request(asked.view, asked.method, asked.status, seconds, asked.environ.get(KEPT))
    if log.isEnabledFor(logging.INFO):
        ms = round(seconds * 1000, 1)
        extra = {"status": asked.status, "ms": ms}
        log.info("%s %s %s, %s ms", asked.method, asked.path, asked.status, ms, extra=extra)
