"""One's e-mail address: changed by a link that goes to the new one."""

import pytest
from django.test import Client

from accounts import addresses
from accounts.models import Event, User
from tests.cast import PASSWORD, person

PAGE = "/accounts/email/"
NEW = "ben@elsewhere.example"


@pytest.fixture
def window(client, ben):
    """Ben's browser, in which he has just typed his password."""
    client.force_login(ben)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def stored(user):
    return User.objects.get(pk=user.pk)


def act(client, action, **fields):
    return client.post(PAGE, {"action": action} | fields)


def test_a_new_address_counts_when_its_link_was_opened(window, ben, mail, link_in):
    assert act(window, "change", email=NEW)["Location"] == PAGE
    assert stored(ben).email == "ben@example.org"
    page = window.get(PAGE).text
    assert NEW in page and "ben@example.org" in page
    (message,) = mail
    assert message.to == [NEW]
    path = link_in(message)
    assert "Yes, confirm it" in window.get(path).text
    assert stored(ben).email == "ben@example.org", "opening the page confirms nothing"
    assert window.post(path).status_code == 303
    assert stored(ben).email == NEW
    assert [message.to for message in mail[1:]] == [["ben@example.org"]], "the old one is told"
    assert "address of the account was changed" in mail[1].body
    assert addresses.confirmed(stored(ben))
    assert "does not work any more" in Client().get(path).text
    assert Event.objects.filter(kind=Event.Kind.ADDRESS, person=ben).count() == 2


def test_he_is_asked_for_his_password_when_he_signed_in_long_ago(client_of, ben, mail):
    client = client_of(ben)
    answer = act(client, "change", email=NEW)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not mail
    again = client.post(answer["Location"], {"password": "wrong", "next": PAGE})
    assert again.status_code == 422
    assert client.post(answer["Location"], {"password": PASSWORD, "next": PAGE}).status_code == 303
    assert [message.to for message in mail] == [[NEW]]


def test_an_address_of_somebody_else_is_not_told_and_cannot_be_taken(window, ben, eda, mail, link_in):
    assert act(window, "change", email="EDA@example.org").status_code == 303
    assert mail[0].to == ["eda@example.org"]
    window.post(link_in(mail[0]))
    assert stored(ben).email == "ben@example.org"
    assert stored(eda).email == "eda@example.org"


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "x" * 250 + "@example.org"])
def test_nonsense_comes_back(window, mail, email):
    assert act(window, "change", email=email).status_code == 422
    assert not mail


def test_he_can_keep_the_old_one(window, ben, mail, link_in):
    act(window, "change", email=NEW)
    act(window, "forget")
    assert addresses.waiting(ben) is None
    window.post(link_in(mail[0]))
    assert stored(ben).email == "ben@example.org"


def test_the_one_he_has_can_be_confirmed(window, ben, mail, link_in):
    act(window, "send")
    window.post(link_in(mail[0]))
    assert addresses.confirmed(stored(ben))


def test_he_can_remove_it(window, ben, mail):
    act(window, "remove")
    assert stored(ben).email == ""
    assert [message.to for message in mail] == [["ben@example.org"]]


def test_an_act_that_is_none_does_nothing(window, ben, mail):
    assert act(window, "primary", email=NEW).status_code == 303
    assert stored(ben).email == "ben@example.org"
    assert not mail


def test_without_mail_nothing_is_sent_and_the_page_says_so(window, ben, mailoutbox):
    assert "sends no mail" in window.get(PAGE).text
    assert act(window, "change", email=NEW).status_code == 422
    assert addresses.waiting(ben) is None
    assert not mailoutbox


def test_links_are_not_sent_again_and_again(window, mail, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    for _ in range(3):
        act(window, "send")
    assert len(mail) == 1


def test_two_who_want_one_address(db, client, mail, link_in):
    for name in ("one", "two"):
        someone = Client()
        someone.force_login(person(name))
        someone.post("/accounts/reauthenticate/", {"password": PASSWORD})
        act(someone, "change", email=NEW)
    first, second = (link_in(message) for message in mail)
    client.post(first)
    client.post(second)
    assert [user.username for user in User.objects.filter(email=NEW)] == ["one"]
