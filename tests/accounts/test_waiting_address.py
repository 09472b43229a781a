"""An address that waits to be confirmed opens nothing."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD

RESET, LOGIN = "/accounts/password/reset/", "/accounts/login/"
WAITING = "typo@stranger.example"


@pytest.fixture
def waits(ben):
    EmailAddress.objects.create(user=ben, email="ben@example.org", verified=True, primary=True)
    return EmailAddress.objects.create(user=ben, email=WAITING, verified=False)


def test_no_link_for_a_new_password_goes_there(client, waits, mail):
    assert client.post(RESET, {"email": WAITING})["Location"] == RESET + "done/"
    assert not mail


def test_who_wants_the_address_of_somebody_else_gets_no_link_by_it(client, ben, eda, mail):
    EmailAddress.objects.create(user=ben, email=eda.email, verified=False)
    client.post(RESET, {"email": eda.email})
    (message,) = mail
    assert "eda" in message.body and "ben" not in message.body


def test_who_signed_up_and_confirmed_nothing_gets_none(client, ben, mail):
    User.objects.update(must_confirm=True)
    client.post(RESET, {"email": ben.email})
    assert not mail


@pytest.mark.parametrize(("login", "status"), [(WAITING, 422), ("BEN@example.org", 303), ("Ben", 303)])
def test_nobody_signs_in_by_it(waits, login, status):
    assert Client().post(LOGIN, {"login": login, "password": PASSWORD}).status_code == status
