"""The address that somebody gives who was invited: theirs when it is confirmed, and nobody is told who has it."""

import pytest
from django.test import Client

from accounts import addresses, inviting
from accounts.models import User
from accounts.roles import READER
from tests.cast import PASSWORD

FORM = {"username": "zoe", "password1": PASSWORD, "password2": PASSWORD}


def use(ada, email, invited=""):
    """Follow an invitation, mailed to `invited`, and give this address; return (the answer, the new person)."""
    _, link = inviting.invite(ada, READER, invited)
    answer = Client().post(link.replace("https://wiki.example.org", ""), FORM | {"email": email})
    return answer, User.objects.filter(username="zoe").first()


@pytest.mark.parametrize("email", ["eda@example.org", "zoe@example.org"])
def test_it_waits_for_its_link_whoever_has_it(ada, eda, mail, email):
    answer, zoe = use(ada, email)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert zoe.email == ""
    assert addresses.waiting(zoe).email == email
    assert [message.to for message in mail] == [[email]]


def test_a_link_confirms_it(client, ada, mail, link_in):
    _, zoe = use(ada, "zoe@example.org")
    client.post(link_in(mail[0]))
    zoe.refresh_from_db()
    assert zoe.email == "zoe@example.org"


def test_the_one_that_the_invitation_was_mailed_to_is_theirs_at_once(ada, mail):
    _, zoe = use(ada, "Zoe@example.org", invited="zoe@example.org")
    assert zoe.email == "zoe@example.org"
    assert addresses.confirmed(zoe)
    assert not mail


def test_nonsense_comes_back(ada, mail):
    answer, zoe = use(ada, "nonsense")
    assert (answer.status_code, zoe) == (422, None)


def test_without_mail_none_is_asked_for(client, ada):
    _, link = inviting.invite(ada, READER)
    assert 'name="email"' not in client.get("/" + link.split("/", 3)[3]).text
