"""Workers are killed while people save: what was acknowledged is in the history, and nothing is there by half.

`python -m bench.kills` does the same many times over.
"""

import os
import random
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from bench import own, processes
from bench.kills import ACTS, kill_under_writes
from bench.ledger import Ledger
from bench.notes import Notes
from bench.people import Writer
from wiki.models import Edit

KILLS, WRITERS = 2, 3


def address():
    """The test's own database, as DATABASE_URL names it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def environment():
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(settings.DATA_DIR), "DATABASE_URL": address(), "HTTPS": "off"}
    env |= {"DJANGO_SETTINGS_MODULE": "tests.served", "SECRET_KEY": settings.SECRET_KEY}
    return env | {"RATE_LIMITS": "off", "WEB_CONCURRENCY": "2", "WIKI_RENDER_CHILDREN": "1"}


@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_save_is_there(environment, tmp_path):
    addresses, keys = own.grow(9), own.sessions("editor", WRITERS)
    ledger, notes, port = Ledger(), Notes(), own.free_port()
    environment["SITE_URL"] = f"http://127.0.0.1:{port}"
    people = [Writer(n, port, notes, addresses, keys[n], ledger, ACTS) for n in range(WRITERS)]
    with (tmp_path / "log").open("wb") as log, processes.server("wiki.wsgi", port, environment, log) as pid:
        wrong = kill_under_writes(pid, people, ledger, KILLS, random.Random(1), between=3)
    assert wrong == [] and notes.faults == []
    assert len(ledger.kept) > KILLS and Edit.objects.count() >= len(addresses) + len(ledger.kept)
    ledger.answered(lost := ledger.mark(), True)
    assert ledger.wrong() == [f"acknowledged and not in the history: {lost}"]
