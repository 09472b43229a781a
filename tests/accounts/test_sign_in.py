"""Signing in: the fields `login` and `password`, by name or address; limits that hold for all processes."""

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.models import CacheRow, Event, User
from accounts.roles import EDITOR
from tests.cast import PASSWORD, person

LOGIN = "/accounts/login/"


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password} | extra)


@pytest.mark.parametrize("login", ["eda", "EDA", "eda@example.org", "Eda@Example.ORG"])
def test_eda_signs_in_by_name_or_address(client, eda, login):
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert client.session["_auth_user_id"] == str(eda.pk)


def test_the_page_she_came_for_is_next_and_no_other_site(client, eda):
    assert sign_in(client, "eda", next="/concepts/new/")["Location"] == "/concepts/new/"
    assert sign_in(Client(), "eda", next="https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize(("login", "password"), [("eda", "wrong"), ("nobody", PASSWORD), ("eda", ""), ("", PASSWORD)])
def test_what_is_wrong_signs_nobody_in_and_does_not_tell_which(client, eda, login, password):
    answer = sign_in(client, login, password)
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_an_account_without_a_verified_address_signs_in(client, db):
    person("zoe", EDITOR)
    assert sign_in(client, "zoe").status_code == 303
    assert Client().get(LOGIN).status_code == 200


def test_signing_out_needs_a_post(client_of, eda):
    client = client_of(eda)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").status_code == 303
    assert "_auth_user_id" not in client.session


def test_sign_up_is_closed(client, db):
    form = {"username": "zoe", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", form)
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["login/code/confirm/", "phone/verify/", "signup/passkey/", "social/login/error/"])
def test_what_has_no_page_of_ours_cannot_be_reached(client_of, eda, path):
    assert client_of(eda).get(f"/accounts/{path}").status_code == 404


def test_names_and_addresses_are_unique_in_any_case(eda, transactional_db):
    with pytest.raises(IntegrityError):
        User.objects.create(username="EDA")
    with pytest.raises(IntegrityError):
        User.objects.create(username="other", email="EDA@example.org")


def test_two_people_may_have_no_address(db):
    User.objects.create(username="one")
    User.objects.create(username="two")


def test_failed_tries_are_counted_in_the_database_and_stopped(client, eda, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/60s/key"}
    for _ in range(3):
        assert sign_in(client, "eda", "wrong").status_code == 422
    assert CacheRow.objects.exists()
    stopped = Client()
    answer = sign_in(stopped, "eda")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert "Too many tries" in answer.text
    assert "_auth_user_id" not in stopped.session
    assert Event.objects.get(kind=Event.Kind.LOCKED).name == "eda"


def test_too_many_requests_of_one_address_are_told_to_wait(client, eda, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/60s/ip"}
    for _ in range(2):
        sign_in(client, "eda", "wrong")
    answer = sign_in(client, "eda")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Wait a minute" in answer.text


ELSEWHERE = ["https://evil.example/", "//evil.example/", "///evil.example", "http:evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("there", [*ELSEWHERE, "https://testserver.evil.example/", "/\\evil.example"])
def test_next_leads_to_no_other_site(client, eda, there):
    assert sign_in(client, "eda", next=there)["Location"] == "/"
    answer = client.post("/accounts/logout/", {"next": there})
    assert answer["Location"] == "/"
