"""The people page and what admins do there."""

import datetime
import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Event, Invitation, User
from accounts.roles import EDITOR, READER, role_of
from tests.cast import person
from tests.together import together
from tests.wiki.views.pages import addresses, html, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client_of, ada):
    return lambda path, by=ada, **fields: client_of(by).post(path, fields)


def stored(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("path", ["/people/", "/people/ben/manage/", "/people/never-was/manage/"])
def test_admins_only_and_the_same_for_every_name(get, ben, eda, nobody, path):
    for who in (ben, eda, nobody):
        assert get(path, who).status_code == 403
    assert "Sign in" in text(get(path))
    assert "an admin can give it" in text(get(path, eda)).lower()


@pytest.mark.both
def test_the_list_tells_role_address_state_and_when(get, ada, eda, ben):
    person("max")
    User.objects.filter(username="max").update(is_active=False)
    User.objects.filter(username="ben").update(blocked_at=timezone.now(), first_name="Benjamin")
    User.objects.filter(username="eda").update(last_login=datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC))
    words = text(get("/people/", ada))
    assert "4 accounts" in words
    assert "eda Editor eda@example.org 4 March 2026 Active" in words
    assert "ben Benjamin Reader ben@example.org never Blocked" in words
    assert "max Reader max@example.org never Switched off" in words
    assert words.index("ada") < words.index("ben ") < words.index("eda ") < words.index("max ")


@pytest.mark.both
@together(
    ("query", "found"),
    [
        ("q=BEN", ["ben"]),
        ("q=example.org+ed", ["eda"]),
        ("role=admin", ["ada"]),
        ("role=reader", ["ben"]),
        ("state=active", ["ada", "eda", "ben"]),
        ("state=off", []),
        ("state=nonsense&role=nonsense", ["ada", "ben", "eda"]),
        ("q=%25", []),
        ("q=a%00d&page=zero", ["ada"]),
    ],
)
def test_the_list_is_searched_and_filtered(get, ada, eda, ben, query, found):
    shown = [address.split("/")[2] for address in addresses(get(f"/people/?{query}", ada)) if "/manage/" in address]
    assert sorted(shown) == sorted(found)


@pytest.mark.both
def test_a_page_has_fifty_and_a_fixed_number_of_queries(get, queries, ada):
    few = queries("/people/", ada)
    User.objects.bulk_create(User(username=f"writer{at:03}", email=f"w{at}@example.org") for at in range(60))
    assert queries("/people/", ada) == few <= 12
    first, second = get("/people/?q=writer", ada), get("/people/?q=writer&page=2", ada)
    assert ("writer049" in html(first), "writer050" in html(first)) == (True, False)
    assert "?page=2&q=writer" in addresses(first) and "?page=1&q=writer" in addresses(second)
    assert "writer059" in html(get("/people/?q=writer&page=99", ada))


@pytest.mark.both
def test_a_role_is_given(post, get, ada, ben):
    response = post("/people/ben/manage/", action="role", role=EDITOR)
    assert (response.status_code, response["Location"]) == (303, "/people/ben/manage/")
    assert role_of(stored(ben)) == EDITOR
    event = Event.objects.get(kind="role")
    assert (event.by, event.person, event.address) == (ada, ben, "127.0.0.1")


def test_nobody_changes_themself(post, get, ada):
    assert "This is you" in text(get("/people/ada/manage/", ada))
    for fields in ({"action": "role", "role": READER}, {"action": "deactivate"}, {"action": "block", "reason": "x"}):
        response = post("/people/ada/manage/", **fields)
        assert response.status_code == 422 and "Ask another admin" in text(response)
    assert stored(ada).is_active and not Event.objects.exists()


