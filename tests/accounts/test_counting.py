"""Counting where all processes count."""

import datetime
import os
import shutil
import subprocess
import threading
import time

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from accounts import counting
from accounts.counting import spend, spent
from accounts.models import CacheRow

NOON = 1_800_000_000.0  # a whole number of minutes


@pytest.fixture
def clock(monkeypatch):
    """`clock.now`: what time it is."""

    class Clock:
        now = NOON

    monkeypatch.setattr(counting.time, "time", lambda: Clock.now)
    return Clock


@pytest.fixture
def redis(settings, tmp_path):
    """A Redis of the test's own, used as the cache; its process."""
    if not shutil.which("redis-server"):
        if os.environ.get("CI"):
            pytest.fail("CI skips nothing, and there is no redis-server")
        pytest.skip("no redis-server on this machine")
    socket = tmp_path / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 10
    while not socket.exists() and time.monotonic() < until:
        time.sleep(0.02)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"unix://{socket}"}
    }
    yield server
    server.terminate()
    server.wait(10)


def test_so_many_times_in_so_many_seconds(db, clock):
    assert [spend("edit", "ada", 2, 60) for _ in range(4)] == [0, 0, 60, 60]
    clock.now += 45.5
    assert spend("edit", "ada", 2, 60) == 15
    assert spend("edit", "eda", 2, 60) == spend("search", "ada", 2, 60) == 0
    clock.now += 14.5
    assert spend("edit", "ada", 2, 60) == 0


def test_what_has_expired_is_taken_out(db, clock, monkeypatch):
    spend("edit", "ada", 2, 60)
    later = timezone.now() + datetime.timedelta(minutes=5)
    monkeypatch.setattr(counting.timezone, "now", lambda: later)
    clock.now += 300
    spend("edit", "eda", 2, 60)
    spend("edit", "eda", 2, 60)
    assert [(row.cache_key.split(":")[2], row.value) for row in CacheRow.objects.all()] == [("eda", "2")]


def test_redis_counts_as_well(redis, clock):
    assert [spend("edit", "ada", 2, 60) for _ in range(4)] == [0, 0, 60, 60]
    clock.now += 60
    assert spend("edit", "ada", 2, 60) == 0


def test_no_warning_names_who_acted(redis, clock, recwarn):
    assert [spend("edit", "people at 192.0.2.7", 1, 60) for _ in range(2)] == [0, 60]
    assert spent("edit", "people at 192.0.2.7", 1, 60) == 60
    assert [str(warning.message) for warning in recwarn] == []


def test_two_processes_share_one_count_in_redis(redis, clock, settings):
    assert [spend("edit", "ada", 3, 60) for _ in range(2)] == [0, 0]
    del caches["default"]  # another process has a connection of its own
    assert [spend("edit", "ada", 3, 60) for _ in range(2)] == [0, 60]


def test_without_its_server_nothing_is_limited_and_it_is_said(redis, clock, caplog):
    redis.kill()
    redis.wait(10)
    assert [spend("edit", "ada", 1, 60) for _ in range(3)] == [0, 0, 0]
    assert "cannot be reached" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_many_that_count_at_once_none_is_lost(clock):
    """Each thread has a connection of its own, as each process has."""
    allowed, errors = [], []

    def work():
        try:
            allowed.extend(spend("edit", "ada", 50, 60) == 0 for _ in range(20))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert (len(allowed), sum(allowed)) == (80, 50)
