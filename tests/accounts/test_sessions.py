"""Where somebody is signed in, and signing out there."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import ending
from accounts.models import Event
from accounts.views.sessions import device
from tests.cast import PASSWORD

PAGE = "/accounts/sessions/"


def window(name):
    """A browser in which this person signed in by the form."""
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


def test_the_page_lists_them_this_one_first(ben, eda):
    here, _, _ = window("ben"), window("ben"), window("eda")
    page = here.get(PAGE)
    assert page.text.count("Firefox on Linux</span>") == 2
    assert page.text.index("this one") < page.text.index("Sign out<span")
    assert page["Cache-Control"] == "private, no-store"


def test_one_is_signed_out(ben):
    here, there, third = window("ben"), window("ben"), window("ben")
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(PAGE, {"action": "end", "session": row.pk}).status_code == 303
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert Event.objects.filter(kind=Event.Kind.SIGN_OUT, details={"where": "elsewhere"}).count() == 1


def test_all_others_are_signed_out_listed_or_not(client_of, ben, eda):
    here, there, unlisted, other = window("ben"), window("ben"), client_of(ben), window("eda")
    assert here.post(PAGE, {"action": "others"}).status_code == 303
    assert [is_in(client) for client in (here, there, unlisted, other)] == [True, False, False, True]


@pytest.mark.parametrize("action", ["end", "others", "", "nonsense"])
def test_nobody_ends_a_session_of_somebody_else(ben, eda, action):
    here, there = window("ben"), window("eda")
    row = UserSession.objects.get(session_key=there.session.session_key)
    here.post(PAGE, {"action": action, "session": row.pk})
    assert is_in(there)


@pytest.mark.parametrize("session", ["", "x", "-1", "9" * 40, "٣"])
def test_nonsense_ends_nothing(ben, session):
    here, there = window("ben"), window("ben")
    assert here.post(PAGE, {"action": "end", "session": session}).status_code == 303
    assert is_in(there)


def test_looking_ends_nothing(ben):
    here, there = window("ben"), window("ben")
    here.get(PAGE + "?action=others")
    assert is_in(there)


def test_only_what_ended_is_written_down(ben):
    here, there = window("ben"), window("ben")
    for _ in range(3):
        here.post(PAGE, {"action": "others"})
    assert not is_in(there) and "Nobody was signed in there" in here.get(PAGE).text
    assert Event.objects.filter(kind=Event.Kind.SIGN_OUT).count() == 1


def test_expired_sessions_are_not_opened(ben, monkeypatch):
    here = window("ben")
    Session.objects.create(session_key="old", session_data="x", expire_date=timezone.now() - timedelta(days=1))
    opened = []
    monkeypatch.setattr(ending, "_is_of", lambda row, person: opened.append(row.session_key))
    here.post(PAGE, {"action": "others"})
    assert opened == [here.session.session_key]


def test_it_may_not_be_asked_for_without_end(ben, settings):
    settings.RATE_LIMITS = {"login": (20, 60)}
    here = window("ben")
    codes = [here.post(PAGE, {"action": "others"}).status_code for _ in range(45)]
    assert codes[:20] == [303] * 20 and codes[-1] == 429
    assert here.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_devices_are_named_as_people_name_them(agent, said):
    assert device(agent) == said
