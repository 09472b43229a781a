"""What happens on the account pages stands in the audit log, with the address it came from."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import Event
from accounts.network import address_of
from tests.cast import PASSWORD
from wiki import environment

Kind = Event.Kind
LOGIN = "/accounts/login/"


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_in_and_out(client, ben):
    client.post(LOGIN, {"login": "ben", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    event = Event.objects.get()
    assert (event.kind, event.by, event.name, event.address) == (Kind.SIGN_IN, ben, "ben", "192.0.2.7")
    client.post("/accounts/logout/")
    assert kinds() == [Kind.SIGN_IN, Kind.SIGN_OUT]
    Client().post("/accounts/logout/")
    assert len(kinds()) == 2, "nobody who signs out is no event"


@pytest.mark.parametrize("name", ["ben", "nobody@example.org", "two\r\nlines\x1b[31m", "x" * 3000])
def test_a_failure_with_the_name_as_it_was_typed_on_one_line(client, ben, name):
    client.post(LOGIN, {"login": name, "password": "wrong"})
    event = Event.objects.get()
    assert (event.kind, event.by, event.person) == (Kind.FAILURE, None, None)
    assert len(event.name) <= 255
    assert event.name.isprintable() and event.name.startswith(name[:3])
    assert "wrong" not in str(Event.objects.values_list())


def test_passwords_changed(client_of, ben):
    new = "a short walk in the hills"
    client_of(ben).post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    event = Event.objects.get()
    assert (event.kind, event.person, event.details) == (Kind.PASSWORD, ben, {"how": "changed"})


def test_the_first_admin(client, db):
    from accounts import claim

    link = claim.issue()
    form = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts" + link.partition("/accounts")[2], form)
    assert kinds() == [Kind.SIGN_UP, Kind.SIGN_IN]
    assert Event.objects.filter(kind=Kind.SIGN_UP, details__how="link", address="127.0.0.1").exists()


def test_somebody_who_knocks_on_and_on_fills_no_log(client, ben, settings, monkeypatch):
    monkeypatch.setattr("accounts.counting.time.time", lambda: 1.8e9)
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/60s/key"}
    for _ in range(9):
        client.post(LOGIN, {"login": "ben", "password": "wrong"})
    assert kinds() == [Kind.FAILURE, Kind.FAILURE, Kind.LOCKED]


PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("came_from", "told", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # no proxy of ours: anybody can write that
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # only the last was written by our proxy
        (PROXY, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (PROXY, "nonsense", PROXY),
        (PROXY, "", PROXY),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", None),
    ],
)
def test_the_address_is_what_our_own_proxies_say(rf, settings, monkeypatch, came_from, told, address):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.1")
    settings.TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
    extra = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert address_of(rf.get("/", REMOTE_ADDR=came_from, **extra)) == address


def test_without_proxies_the_header_means_nothing(rf):
    assert address_of(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1")) == "10.0.0.1"


@pytest.mark.parametrize("value", ["everybody", "10.0.0.0/99", "10.0.0.1/8", "*"])
def test_nonsense_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        environment.networks("TRUSTED_PROXIES")


def test_tries_are_counted_by_that_address(db, ben, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/60s/ip"}
    statuses = [
        Client()
        .post(LOGIN, {"login": "ben", "password": "x"}, REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=told)
        .status_code
        for address, told in [("192.0.2.1", "1.1.1.1"), ("192.0.2.1", "2.2.2.2"), ("192.0.2.2", "1.1.1.1")]
    ]
    assert statuses == [422, 429, 422]
