"""The one-time link that makes the first admin."""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts import claim
from accounts.models import FirstAdminLink, User
from accounts.roles import ADMIN, EDITOR, role_of, set_role
from tests.cast import PASSWORD

FORM = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD}


def path_of(link):
    return re.sub(r"^https?://[^/]+", "", link)


@pytest.fixture
def path(db):
    return path_of(claim.issue())


def test_the_link_is_absolute_and_its_token_is_not_stored(db, settings):
    settings.SITE_URL = "https://wiki.example.org"
    link = claim.issue()
    assert link.startswith("https://wiki.example.org/accounts/first-admin/")
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert len(token) >= 43
    assert token not in str(FirstAdminLink.objects.values_list())


def test_the_page_shows_a_form_that_no_cache_keeps(path, client):
    page = client.get(path)
    assert page.status_code == 200
    for name in FORM:
        assert f'name="{name}"' in page.text
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_posting_makes_the_admin_signs_in_and_closes_the_link(path, client):
    answer = client.post(path, FORM)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    ada = User.objects.get()
    assert (ada.username, role_of(ada), ada.is_staff) == ("ada", ADMIN, True)
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.get(path).status_code == 404
    assert client.post(path, FORM | {"username": "eve"}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"username": ""}, {"password2": "another long one"}, {"password1": "12345678", "password2": "12345678"}],
)
def test_a_wrong_form_is_shown_again_and_the_link_stays(path, client, wrong):
    assert client.post(path, FORM | wrong).status_code == 422
    assert not User.objects.exists()
    assert client.post(path, FORM).status_code == 303


def test_a_name_that_differs_in_case_only_is_taken(path, client, ben):
    answer = client.post(path, FORM | {"username": "BEN"})
    assert answer.status_code == 422
    assert User.objects.get() == ben


def test_the_form_needs_its_csrf_token(path):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(path, FORM).status_code == 403


def test_an_expired_link_is_closed(path, client):
    FirstAdminLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 404
    assert client.post(path, FORM).status_code == 404


def test_a_fresh_link_closes_the_one_before(path, client):
    fresh = path_of(claim.issue())
    assert client.get(path).status_code == 404
    assert client.get(fresh).status_code == 200


def test_an_admin_made_by_command_closes_the_link(path, client, ben):
    set_role(ben, ADMIN)
    assert client.get(path).status_code == 404
    assert client.post(path, FORM).status_code == 404


def test_an_editor_does_not_close_the_link(path, client, eda):
    assert client.get(path).status_code == 200


def test_a_guessed_link_is_not_there(path, client):
    assert client.get("/accounts/first-admin/guess/").status_code == 404


def test_the_command_prints_the_link_on_a_line_of_its_own(db, client):
    out = StringIO()
    call_command("admin_link", stdout=out, stderr=StringIO())
    (line,) = out.getvalue().splitlines()
    assert client.get(path_of(line)).status_code == 200


def test_the_command_says_that_there_is_an_admin(ada):
    out = StringIO()
    call_command("admin_link", stdout=out)
    assert "There is an admin already (ada)" in out.getvalue()
    assert "http" not in out.getvalue()


def test_an_admin_who_was_switched_off_does_not_count(ada):
    User.objects.update(is_active=False)
    assert claim.issue()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_becomes_admin():
    token = claim.issue().rstrip("/").rsplit("/", 1)[1]
    start = threading.Barrier(6)
    won, lost = [], []

    def run(name):
        try:
            start.wait(10)
            won.append(claim.claim(token, User(username=name)))
        except claim.LinkClosed:
            lost.append(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[f"person{n}"]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(won), len(lost)) == (1, 5)
    assert [role_of(user) for user in User.objects.all()] == [ADMIN]


def test_roles_are_exclusive(ben):
    for role in (EDITOR, ADMIN, EDITOR):
        set_role(ben, role)
        assert role_of(ben) == role
        assert ben.groups.count() == 1
