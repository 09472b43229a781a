"""Somebody lost the password or the second step: an admin helps in the browser, and it is written down."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.models import Event, User
from tests.cast import PASSWORD
from tests.wiki.views.pages import html, text

pytestmark = pytest.mark.django_db
HERE, NEW = "/people/ben/manage/", "a short walk in the hills"


@pytest.fixture
def post(client_of, ada):
    return lambda by=ada, **fields: client_of(by).post(HERE, fields)


@pytest.fixture
def link(post, ben):
    """The path of a link that Ada has made for Ben."""
    response = post(action="new-password")
    assert (response.status_code, response["Location"]) == (303, HERE)
    found = re.search(r"/accounts/password/reset/key/[\w-]+/", html(response.client.get(HERE)))[0]
    assert found not in html(response.client.get(HERE))  # shown once
    return found


def with_app(person):
    for kind in Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES:
        Authenticator.objects.create(user=person, type=kind, data={"secret": "x", "seed": "x", "used_mask": 0})


def opened(link):
    client = Client()
    return client, client.get(link, follow=True)


def choose(client, page):
    return client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})


@pytest.mark.both
def test_a_link_for_a_new_password_works_once(ada, ben, link):
    event = Event.objects.get()
    assert (event.kind, event.by, event.person, event.address) == ("password", ada, ben, "127.0.0.1")
    client, page = opened(link)
    assert choose(client, page).status_code == 303
    assert User.objects.get(pk=ben.pk).check_password(NEW)
    assert "does not work any more" in text(opened(link)[1])
    assert [event.details["how"] for event in Event.objects.order_by("pk")] == ["link made", "link"]


def test_the_link_lasts_a_day(link, settings):
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 60 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert opened(link)[1].status_code == 404


@pytest.mark.both
def test_the_second_step_is_asked_for_after_it(ben, link):
    with_app(ben)
    choose(*opened(link))
    client = Client()
    answer = client.post("/accounts/login/", {"login": "ben", "password": NEW})
    assert answer["Location"] == "/accounts/second/authenticate/" and "_auth_user_id" not in client.session


def test_no_link_for_an_account_that_is_switched_off(post, get, ada, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert "Forgotten password" not in text(get(HERE, ada))
    response = post(action="new-password")
    assert response.status_code == 422 and "Switch it on" in text(response)
    assert not Event.objects.exists()


@pytest.mark.both
def test_nobody_else_does_either(post, ben, eda):
    with_app(ben)
    for who in (ben, eda):
        for action in ("new-password", "second-step-off"):
            assert post(who, action=action, reason="x").status_code == 403
    assert Authenticator.objects.count() == 2 and not Event.objects.exclude(kind="refused").exists()


@pytest.mark.both
def test_the_second_step_is_switched_off_with_a_reason(
    post, get, ada, ben, settings, mailoutbox, django_capture_on_commit_callbacks
):
    assert "Lost second step" not in text(get(HERE, ada))
    with_app(ben)
    assert "Lost second step" in text(get(HERE, ada))
    response = post(action="second-step-off", reason=" ")
    assert response.status_code == 422 and "Say why" in text(response) and Authenticator.objects.exists()
    settings.SENDS_MAIL = True
    with django_capture_on_commit_callbacks(execute=True):
        assert post(action="second-step-off", reason="lost the telephone").status_code == 303
    assert not Authenticator.objects.exists()
    event = Event.objects.get()
    assert (event.kind, event.by, event.person, event.reason) == ("second-factor", ada, ben, "lost the telephone")
    assert [message.to for message in mailoutbox] == [["ben@example.org"]]
    assert "/accounts/second/" in mailoutbox[0].body
    post(action="second-step-off", reason="again")
    assert Event.objects.count() == 1 and len(mailoutbox) == 1
    client = Client()
    client.post("/accounts/login/", {"login": "ben", "password": PASSWORD})
    assert "_auth_user_id" in client.session


@pytest.mark.both
def test_a_block_is_shown_while_the_account_is_switched_off_too(get, ada, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False, blocked_at=timezone.now(), block_reason="rude words")
    words = text(get(HERE, ada))
    assert "Switched off Blocked" in words and "rude words" in words and "Lift the block" in words
