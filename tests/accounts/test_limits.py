"""RATE_LIMITS, and what allauth makes of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.limits import for_allauth
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
