"""What the pages before and around signing in say to somebody who is new, or has just come."""

import re
import time
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts import inviting
from accounts.models import User
from accounts.roles import READER
from tests.cast import PASSWORD
from tests.factories import concept
from tests.wiki.views.pages import text

pytestmark = pytest.mark.django_db
LOGIN, AGAIN, ON = "/accounts/login/", "/accounts/reauthenticate/", "/accounts/second/app/on/"


@pytest.mark.parametrize(
    ("mode", "leads", "said"),
    [
        ("open", True, "New here?"),
        ("approval", True, "New here?"),
        ("invite", False, "An admin of this wiki can invite you."),
        ("closed", False, "Reading needs no account."),
    ],
)
def test_the_sign_in_leads_to_a_new_account_where_one_can_be_made(client, settings, mode, leads, said):
    settings.WIKI_SIGNUP = mode
    page = client.get(f"{LOGIN}?next=/concepts/")
    assert ('href="/accounts/signup/?next=%2Fconcepts%2F"' in page.text) is leads
    assert said in page.text and ("invite you" in page.text) is (mode == "invite")


def header_links(page):
    return re.findall(r'<a(?: class="sign-in")? href="([^"]*)">Sign in</a>', page.text.split("<main")[0])


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("/concepts/?letter=B&x=//evil.example", "/concepts/"),
        ("/", "/"),
        ("/concepts/caf%C3%A9/", "/concepts/caf%C3%A9/"),
        ("/concepts/none/", None),
        ("/settings/", None),
        ("/accounts/signup/", None),
        (f"{LOGIN}?next=/concepts/", None),
        ("//evil.example/%2e%2e", None),
    ],
)
def test_the_head_leads_back_to_the_path_that_is_shown(client, settings, eda, path, after):
    settings.WIKI_SIGNUP = "open"
    concept("Café", "Coffee.")
    first, other = header_links(client.get(path))
    assert first == other
    if after is None:
        assert first == LOGIN
    else:
        came = unquote(first.removeprefix(f"{LOGIN}?next="))
        assert came == after
        page = Client().post(LOGIN, {"login": "eda", "password": PASSWORD, "next": came})
        assert page["Location"] == after


def test_a_form_that_comes_back_leads_back_to_nothing(client):
    assert header_links(client.post("/concepts/new/", {"title": "x"})) == [LOGIN, LOGIN]


@pytest.mark.parametrize("mode", ["open", "approval"])
def test_the_form_says_that_a_new_account_is_a_reader(client, settings, mode):
    settings.WIKI_SIGNUP = mode
    words = text(client.get("/accounts/signup/"))
    assert "an admin makes editors" in words and "writing does" not in words
    assert ("approves it before you can sign in" in words) is (mode == "approval")


@pytest.mark.parametrize("name", ["ada", "ADA"])
def test_a_name_that_is_taken_is_said_once(client, ada, name):
    _, link = inviting.invite(ada, READER)
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(re.sub(r"^https?://[^/]+", "", link), form)
    assert answer.status_code == 422
    assert len(re.findall(r"taken|already exists", answer.text)) == 1
    assert answer.context["form"].errors["username"]


def test_somebody_switched_off_is_told_in_one_word(client, ben):
    User.objects.update(is_active=False)
    answer = client.post(LOGIN, {"login": "ben", "password": PASSWORD}, follow=True)
    assert "This account is switched off" in answer.text and "closed" not in text(answer)


def window():
    client = Client()
    client.post(LOGIN, {"login": "ben", "password": PASSWORD})
    return client


def test_who_signed_in_a_moment_ago_is_not_asked_again(ben, client_of, monkeypatch):
    client = window()
    assert client.get(ON).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert client.get(ON)["Location"].startswith(AGAIN)
    assert client_of(ben).get(ON)["Location"].startswith(AGAIN)  # of a session that shows no password typed


def test_a_way_that_somebody_does_not_have_is_not_offered(ben):
    client = window()
    assert "Or:" not in client.get(AGAIN).text
    Authenticator.objects.create(user=ben, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    Authenticator.objects.create(user=ben, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "Or:" in client.get(AGAIN).text


def test_where_there_is_one_session_there_is_nothing_else_to_end(ben):
    here = window()
    button = 'value="others"'
    assert button not in here.get("/accounts/sessions/").text
    window()
    page = here.get("/accounts/sessions/")
    assert button in page.text
    said = re.findall(r"from (\S+), since ([^<]+?)</span>", page.text)
    assert said[0][0] == "127.0.0.1" and re.search(r"\d:\d\d:\d\d$", said[0][1]), said
    assert str(timezone.now().year) in said[0][1]
