"""The second step: codes of an app, recovery codes, passkeys."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Event
from tests.accounts.codes import code_of
from tests.cast import PASSWORD

PAGE = "/accounts/second/"
ON, OFF, STEP = PAGE + "app/on/", PAGE + "app/off/", PAGE + "authenticate/"
LOGIN = "/accounts/login/"


@pytest.fixture
def window(client, ben):
    """Ben's browser, in which he has just typed his password."""
    client.force_login(ben)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def secret(window):
    """The secret of the app that Ben has set up; his recovery codes are `codes_of(window)`."""
    page = window.get(ON).text
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    # The code after next: each is taken once, and the one of this moment is left for signing in.
    answer = window.post(ON, {"code": code_of(secret, 1)})
    assert (answer.status_code, answer["Location"]) == (303, PAGE + "codes/")
    return secret


def codes_of(window):
    return re.findall(r"<code>(\d{8})</code>", window.get(PAGE + "codes/").text)


def begin(client):
    answer = client.post(LOGIN, {"login": "ben", "password": PASSWORD, "next": "/concepts/"})
    assert (answer.status_code, answer["Location"]) == (303, STEP)
    assert "_auth_user_id" not in client.session
    return client


def test_the_square_is_drawn_without_a_foreign_request(window):
    page = window.get(ON)
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "no-store" in page["Cache-Control"]


def test_setting_it_up_asks_for_the_password_first(client_of, ben):
    answer = client_of(ben).get(ON)
    assert answer["Location"] == f"/accounts/reauthenticate/?next={ON}".replace("/", "%2F").replace(
        "%2Faccounts%2Freauthenticate%2F?next=", "/accounts/reauthenticate/?next="
    )


@pytest.mark.parametrize("code", ["", "000000", "x" * 400, "12 34"])
def test_a_wrong_code_sets_up_nothing(window, code):
    window.get(ON)
    assert window.post(ON, {"code": code}).status_code == 422
    assert not Authenticator.objects.exists()


def test_signing_in_asks_for_a_code(secret):
    client = begin(Client())
    assert client.post(STEP, {"code": "000000"}).status_code == 422
    answer = client.post(STEP, {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (303, "/concepts/")
    assert "_auth_user_id" in client.session


def test_a_code_is_taken_once(secret):
    code = code_of(secret)
    begin(client := Client()).post(STEP, {"code": code})
    assert "_auth_user_id" in client.session
    assert begin(Client()).post(STEP, {"code": code}).status_code == 422


def test_the_password_alone_opens_no_page(secret):
    client = begin(Client())
    assert client.get("/accounts/profile/").status_code == 302
    assert client.get(PAGE + "codes/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_step_cannot_be_asked_for_without_the_password(client, db):
    assert client.get(STEP)["Location"] == LOGIN


def test_a_lost_device_and_a_recovery_code_that_works_once(window, secret):
    code = codes_of(window)[0]
    assert begin(Client()).post(STEP, {"code": code})["Location"] == "/concepts/"
    assert begin(Client()).post(STEP, {"code": code}).status_code == 422
    assert code not in codes_of(window)


def test_new_recovery_codes_close_the_old_ones(window, secret):
    old = codes_of(window)
    assert window.post(PAGE + "codes/new/").status_code == 303
    assert len(codes_of(window)) == 10 and not set(old) & set(codes_of(window))
    assert begin(Client()).post(STEP, {"code": old[0]}).status_code == 422


def test_codes_can_be_downloaded_and_are_kept_by_no_cache(window, secret):
    answer = window.get(PAGE + "codes/download/")
    assert answer.text.split() == codes_of(window)
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_guessing_codes_is_stopped(secret, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/60s/key"}
    client = begin(Client())
    for _ in range(3):
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    answer = client.post(STEP, {"code": code_of(secret)})
    assert answer.status_code == 429
    assert "Retry-After" in answer
    assert "_auth_user_id" not in client.session


def test_it_is_switched_off(window, secret):
    assert "Switch the codes off" in window.get(OFF).text
    assert window.post(OFF).status_code == 303
    assert not Authenticator.objects.exists()
    assert Client().post(LOGIN, {"login": "ben", "password": PASSWORD})["Location"] == "/"


def test_switching_off_asks_for_the_password_first(client_of, ben, window, secret):
    answer = client_of(ben).post(OFF)
    assert "/reauthenticate/" in answer["Location"]
    assert Authenticator.objects.filter(type="totp").exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_written_down(window, secret):
    window.post(OFF)
    events = Event.objects.filter(kind=Event.Kind.SECOND_FACTOR).order_by("pk")
    changes = [(event.person.username, event.details["what"], event.details["change"]) for event in events]
    assert ("ben", "totp", "added") in changes and ("ben", "totp", "removed") in changes


def test_a_wrong_code_is_written_down(secret):
    begin(Client()).post(STEP, {"code": "000000"})
    assert Event.objects.get(kind=Event.Kind.FAILURE).details == {"what": "second step"}


NONSENSE = ["", "{}", "[]", "7", "null", "not json", '{"id": 1, "rawId": "x", "response": {}}', '{"response": []}']


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_passkey_that_cannot_be_read_is_refused(window, secret, credential):
    window.get(PAGE + "passkeys/add/")
    answer = window.post(PAGE + "passkeys/add/", {"name": "Key", "credential": credential})
    assert answer.status_code == 422
    assert begin(Client()).post(STEP, {"credential": credential}).status_code == 422


def test_the_passkey_of_somebody_else_is_not_there(client_of, window, eda):
    key = Authenticator.objects.create(user=eda, type="webauthn", data={"name": "x"})
    assert window.get(f"{PAGE}passkeys/{key.pk}/remove/").status_code == 404
    assert window.post(f"{PAGE}passkeys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
