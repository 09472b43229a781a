"""What the wiki stands on is away or set up wrongly: one clear line, and what can go on goes on."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.modules import ROOT
from tests.factories import concept
from wiki import environment
from wiki.models import Concept

NOBODY = "127.0.0.1:1"  # a port that nobody listens on


@pytest.mark.parametrize(
    "value", ["wiki.example.org", "ftp://x", "https://", "http://x:port", "http://x:0", "http://x?y"]
)
def test_what_is_no_address_of_a_site(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match=r"SITE_URL=.* is not like https://"):
        environment.site("SITE_URL", "")


@pytest.mark.parametrize("value", ["https://wiki.example.org/", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_what_is_one(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    assert environment.site("SITE_URL", "") == value.rstrip("/")


def test_a_port_of_redis_that_is_no_number(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://:secret@cache:port/0")
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL names a port that is no number") as refused:
        environment.cache()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "variable", "line"),
    [
        (["check"], "LOG_LEVEL=LOUD", "Configuration: LOG_LEVEL='LOUD' is not one of"),
        (["check"], "WEB_CONCURRENCY=many", "Configuration: WEB_CONCURRENCY='many' is not a whole number"),
        (["rebuild", "search"], f"DATABASE_URL=postgres://u:secret@{NOBODY}/x", "Database: connection failed"),
    ],
)
def test_a_command_says_it_in_one_line(tmp_path, arguments, variable, line):
    name, _, value = variable.partition("=")
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), name: value}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    (said,) = done.stderr.splitlines()
    assert done.returncode == 1 and said.startswith(line) and "secret" not in said


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning")
def test_without_redis_all_goes_on_but_the_limits(client, client_of, eda, settings, caplog):
    pytest.importorskip("redis")
    cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"redis://{NOBODY}"}
    settings.CACHES = {"default": cache}
    settings.RATE_LIMITS = {"edit": (1, 60), "search": (1, 60)}
    concept("Weir", "A dam.")
    editor = client_of(eda)
    for who in (client, editor):
        for path in ("/", "/concepts/weir/", "/search/?q=dam", "/search/suggest?q=we", "/accounts/password/reset/"):
            assert who.get(path).status_code == 200, path
    for number in (1, 2, 3):
        sent = {"title": "Weir", "body": f"A dam, said {number} times.", "base": str(number)}
        assert editor.post("/concepts/weir/edit/", sent).status_code == 303
    assert Concept.objects.get().number == 4
    said = {record.getMessage() for record in caplog.records if record.name == "accounts.counting"}
    assert said == {"Nothing is limited, because the cache cannot be reached: ConnectionError"}
