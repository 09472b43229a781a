"""Readers' pages from a real replica: never one that lags behind what readers may see."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests import postgres
from tests.replicas import whole
from wiki import environment

PLAYS, COMPARED = 8, 4


def test_no_replica_shows_what_is_hidden(tmp_path):
    try:
        with whole.started(tmp_path) as environment:
            done = whole.run("tests.replicas.proof", "--sample", environment=environment, capture_output=True)
    except postgres.Unavailable as error:
        pytest.skip(str(error))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, PLAYS + COMPARED), done.stdout + done.stderr[-4000:]


@pytest.mark.parametrize(
    "primary, replica",
    [("", "postgres://u@h/n"), ("postgres://u@h/n", "sqlite:///x"), ("postgres://u@h/n", "postgres://u@h:port/n")],
)
def test_an_address_that_is_none_is_said(monkeypatch, primary, replica):
    monkeypatch.setenv("DATABASE_URL", primary)
    monkeypatch.setenv("REPLICA_URLS", replica)
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URLS"):
        environment.replicas("REPLICA_URLS")


def test_each_replica_has_a_name(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@h/n")
    monkeypatch.setenv("REPLICA_URLS", "postgres://u@one/n, postgres://u@other/n")
    found = environment.replicas("REPLICA_URLS")
    assert {name: config["HOST"] for name, config in found.items()} == {"replica1": "one", "replica2": "other"}


def test_nobody_waits_long_for_one_that_fell_silent(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@h/n")
    monkeypatch.setenv("REPLICA_URLS", "postgres://u@one/n, postgres://u@other/n?connect_timeout=9")
    one, other = (config["OPTIONS"] for config in environment.replicas("REPLICA_URLS").values())
    assert (one["connect_timeout"], other["connect_timeout"]) == (2, 9)
    of_primary = environment.database(None)["OPTIONS"]
    assert of_primary["connect_timeout"] == 5 and of_primary["tcp_user_timeout"] == one["tcp_user_timeout"] == 10_000
