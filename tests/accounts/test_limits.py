"""RATE_LIMITS, and what allauth makes of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.limits import for_allauth
from accounts.models import Event
from accounts.network import network_of
from tests.cast import PASSWORD
from wiki import environment

DEFAULTS = {"login": (20, 60), "signup": (10, 60)}


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ("", DEFAULTS),
        ("on", DEFAULTS),
        ("off", {}),
        ("login=3/600", {"login": (3, 600), "signup": (10, 60)}),
        ("login=3/600, signup=1/1", {"login": (3, 600), "signup": (1, 1)}),
    ],
)
def test_the_variable_is_read(monkeypatch, value, limits):
    monkeypatch.setenv("RATE_LIMITS", value)
    assert environment.rate_limits("RATE_LIMITS", DEFAULTS) == limits


@pytest.mark.parametrize("value", ["login", "login=3", "login=0/60", "walk=1/1", "login=-1/60", "login=1/6/ip", "many"])
def test_nonsense_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("RATE_LIMITS", value)
    with pytest.raises(ImproperlyConfigured, match="RATE_LIMITS"):
        environment.rate_limits("RATE_LIMITS", DEFAULTS)


def test_allauth_reads_them():
    from allauth.core.internal.ratelimit import parse_rates

    for rate in for_allauth({"login": (20, 60), "signup": (10, 3600)}).values():
        assert parse_rates(rate)
    assert for_allauth({}) is False


def test_redis_only_by_its_own_schemes(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/1")
    assert environment.cache()["BACKEND"].endswith("RedisCache")
    monkeypatch.setenv("REDIS_URL", "http://127.0.0.1")
    with pytest.raises(ImproperlyConfigured):
        environment.cache()


def tried(name, password, address):
    return Client(REMOTE_ADDR=address).post("/accounts/login/", {"login": name, "password": password}).status_code


def test_nobody_locks_out_somebody_elsewhere(ben, settings):
    settings.ACCOUNT_RATE_LIMITS = for_allauth({"login": (6, 60), "signup": (9, 60)})
    assert [tried("ben", "wrong", "203.0.113.9") for _ in range(4)] == [422] * 3 + [429]
    assert tried("ben", PASSWORD, "203.0.113.9") == 429
    assert tried("ben", PASSWORD, "198.51.100.1") == 303


def test_a_name_is_not_tried_from_everywhere_without_end(ben, settings):
    settings.ACCOUNT_RATE_LIMITS = for_allauth({"login": (2, 60), "signup": (9, 60)})
    assert tried("ben", PASSWORD, "198.51.100.200") == 303  # who comes in has not failed
    assert [tried("ben", "wrong", f"198.51.100.{at}") for at in range(11)] == [422] * 10 + [429]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "-"),
    ],
)
def test_a_host_of_ipv6_is_counted_by_its_network(rf, address, counted):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == counted


def test_refused_invitations_from_one_network_fill_no_log(db):
    for at in range(50):
        Client(REMOTE_ADDR=f"2001:db8::{at:x}").get("/accounts/invitation/x/")
    rows = Event.objects.filter(kind=Event.Kind.REFUSED)
    assert 20 <= rows.count() <= 40 and rows.filter(address="2001:db8::1").exists()


def test_without_the_cache_nobody_signs_in_and_is_told_so(ben, settings, caplog):
    pytest.importorskip("redis")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    settings.ACCOUNT_RATE_LIMITS = for_allauth(DEFAULTS)
    answer = Client().post("/accounts/login/", {"login": "ben", "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "does not answer" in answer.text and "cache cannot be reached" in caplog.text
