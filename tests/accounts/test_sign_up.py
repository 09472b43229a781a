"""Who may make an account, and what becomes of it."""

import threading

import pytest
from django.db import connection
from django.test import Client

from accounts import signup
from accounts.models import Event, User
from accounts.roles import READER, role_of
from tests.cast import PASSWORD

PATH = "/accounts/signup/"
FORM = {"username": "zoe", "password1": PASSWORD, "password2": PASSWORD}


def says(mode):
    """What stands on the settings page."""
    return lambda: mode


open_site, nonsense = says("open"), says("anything")


@pytest.fixture
def open_signup(settings):
    settings.WIKI_SIGNUP = "open"


def test_the_environment_wins_then_the_settings_page_then_by_invitation(settings):
    settings.WIKI_SIGNUP = settings.SIGNUP_MODE = ""
    assert signup.mode() == "invite"
    settings.SIGNUP_MODE = f"{__name__}.open_site"
    assert signup.mode() == "open"
    settings.WIKI_SIGNUP = "closed"
    assert signup.mode() == "closed"
    settings.WIKI_SIGNUP, settings.SIGNUP_MODE = "", f"{__name__}.nonsense"
    assert signup.mode() == "invite"


@pytest.mark.parametrize(("mode", "said"), [("invite", "by invitation"), ("closed", "No new accounts")])
def test_where_nobody_may_the_page_says_so(client, db, settings, mode, said):
    settings.WIKI_SIGNUP = mode
    for answer in (client.get(PATH), client.post(PATH, FORM)):
        assert answer.status_code == 403
        assert said in answer.text
    assert not User.objects.exists()


def test_open_makes_a_reader_at_once(client, db, open_signup):
    assert (client.post(PATH, FORM).status_code, client.post(PATH, FORM)["Location"]) == (303, "/")
    zoe = User.objects.get()
    assert (role_of(zoe), zoe.is_staff, zoe.is_active, zoe.must_confirm) == (READER, False, True, False)
    assert client.session["_auth_user_id"] == str(zoe.pk)
    event = Event.objects.get(kind=Event.Kind.SIGN_UP)
    assert (event.person, event.address, event.details["how"]) == (zoe, "127.0.0.1", "form")


@pytest.mark.parametrize(
    ("there", "new"), [("ada", "Ada"), ("Ärger", "ärger"), ("straße", "STRASSE"), ("ΣΟΦΟΣ", "σοφος"), ("ﬁn", "Fin")]
)
def test_no_name_stands_beside_one_in_another_case(client, db, open_signup, there, new):
    User.objects.create_user(there, password=PASSWORD)
    answer = client.post(PATH, FORM | {"username": new})
    assert answer.status_code == 422 and answer.context["form"].errors["username"]
    assert User.objects.count() == 1
    assert client.post(PATH, FORM | {"username": f"{new}2"}).status_code == 303


def test_approval_makes_an_account_that_waits(client, db, settings):
    settings.WIKI_SIGNUP = "approval"
    answer = client.post(PATH, FORM, follow=True)
    assert "Waiting for approval" in answer.text
    zoe = User.objects.get()
    assert (zoe.is_active, zoe.awaits_approval) == (False, True)
    assert "_auth_user_id" not in client.session
    again = client.post("/accounts/login/", {"login": "zoe", "password": PASSWORD})
    assert again["Location"] == "/accounts/waiting/"
    wrong = client.post("/accounts/login/", {"login": "zoe", "password": "wrong"})
    assert wrong.status_code == 422
    User.objects.update(is_active=True, awaits_approval=False)
    assert client.post("/accounts/login/", {"login": "zoe", "password": PASSWORD})["Location"] == "/"


def test_somebody_switched_off_is_told_something_else(client, ben):
    User.objects.update(is_active=False)
    answer = client.post("/accounts/login/", {"login": "ben", "password": PASSWORD})
    assert answer["Location"] == "/accounts/inactive/"


@pytest.mark.parametrize(
    "extra",
    [{"is_staff": "on"}, {"is_superuser": "on", "groups": "1"}, {"is_active": "", "role": "admin"}],
)
def test_a_form_gives_no_rights(client, ada, open_signup, extra):
    client.post(PATH, FORM | extra)
    zoe = User.objects.get(username="zoe")
    assert (zoe.is_staff, zoe.is_superuser, zoe.is_active, role_of(zoe)) == (False, False, True, READER)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "BEN"}, "taken"),
        ({"username": "two words"}, "valid username"),
        ({"username": ""}, "required"),
        ({"password2": "else"}, "same password"),
        ({"password1": "zoe12345", "password2": "zoe12345", "username": "zoe1234"}, "too similar"),
        ({"password1": "12345", "password2": "12345"}, "too short"),
    ],
)
def test_a_wrong_form_comes_back(client, ben, open_signup, wrong, said):
    answer = client.post(PATH, FORM | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert User.objects.get() == ben


def test_without_mail_no_address_is_asked_for(client, db, open_signup):
    assert 'name="email"' not in client.get(PATH).text
    client.post(PATH, FORM | {"email": "zoe@example.org"})
    assert User.objects.get().email == ""


def test_with_mail_the_address_is_confirmed_first(client, db, open_signup, mail, link_in):
    assert client.post(PATH, FORM).status_code == 422, "an address is needed"
    answer = client.post(PATH, FORM | {"email": "zoe@example.org"})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    elsewhere = Client().post("/accounts/login/", {"login": "zoe", "password": PASSWORD})
    assert elsewhere["Location"] == "/accounts/confirm-email/"
    client.post(link_in(mail[0]))
    zoe = User.objects.get()
    assert (zoe.must_confirm, zoe.email) == (False, "zoe@example.org")
    assert Client().post("/accounts/login/", {"login": "zoe", "password": PASSWORD})["Location"] == "/"


def test_who_was_made_otherwise_is_never_asked_to_confirm(client, ben, mail):
    assert client.post("/accounts/login/", {"login": "ben", "password": PASSWORD})["Location"] == "/"
    assert not mail


@pytest.mark.parametrize("mode", ["open", "approval"])
def test_an_address_that_is_known_gets_the_same_answer(db, ben, settings, mail, mode):
    settings.WIKI_SIGNUP = mode
    fresh = Client().post(PATH, FORM | {"email": "zoe@example.org"}, follow=True)
    mail.clear()
    known = Client().post(PATH, FORM | {"username": "zoo", "email": "Ben@example.org"}, follow=True)
    assert fresh.redirect_chain == known.redirect_chain
    assert fresh.text.replace("zoe@example.org", "") == known.text.replace("ben@example.org", "")
    assert not User.objects.filter(username="zoo").exists()
    assert "account already" in mail[0].subject


def test_signing_up_is_counted(client, db, open_signup, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/60s/ip"}
    for _ in range(2):
        client.post(PATH, FORM | {"username": ""})
    answer = client.post(PATH, FORM)
    assert answer.status_code == 429
    assert "Retry-After" in answer
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_one_name_one_gets_it():
    start = threading.Barrier(4)
    outcomes = []

    def run():
        try:
            start.wait(10)
            outcomes.append(signup.create(User(username="zoe")))
        except signup.Taken:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes.count(None) == 3
    assert User.objects.count() == Event.objects.count() == 1
