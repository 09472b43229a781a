"""Readers' pages from a real replica: never one that lags behind what readers may see."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests import postgres
from tests.architecture.modules import ROOT
from wiki import environment

PLAYS = 7


def test_no_replica_shows_what_is_hidden(tmp_path):
    try:
        with postgres.pair() as (primary, replica):
            environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "HTTPS": "off"}
            environment |= {"DATABASE_URL": primary, "REPLICA_URLS": replica, "DJANGO_SETTINGS_MODULE": "tests.served"}
            command = [sys.executable, "-m", "tests.replicas.play"]
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    except postgres.Unavailable as error:
        pytest.skip(str(error))
    assert (done.returncode, len(done.stdout.split())) == (0, PLAYS), done.stdout + done.stderr[-4000:]


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
