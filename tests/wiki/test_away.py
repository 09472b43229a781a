"""The database does not answer, a query is slow, a fault is reported: what people see and what is written down."""

import logging

import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client

from tests.wiki.views.pages import html
from wiki import environment, reporting, slow
from wiki.views import home


@pytest.fixture
def window():
    return Client(raise_request_exception=False)


def away(error):
    def execute(*args):
        raise error("connection to secret-host failed")

    return connection.execute_wrapper(execute)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_page_says_so_and_when_to_come_back(window, error):
    with away(error):
        answers = [window.get(path) for path in ("/", "/concepts/weir/", "/nowhere/", "/concepts/?letter=a")]
    for response in answers:
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert response["Cache-Control"] == "no-store" and "default-src 'none'" in response["Content-Security-Policy"]
        assert "does not answer" in html(response) and "secret-host" not in html(response)


@pytest.mark.django_db
def test_whoever_is_signed_in_gets_their_text_back(client_of, eda):
    client = client_of(eda)
    client.raise_request_exception = False
    with away(OperationalError):
        response = client.post("/concepts/new/", {"title": "Weir", "body": "A <low> dam."})
    assert response.status_code == 503 and response["Retry-After"] == "10"
    assert "\nWeir</textarea>" in html(response) and "\nA &lt;low&gt; dam.</textarea>" in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [IntegrityError, ZeroDivisionError])
def test_any_other_fault_is_ours(window, monkeypatch, error):
    def broken(*args):
        raise error

    monkeypatch.setattr(home.readers, "home_page", broken)
    response = window.get("/")
    assert response.status_code == 500 and "Retry-After" not in response


@pytest.mark.django_db
def test_a_slow_query_is_written_down_without_its_values(client, settings, caplog, monkeypatch):
    settings.SLOW_QUERY_MS = 1
    times = iter(range(10_000))
    monkeypatch.setattr(slow, "perf_counter", lambda: next(times) / 100)
    client.get("/concepts/secret-name/")
    lines = [record for record in caplog.records if record.name == "wiki.slow"]
    assert lines and all(record.ms == 10 and record.levelno == logging.WARNING for record in lines)
    assert any("SELECT" in record.getMessage() and "%s" in record.getMessage() for record in lines)
    assert not any("secret-name" in record.getMessage() for record in lines)


@pytest.mark.django_db
def test_otherwise_no_query_is_timed(client, caplog, monkeypatch):
    monkeypatch.setattr(slow, "perf_counter", lambda: 1 / 0)
    assert client.get("/concepts/secret-name/").status_code == 404


SECRETS = [f"secret-{n}" for n in range(5)]  # made here: lines of the code are sent, values are not


class Kept(sentry_sdk.Transport):
    """Keeps what would have been sent."""

    sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope)


@pytest.mark.django_db
def test_what_is_reported_tells_of_nobody(window, monkeypatch):
    begun = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: begun(transport=Kept(), **options))
    Kept.sent.clear()
    reporting.begin("https://key@tracker.example/1")

    def broken(*args):
        private = SECRETS[0]
        raise ValueError(f"Of {private}")

    try:
        monkeypatch.setattr(home.readers, "home_page", broken)
        window.get("/", {"q": SECRETS[2]}, headers={"cookie": f"a={SECRETS[3]}", "x-forwarded-for": SECRETS[4]})
        logging.getLogger("tests").error("Sign-in of %s failed", SECRETS[1])
        sentry_sdk.flush()
    finally:
        begun(default_integrations=False, auto_enabling_integrations=False)
    said = "".join(item.payload.get_bytes().decode() for envelope in Kept.sent for item in envelope.items)
    assert "ValueError" in said and "test_away.py" in said and "Sign-in of %s failed" in said
    for secret in SECRETS:
        assert secret not in said, secret
    assert '"value"' not in said


def test_a_wrong_address_of_a_tracker_is_not_repeated():
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN") as refused:
        reporting.begin("https://secret.example")
    assert "secret" not in str(refused.value)
    reporting.begin("")


def test_without_the_package_one_line_says_so(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN is set, and sentry-sdk is not installed"):
        reporting.begin("https://key@tracker.example/1")


@pytest.mark.parametrize("key", ["changeme", "x" * 60, "abcabcabcabcabcabcabcabcabcabcabcabc"])
def test_a_weak_key_stops_the_start(monkeypatch, tmp_path, key):
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is too easily guessed") as refused:
        environment.secret_key(tmp_path)
    assert key not in str(refused.value)


def test_a_data_folder_that_cannot_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"DATA_DIR=.* is not a folder that can be written to: Not a dir"):
        environment.data_folder("DATA_DIR", "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert environment.data_folder("DATA_DIR", "") == tmp_path
    monkeypatch.setattr(environment.os, "access", lambda *_: False)
    with pytest.raises(ImproperlyConfigured, match="Permission denied"):
        environment.data_folder("DATA_DIR", "")
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "postgres://x/y")
    assert environment.data_folder("DATA_DIR", "") == tmp_path  # nothing is kept there
