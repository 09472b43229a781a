"""Hits go around Django: their connections grow old like others, and one that cannot be had is asked for once."""

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from wiki.pagecache import OUTCOME, around

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

PAGE = "/concepts/tide/"


@pytest.fixture
def cache(tide):
    return around(WSGIHandler())


def get(cache, cookies=""):
    """Return (status, outcome) of a request, with all that Django does to connections around its own."""
    environ = RequestFactory()._base_environ(PATH_INFO=PAGE, HTTP_HOST="testserver", HTTP_COOKIE=cookies)
    said = []
    result = cache(environ, lambda status, headers, exc_info=None: said.append(int(status[:3])))
    b"".join(result)
    getattr(result, "close", lambda: None)()
    return said[0], environ.get(OUTCOME)


def cookies_of(person):
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"


@pytest.fixture
def connects(monkeypatch):
    """A database that has gone away: each attempt to connect to it."""
    made = []

    def connect():
        made.append(1)
        raise OperationalError("no route")

    def go():
        connection.close()
        monkeypatch.setattr(connection, "connect", connect)
        return made

    yield go
    monkeypatch.undo()


def test_a_connection_that_is_too_old_is_opened_anew(cache):
    assert [get(cache)[1] for _ in range(2)] == ["miss", "hit"]
    connection.ensure_connection()
    connection.close_at = None
    young = connection.connection
    assert get(cache)[1] == "hit" and connection.connection is young
    connection.close_at = 0
    assert get(cache)[1] == "hit" and connection.connection is not young


def test_nobody_waits_twice_for_a_database_that_is_away(cache, connects):
    assert [get(cache)[1] for _ in range(2)] == ["miss", "hit"]
    made = connects()
    assert get(cache) == (503, None) and len(made) == 1


def test_no_member_does(cache, connects, eda):
    cookies = cookies_of(eda)
    assert [get(cache, cookies)[1] for _ in range(3)] == ["past", "miss", "hit"]
    made = connects()
    assert get(cache, cookies) == (503, None) and len(made) == 1
    cache.pages.clear()
    assert get(cache, cookies)[0] == 503 and len(made) == 2


def test_what_was_kept_stands_when_it_is_back(cache, connects, monkeypatch):
    assert [get(cache)[1] for _ in range(2)] == ["miss", "hit"]
    connects()
    assert get(cache)[0] == 503
    monkeypatch.undo()
    assert get(cache) == (200, "hit")
