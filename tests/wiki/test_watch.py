"""Each request has a name, in its answer and in every line of the log, and leaves one line of its own."""

import io
import json
import logging
import re
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections

from wiki import logs, metrics
from wiki.logs import Json, Line
from wiki.watch import Watch


@pytest.fixture
def log():
    """Logs of the wiki, as JSON objects."""
    out, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Json())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(autouse=True)
def one_connection():
    """The test's own connection stays open, as Django's test client has it."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(path, application=None, method="GET", **headers):
    """Return (status, {header: value}) of what is asked from outside."""
    found = {}

    def start(status, pairs, exc_info=None):
        found.update(status=int(status[:3]), headers=dict(pairs))

    path, _, query = path.partition("?")
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": query, "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost"}
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    list(Watch(application or WSGIHandler())(environ, start))
    return found["status"], found["headers"]


@pytest.mark.parametrize("sane", ["7f3a", "3b9e6c1e-0000-4000-8000-00805f9b34fb", "x" * 64])
def test_a_sane_name_is_kept(sane):
    assert ask("/healthz", **{"x-request-id": sane})[1]["X-Request-ID"] == sane


@pytest.mark.parametrize("odd", ["", "a b", "x" * 65, "a\nb", "ä", "<b>", "a_b"])
def test_any_other_is_not(odd):
    made = [ask("/healthz", **{"x-request-id": odd})[1]["X-Request-ID"] for _ in range(2)]
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in made) and made[0] != made[1]


@pytest.mark.django_db
def test_one_line_a_request(log):
    ask("/nowhere/Zo%C3%AB/?secret=1", **{"x-request-id": "abc", "cookie": "session=xyz"})
    (line,) = [line for line in log() if line["logger"] == "wiki.access"]
    assert (line["request_id"], line["method"], line["path"], line["status"]) == ("abc", "GET", "/nowhere/Zoë/", 404)
    assert line["ms"] >= 0 and set(line) == {
        "time", "level", "logger", "message", "request_id", "method", "path", "status", "ms"
    }  # fmt: skip
    assert not re.search("secret|xyz|127.0.0.1", json.dumps(log()))
    assert logs.current.get() is None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["first-admin", "invitation", "confirm-email", "password/reset/key"])
def test_no_line_holds_what_makes_a_link_work_once(log, kind):
    ask(f"/accounts/{kind}/Zx9-not-for-the-log/")
    (line,) = [line for line in log() if line["logger"] == "wiki.access"]
    assert line["path"] == f"/accounts/{kind}/…/" and "Zx9" not in json.dumps(line)


@pytest.mark.django_db
def test_it_is_counted_by_its_view(monkeypatch):
    counted = []
    monkeypatch.setattr(metrics, "request", lambda *what: counted.append(what[:3]))
    ask("/healthz", method="POST")
    ask("/static/nothing.css")
    assert counted == [("healthz", "POST", 405), ("static", "GET", 404)]


def test_within_a_request_each_line_names_it(log):
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Line("{levelname} {name}: {message}", style="{"))

    def application(environ, start_response):
        logger = logging.getLogger("tests.within")
        logger.addHandler(handler)
        try:
            raise ValueError("one\n\x1b[2Jtwo")
        except ValueError:
            logger.exception("broke: %s", "a\nb")
        logger.removeHandler(handler)
        start_response("500 Broken", [])
        return []

    assert ask("/x", application, **{"x-request-id": "abc"})[0] == 500
    (line,) = [line for line in log() if line["logger"] == "tests.within"]
    assert (line["level"], line["message"], line["request_id"], line["path"]) == ("ERROR", "broke: a\nb", "abc", "/x")
    assert line["exception"].startswith("Traceback") and "ValueError: one\n\x1b[2Jtwo" in line["exception"]
    assert text.getvalue().splitlines()[0] == "ERROR tests.within: broke: a\\nb [abc]"


def test_a_line_of_json_holds_no_control_character():
    record = logging.LogRecord("x", logging.INFO, "", 0, "a\n\x1b\u202e\u2028%s", ("é",), None)
    line = Json().format(record)
    assert line.isascii() and line.isprintable() and json.loads(line)["message"] == "a\n\x1b\u202e\u2028é"