@together(
    ("fields", "sentence"),
    [
        ({}, "does not say what to do"),
        ({"action": "explode"}, "does not say what to do"),
        ({"action": "role"}, "Choose a role"),
        ({"action": "role", "role": "owner"}, "Choose one of the roles"),
        ({"action": "block"}, "Say why"),
        ({"action": "block", "reason": "rude\0", "until": "soon"}, "Write a day"),
        ({"action": "block", "reason": "rude", "until": "9999-12-31"}, "Write a day"),
        ({"action": "block", "reason": "rude", "until": "2001-01-01"}, "passed already"),
        ({"action": "block", "reason": "x" * 501}, "at most"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_text_comes_back(post, ben, fields, sentence):
    response = post("/people/ben/manage/", **fields)
    assert response.status_code == 422 and sentence in text(response)
    assert fields.get("reason", "")[:4] in html(response)
    assert not stored(ben).is_blocked and not Event.objects.exists()


@pytest.mark.both
def test_switched_off_means_signed_out_at_once(post, client_of, ben):
    his = client_of(ben)
    assert post("/people/ben/manage/", action="deactivate", reason="left").status_code == 303
    assert "Sign in" in html(his.get("/"))
    assert not Session.objects.filter(session_key=his.cookies["sessionid"].value).exists()
    assert post("/people/ben/manage/", action="reactivate").status_code == 303
    assert "Sign in" in html(his.get("/"))
    assert stored(ben).is_active


def test_whoever_waits_stands_on_top_and_is_let_in_from_there(post, get, ada, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False, awaits_approval=True)
    page = get("/people/?q=ada", ada)
    assert "Waiting for approval ben" in text(page)
    response = post("/people/ben/manage/", action="approve", list="1")
    assert response["Location"] == "/people/" and stored(ben).is_active
    assert "Nothing had to be changed" in html(client_after(post, response))


def client_after(post, response):
    again = post("/people/ben/manage/", action="approve", list="1")
    return again.client.get(again["Location"])


@pytest.mark.both
def test_a_block_with_its_end_is_shown_and_lifted(post, get, ada, ben):
    day = (timezone.now() + datetime.timedelta(days=9)).date()
    post("/people/ben/manage/", action="block", reason="rude <b>", until=day.isoformat())
    assert stored(ben).blocked_until.date() == day
    page = get("/people/ben/manage/", ada)
    assert "rude <b>" in text(page) or "rude &lt;b&gt;" in html(page)
    post("/people/ben/manage/", action="unblock")
    assert not stored(ben).is_blocked


def test_the_role_is_asked_again_when_the_form_comes(client_of, ada, ben):
    client = client_of(ada)
    assert client.get("/people/ben/manage/").status_code == 200
    from accounts.roles import set_role

    set_role(ada, EDITOR)
    assert client.post("/people/ben/manage/", {"action": "deactivate"}).status_code == 403
    assert stored(ben).is_active


def test_a_race_that_was_lost_is_refused_and_written_down(post, ada, ben, monkeypatch):
    monkeypatch.setattr("wiki.policies.can_manage_people", lambda user: True)
    assert post("/people/ada/manage/", by=ben, action="deactivate").status_code == 403
    assert stored(ada).is_active
    event = Event.objects.get()
    assert (event.kind, event.by, event.subject) == ("refused", ben, "/people/ada/manage/")


@pytest.mark.both
def test_an_unknown_name_is_not_there(get, post, ada):
    assert get("/people/zoe/manage/", ada).status_code == 404
    assert post("/people/zoe/manage/", action="deactivate").status_code == 404


def test_the_menu_leads_admins_there(get, ada, eda):
    assert 'href="/people/"' in html(get("/", ada))
    assert 'href="/people/"' not in html(get("/", eda))


def told_link(response):
    page = html(response.client.get(response["Location"]))
    return re.search(r"/accounts/[\w/]+/[\w-]{20,}/", page)


@pytest.mark.both
def test_an_invitation_is_made_told_once_and_withdrawn(post, get, client_of, nobody, ada):
    response = post("/people/", action="invite", role=EDITOR, email="")
    assert (response.status_code, response["Location"]) == (303, "/people/")
    link = told_link(response)[0]
    assert client_of(nobody).get(link).status_code == 200
    page = get("/people/", ada)
    assert "A link to hand on editor · made by ada" in text(page) and link not in html(page)
    invitation = Invitation.objects.get()
    assert post("/people/", action="withdraw", invitation=invitation.pk).status_code == 303
    assert "A link to hand on" not in text(get("/people/", ada))
    assert client_of(nobody).get(link).status_code >= 400
    again = post("/people/", action="withdraw", invitation=invitation.pk)
    assert "withdrawn already" in html(again.client.get(again["Location"]))
    assert [event.kind for event in Event.objects.filter(kind__in=("invite", "withdraw")).order_by("pk")] == [
        "invite",
        "withdraw",
    ]


@pytest.mark.both
@together(
    ("fields", "sentence"),
    [
        ({"role": "owner"}, "Choose one of the roles"),
        ({}, "Choose a role"),
        ({"role": "reader", "email": "not an address"}, "no e-mail address"),
        ({"role": "reader", "days": "91"}, "from 1 to 90"),
        ({"role": "reader", "days": "soon"}, "from 1 to 90"),
    ],
)
def test_what_is_no_invitation_is_said(post, fields, sentence):
    response = post("/people/", action="invite", **fields)
    assert response.status_code == 422 and sentence in text(response)
    assert fields.get("email", "") in html(response)
    assert not Invitation.objects.exists()


def test_invitations_are_for_admins(post, ben, eda):
    for who in (ben, eda):
        assert post("/people/", by=who, action="invite", role="admin").status_code == 403
    for key in ("", "x", "²", "9" * 30, "7"):
        assert post("/people/", action="withdraw", invitation=key).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("sends", "form_says", "said"),
    [
        (False, "This wiki sends no mail: hand the link on yourself.", "No mail was sent"),
        (True, "E-mail, if the link should be sent", "A mail is on its way to zoe@example.org"),
    ],
)
def test_an_invitation_says_whether_a_mail_goes_out(post, get, ada, settings, sends, form_says, said):
    settings.SENDS_MAIL = sends
    assert form_says in text(get("/people/", ada))
    response = post("/people/", action="invite", role=EDITOR, email="zoe@example.org")
    assert said in html(response.client.get(response["Location"]))
    response = post("/people/", action="invite", role=EDITOR)
    told = html(response.client.get(response["Location"]))
    assert "Hand this link on" in told and "No mail was sent" not in told and "on its way" not in told
