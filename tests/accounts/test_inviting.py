"""Invitations: made by admins, used once, and never more than the inviter may give."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import inviting
from accounts.models import Event, Invitation, User
from accounts.roles import ADMIN, EDITOR, READER, role_of, set_role
from tests.cast import PASSWORD, person

FORM = {"username": "zoe", "password1": PASSWORD, "password2": PASSWORD}


def path_of(link):
    return link.partition("://")[2].partition("/")[1] + link.partition("://")[2].partition("/")[2]


def token_of(link):
    return link.rstrip("/").rsplit("/", 1)[1]


@pytest.fixture
def invited(ada):
    """(the invitation to be an editor, the path of its page)"""
    invitation, link = inviting.invite(ada, EDITOR)
    return invitation, path_of(link)


def test_the_link_is_absolute_and_its_token_is_not_stored(ada, settings):
    settings.SITE_URL = "https://wiki.example.org"
    invitation, link = inviting.invite(ada, EDITOR, " Zoe@Example.org ", days=3, address="192.0.2.7")
    assert link.startswith("https://wiki.example.org/accounts/invitation/")
    assert len(token_of(link)) >= 43
    assert token_of(link) not in str(list(Invitation.objects.values_list()))
    assert invitation.email == "zoe@example.org"
    assert timedelta(days=2, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=3)
    event = Event.objects.get()
    assert (event.kind, event.by, event.subject, event.address) == ("invite", ada, "zoe@example.org", "192.0.2.7")


def test_who_follows_it_becomes_what_they_were_invited_to(client, invited, ada):
    invitation, path = invited
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for name in FORM:
        assert f'name="{name}"' in page.text
    answer = client.post(path, FORM)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    zoe = User.objects.get(username="zoe")
    assert (role_of(zoe), zoe.is_active, client.session["_auth_user_id"]) == (EDITOR, True, str(zoe.pk))
    invitation.refresh_from_db()
    assert invitation.used_by == zoe
    event = Event.objects.get(kind=Event.Kind.SIGN_UP)
    assert (event.person, event.details["invited_by"], event.details["how"]) == (zoe, "ada", "invitation")


def gone(client, path, **form):
    """True when both the page and its form say, in the same words, that it opens nothing."""
    people = User.objects.count()
    answers = [client.get(path), client.post(path, FORM | {"username": "new"} | form)]
    assert {answer.status_code for answer in answers} == {404}
    assert all("This invitation opens nothing" in answer.text for answer in answers)
    assert User.objects.count() == people
    assert Event.objects.filter(kind=Event.Kind.REFUSED).exists()
    return True


def test_used_once(client, invited):
    client.post(invited[1], FORM)
    assert gone(Client(), invited[1])


def test_expired(client, invited):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert gone(client, invited[1])


def test_withdrawn(client, invited, ada):
    assert inviting.withdraw(invited[0], ada).kind == Event.Kind.WITHDRAW
    assert gone(client, invited[1])
    assert inviting.withdraw(invited[0], ada) is None


@pytest.mark.parametrize("token", ["guess", "%00", "x" * 500])
def test_wrong(client, db, token):
    assert gone(client, f"/accounts/invitation/{token}/")


def test_what_is_wrong_is_told_by_no_byte(client, invited):
    used = invited[1]
    client.post(used, FORM)
    assert Client().get(used).content == Client().get("/accounts/invitation/guess/").content


def test_an_inviter_who_lost_the_role_gives_nothing(client, invited, ada):
    set_role(ada, EDITOR)
    assert gone(client, invited[1])
    set_role(ada, ADMIN)
    assert client.get(invited[1]).status_code == 200


@pytest.mark.parametrize("what", [{"is_active": False}, {"blocked_at": timezone.now()}])
def test_an_inviter_who_was_switched_off_or_blocked_gives_nothing(client, invited, ada, what):
    User.objects.filter(pk=ada.pk).update(**what)
    assert gone(client, invited[1])


def test_an_inviter_who_is_gone_gives_nothing(client, invited, ada):
    ada.delete()
    assert gone(client, invited[1])


@pytest.mark.parametrize("name", ["eda", "ben", None])
def test_only_admins_invite(ada, eda, ben, invited, name):
    by = User.objects.filter(username=name).first()
    with pytest.raises(inviting.NotAllowed):
        inviting.invite(by, READER)
    with pytest.raises(inviting.NotAllowed):
        inviting.withdraw(invited[0], by)
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("wrong", [{"role": "owner"}, {"days": 0}, {"days": 91}])
def test_what_no_invitation_can_be(ada, wrong):
    with pytest.raises(ValueError):
        inviting.invite(ada, **({"role": READER} | wrong))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "ADA"}, "taken"),
        ({"username": ""}, "required"),
        ({"password2": "else"}, "didn’t match"),
        ({"password1": "12345", "password2": "12345"}, "too short"),
    ],
)
def test_a_wrong_form_comes_back_and_the_invitation_stays(client, invited, wrong, said):
    answer = client.post(invited[1], FORM | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert client.post(invited[1], FORM).status_code == 303


def test_a_form_gives_no_more_than_the_invitation(client, ada):
    link = inviting.invite(ada, READER)[1]
    client.post(path_of(link), FORM | {"role": "admin", "is_staff": "on", "is_superuser": "on", "groups": "1"})
    zoe = User.objects.get(username="zoe")
    assert (role_of(zoe), zoe.is_staff, zoe.is_superuser) == (READER, False, False)


def test_somebody_signed_in_does_not_use_it_up(client_of, ben, invited):
    client = client_of(ben)
    assert "You have an account" in client.get(invited[1]).text
    assert client.post(invited[1], FORM).status_code == 422
    assert Client().get(invited[1]).status_code == 200


def test_it_works_while_sign_up_is_closed(client, invited, settings):
    settings.WIKI_SIGNUP = "closed"
    assert client.post(invited[1], FORM).status_code == 303


def test_it_is_mailed_where_mail_goes_out(ada, mail, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _, link = inviting.invite(ada, READER, "zoe@example.org")
    assert link in mail[0].body
    assert mail[0].to == ["zoe@example.org"]


def test_tries_are_counted(client, invited, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/60s/ip"}
    for _ in range(2):
        client.post("/accounts/invitation/guess/", FORM)
    assert client.post(invited[1], FORM).status_code == 429


def test_guesses_do_not_fill_the_log(client, db, monkeypatch):
    monkeypatch.setattr("accounts.counting.time.time", lambda: 1.8e9)
    for _ in range(25):
        client.get("/accounts/invitation/guess/")
    assert Event.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_it_at_once_one_gets_an_account():
    token = token_of(inviting.invite(person("ada", ADMIN), EDITOR)[1])
    start = threading.Barrier(5)
    won, lost = [], []

    def run(name):
        try:
            start.wait(10)
            won.append(inviting.claim(token, User(username=name)))
        except inviting.Refused:
            lost.append(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[f"person{n}"]) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(won), len(lost)) == (1, 4)
    assert User.objects.filter(username__startswith="person").count() == 1
