"""Signing in by another site, which a stub plays here: discovery, the way there and back, and what it may not do."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import Event, User
from accounts.oidc import SocialAdapter
from accounts.roles import READER, role_of
from tests.cast import PASSWORD
from wiki import environment

SITE = "https://id.example.org"
GIVEN = {"id": "uni", "name": "The university", "client_id": "wiki", "secret": "hush", "server_url": SITE}
LOGIN, BACK = "/accounts/oidc/uni/login/", "/accounts/oidc/uni/login/callback/"


class Answer:
    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, data):
        self.data = data
        self.text = self.content = json.dumps(data)

    def json(self):
        return self.data

    def raise_for_status(self):
        pass


class OtherSite:
    """The server of the university: `person` is who signed in there."""

    def __init__(self):
        self.person = {"sub": "42", "email": "zoe@uni.example", "email_verified": True, "preferred_username": "zoe"}
        self.token = {"access_token": "t", "token_type": "Bearer"}
        self.asked, self.down = [], False

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def get(self, url, headers=None):
        return self.request("GET", url)

    def request(self, method, url, data=None, **rest):
        if self.down:
            raise requests.ConnectionError
        self.asked.append((method, url, data))
        paths = {
            "/.well-known/openid-configuration": {
                "issuer": SITE,
                "authorization_endpoint": f"{SITE}/authorize",
                "token_endpoint": f"{SITE}/token",
                "userinfo_endpoint": f"{SITE}/me",
                "jwks_uri": f"{SITE}/keys",
            },
            "/token": self.token,
            "/me": self.person,
        }
        return Answer(paths[urlsplit(url).path])


@pytest.fixture
def site(settings, monkeypatch):
    monkeypatch.setenv("OIDC_PROVIDERS", json.dumps([GIVEN]))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": environment.oidc_providers("OIDC_PROVIDERS")}}
    settings.WIKI_SIGNUP = "open"
    site = OtherSite()
    monkeypatch.setattr(SocialAdapter, "get_requests_session", lambda self: site)
    return site


def go(client, **fields):
    """Press the button; return what the other site is asked."""
    answer = client.post(LOGIN, fields)
    assert answer.status_code == 200
    there = re.fullmatch(r"0; url=(.+)", answer["Refresh"])[1]
    assert there.startswith(f"{SITE}/authorize?")
    return dict(parse_qsl(urlsplit(there).query))


def come_back(client, **fields):
    return client.get(BACK, {"code": "c", "state": go(client, **fields)["state"]})


def is_in(client):
    return "_auth_user_id" in client.session


def test_buttons_stand_only_where_there_are_sites(client, db, settings):
    assert "Sign in by" not in client.get("/accounts/login/").text
    assert client.post(LOGIN).status_code == 404
    assert client.get(BACK).status_code == 404


def test_the_way_there(client, db, site):
    page = client.get("/accounts/login/?next=/concepts/")
    assert "Sign in by The university" in page.text
    asked = go(client, process="login", next="/concepts/")
    assert asked["client_id"] == "wiki"
    assert asked["redirect_uri"] == "http://testserver" + BACK
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == "S256"
    assert "hush" not in str(asked)


def test_a_link_goes_nowhere(client, db, site):
    assert client.get(LOGIN)["Location"] == "/accounts/login/"
    assert not site.asked


def test_a_new_person_chooses_a_name(client, db, site):
    assert come_back(client)["Location"] == "/accounts/connections/signup/"
    assert not User.objects.exists()
    assert 'value="zoe"' in client.get("/accounts/connections/signup/").text
    form = {"username": "zoe", "email": "ada@example.org", "is_staff": "on", "is_superuser": "on"}
    answer = client.post("/accounts/connections/signup/", form)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    zoe = User.objects.get()
    assert (zoe.username, zoe.email, role_of(zoe), zoe.is_staff) == ("zoe", "zoe@uni.example", READER, False)
    assert not zoe.has_usable_password()
    assert is_in(client)
    assert Event.objects.get(kind=Event.Kind.SIGN_UP).details["how"] == "uni"
    again = Client()
    assert come_back(again, next="/concepts/")["Location"] == "/concepts/"
    assert is_in(again)


def test_a_name_that_is_taken_comes_back(client, ben, site):
    come_back(client)
    answer = client.post("/accounts/connections/signup/", {"username": "BEN"})
    assert answer.status_code == 422
    assert client.post("/accounts/connections/signup/", {"username": "zoe"}).status_code == 303


@pytest.mark.parametrize("mode", ["invite", "closed"])
def test_new_accounts_follow_the_mode(client, db, site, settings, mode):
    settings.WIKI_SIGNUP = mode
    answer = come_back(client)
    assert answer.status_code == 403
    assert not User.objects.exists() and not is_in(client)


def test_new_accounts_wait_for_approval(client, db, site, settings):
    settings.WIKI_SIGNUP = "approval"
    come_back(client)
    answer = client.post("/accounts/connections/signup/", {"username": "zoe"})
    assert answer["Location"] == "/accounts/waiting/"
    assert User.objects.get().awaits_approval and not is_in(client)


def confirm(person, verified=True):
    EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)


def test_an_address_confirmed_on_both_sides_is_the_same_person(client, ben, site):
    confirm(ben)
    site.person["email"] = "Ben@example.org"
    assert come_back(client)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ben.pk)
    assert SocialAccount.objects.get().user == ben
    ben.refresh_from_db()
    assert ben.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("here", "there"), [(False, True), (True, False), (True, "false"), (True, None), (True, 1), (False, False)]
)
def test_an_address_confirmed_on_one_side_is_not(client, ben, site, here, there):
    confirm(ben, here)
    site.person |= {"email": "ben@example.org", "email_verified": there}
    assert come_back(client)["Location"] == "/accounts/connections/signup/"
    assert client.post("/accounts/connections/signup/", {"username": "zoe"}).status_code == 303
    assert User.objects.get(username="zoe").email == ""
    assert not SocialAccount.objects.filter(user=ben).exists()


@pytest.mark.parametrize("state", ["", "guessed", None])
def test_a_state_that_is_not_ours_signs_nobody_in(client, ben, site, state):
    go(client)
    answer = client.get(BACK, {"code": "c"} | ({} if state is None else {"state": state}))
    assert answer.status_code == 401
    assert "Signing in did not work" in answer.text
    assert not is_in(client)


def test_a_state_counts_once_and_in_its_own_window(client, db, site):
    state = go(client)["state"]
    assert Client().get(BACK, {"code": "c", "state": state}).status_code == 401
    assert client.get(BACK, {"code": "c", "state": state}).status_code == 302
    assert Client().get(BACK, {"code": "c", "state": state}).status_code == 401


def test_who_turns_back_is_told_so(client, db, site):
    answer = client.get(BACK, {"error": "access_denied", "state": go(client)["state"]}, follow=True)
    assert "You turned back" in answer.text


def test_a_site_that_does_not_answer(client, db, site):
    site.down = True
    answer = client.post(LOGIN)
    assert answer.status_code == 502
    assert "did not answer" in answer.text


@pytest.mark.parametrize("person", [{}, [], {"sub": None}, "text", {"email": 5, "sub": "1"}])
def test_an_answer_of_another_shape(client, db, site, person):
    site.person = person
    assert come_back(client).status_code in (302, 401, 502)
    assert not is_in(client) and not User.objects.exists()


@pytest.mark.parametrize("nonsense", ["x" * 300, "a\0b", "a\ud800", ["a"], {"a": 1}])
@pytest.mark.parametrize("claim", ["sub", "email", "name", "preferred_username"])
def test_nonsense_is_neither_looked_up_nor_stored(client, db, site, claim, nonsense):
    site.person[claim] = nonsense
    answer = come_back(client)
    assert answer.status_code == 502 and "did not answer" in answer.text
    assert not is_in(client) and "socialaccount_sociallogin" not in client.session


@pytest.mark.parametrize("more", [{"address": {"street": ["a\0b"]}}, {"sub": None}, {"sub": True}])
def test_nonsense_anywhere_in_the_claims(client, db, site, more):
    site.person |= more
    assert come_back(client).status_code == 502


@pytest.mark.parametrize("wrong", [{"aud": "other"}, {"iss": "https://evil.example"}, {"exp": 1}])
def test_a_token_for_somebody_else(client, db, site, wrong):
    claims = {"iss": SITE, "aud": "wiki", "sub": "42", "exp": 4102444800} | wrong
    site.token["id_token"] = jwt.encode(claims, "x" * 32, algorithm="HS256")
    assert come_back(client).status_code == 401


def test_next_leads_to_no_other_site(client, ben, site):
    confirm(ben)
    site.person["email"] = "ben@example.org"
    assert come_back(client, next="https://evil.example/")["Location"] == "/"


def signed_in(person):
    client = Client()
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.django_db(transaction=True)
def test_connecting_and_disconnecting(ben, site):
    client = signed_in(ben)
    assert come_back(client, process="connect")["Location"] == "/accounts/connections/"
    account = SocialAccount.objects.get()
    assert account.user == ben
    assert "uni" in client.get("/accounts/connections/").text
    assert client.post("/accounts/connections/", {"account": account.pk}).status_code == 303
    assert not SocialAccount.objects.exists()
    changes = Event.objects.filter(kind=Event.Kind.CONNECTION).order_by("pk").values_list("details__change", flat=True)
    assert list(changes) == ["added", "removed"]


def test_what_is_connected_with_one_is_not_taken_by_another(ben, eda, site):
    come_back(signed_in(ben), process="connect")
    come_back(signed_in(eda), process="connect")
    assert SocialAccount.objects.get().user == ben


def test_the_only_way_in_stays(db, client, site):
    come_back(client)
    client.post("/accounts/connections/signup/", {"username": "zoe"})
    answer = client.post("/accounts/connections/", {"account": SocialAccount.objects.get().pk})
    assert answer.status_code == 422
    assert "Set a password first" in answer.text


def test_nobody_disconnects_the_account_of_somebody_else(ben, eda, site):
    come_back(signed_in(ben), process="connect")
    answer = signed_in(eda).post("/accounts/connections/", {"account": SocialAccount.objects.get().pk})
    assert answer.status_code == 422
    assert SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        "nonsense",
        "{}",
        "[7]",
        json.dumps([GIVEN, GIVEN]),
        json.dumps([{**GIVEN, "id": "The Uni"}]),
        json.dumps([{**GIVEN, "server_url": "http://id.example.org"}]),
        json.dumps([{**GIVEN, "server_url": 7}]),
        json.dumps([{**GIVEN, "more": "x"}]),
        json.dumps([{**GIVEN, "name": " "}]),
        json.dumps([{"id": "uni"}]),
    ],
)
def test_nonsense_stops_the_start_and_tells_no_secret(monkeypatch, wrong):
    monkeypatch.setenv("OIDC_PROVIDERS", wrong)
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS") as error:
        environment.oidc_providers("OIDC_PROVIDERS")
    assert "hush" not in str(error.value) and "\n" not in str(error.value)
