"""Ask a WSGI application, as a server would: what stands around Django is asked with it."""

from typing import NamedTuple
from unittest import mock

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpResponse
from django.test import RequestFactory

from wiki.pagecache import around


class Answer(NamedTuple):
    """`headers` are pairs in order; `body` is what came over the wire."""

    status: int
    headers: list
    body: bytes

    def header(self, name):
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


def ask(application, path, *, method="GET", host="testserver", cookies="", **environ):
    """Return the Answer to one request. `environ` are further WSGI variables, `HTTP_ACCEPT_ENCODING` among them."""
    path, _, query = path.partition("?")
    made = RequestFactory()._base_environ(PATH_INFO=path, QUERY_STRING=query, REQUEST_METHOD=method, SERVER_NAME=host)
    made.pop("HTTP_COOKIE", None)
    made |= {"HTTP_HOST": host, **({"HTTP_COOKIE": cookies} if cookies else {}), **environ}
    said = []

    def start(status, headers, exc_info=None):
        said[:] = [int(status[:3]), list(headers)]
        return body.append

    body = []
    # A test runs in a transaction: the connection that is in it is neither old nor done with after a request.
    with mock.patch.object(connections[DEFAULT_DB_ALIAS], "close_if_unusable_or_obsolete", lambda: None):
        result = application(made, start)
        try:
            body.extend(result)
        finally:
            getattr(result, "close", lambda: None)()
    return Answer(*said, b"".join(body))


def django():
    """Return the application without anything around it."""
    return WSGIHandler()


class Kept:
    """Somebody who is not signed in and reads through a page cache: what it keeps twice, so that a kept one is among
    the answers. Has `get` of a test client."""

    def __init__(self, host="testserver"):
        self.host, self.cache = host, around(django())

    def get(self, path):
        """Return the HttpResponse. Raises AssertionError where the second answer is another than the first."""
        scheme = {"wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http"}
        first = second = ask(self.cache, path, host=self.host, **scheme)
        if any(place[:2] == tuple(path.partition("?")[::2]) for place in list(self.cache.pages)):
            second = ask(self.cache, path, host=self.host, **scheme)
        if first != second and not any(name.lower() == "set-cookie" for name, _ in first.headers):
            raise AssertionError(f"{path}: the page that was kept is another than the one that was made")
        return HttpResponse(second.body, status=second.status, headers=dict(second.headers))
