"""What admins do about people: one transaction, one event, and nobody locks everybody out."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import managing
from accounts.managing import NotAllowed, Refused
from accounts.models import Event, User
from accounts.roles import ADMIN, EDITOR, READER, admins, role_of
from tests.cast import person

pytestmark = pytest.mark.django_db
Kind = Event.Kind
HOME = "192.0.2.7"


def stored(user):
    return User.objects.get(pk=user.pk)


def test_a_role_is_given_and_written_down(ada, ben):
    managing.give_role(ben, EDITOR, ada, HOME)
    event = Event.objects.get()
    assert role_of(stored(ben)) == EDITOR and stored(ben).is_staff
    assert (event.kind, event.by, event.person, event.subject, event.address) == (Kind.ROLE, ada, ben, "ben", HOME)
    assert event.details == {"was": READER, "role": EDITOR}


def test_a_role_that_is_held_already_is_no_event(ada, eda):
    assert managing.give_role(eda, EDITOR, ada) is None
    assert not Event.objects.exists()


def test_a_power_beside_the_roles_ends_with_them(ada):
    other = User.objects.create_superuser("zoe", password="x")
    managing.give_role(other, READER, ada)
    assert not stored(other).is_superuser and not stored(other).is_staff
    assert not stored(other).has_perm("wiki.edit")


def test_an_unknown_role_is_an_error(ada, ben):
    with pytest.raises(ValueError, match="owner"):
        managing.give_role(ben, "owner", ada)


ACTS = [
    lambda who, by: managing.give_role(who, READER, by),
    managing.deactivate,
    managing.reactivate,
    managing.approve,
    managing.decline,
    lambda who, by: managing.block(who, by, reason="x"),
    managing.unblock,
    managing.new_password_link,
    lambda who, by: managing.switch_second_step_off(who, by, reason="x"),
]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_does_it_to_themself(ada, act):
    with pytest.raises(Refused, match="another admin"):
        act(ada, ada)
    assert list(admins()) == [ada] and not stored(ada).is_blocked
    assert not Event.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_who_is_no_admin_any_more_does_nothing(ada, eda, ben, act):
    for by in (eda, ben):
        with pytest.raises(NotAllowed):
            act(ada, by)
    off = person("zoe", ADMIN)
    User.objects.filter(pk=off.pk).update(is_active=False)
    blocked = person("max", ADMIN)
    User.objects.filter(pk=blocked.pk).update(blocked_at=timezone.now())
    for by in (off, blocked):
        with pytest.raises(NotAllowed):
            act(ada, by)
    assert not Event.objects.exists()


def test_of_two_admins_who_demote_each_other_one_stays(ada):
    other = person("zoe", ADMIN)
    managing.give_role(other, READER, ada)
    with pytest.raises(NotAllowed):
        managing.give_role(ada, READER, other)
    assert list(admins()) == [ada]


def test_switching_off_ends_every_session(ada, ben, client_of):
    clients = [client_of(ben), client_of(ben)]
    other = client_of(ada)
    managing.deactivate(ben, ada, HOME, "left the group")
    assert [client.get("/").wsgi_request.user.is_authenticated for client in clients] == [False, False]
    assert other.get("/").wsgi_request.user == ada
    assert Session.objects.count() == 1
    event = Event.objects.get(kind=Kind.DEACTIVATE)
    assert (event.person, event.reason) == (ben, "left the group")
    managing.reactivate(ben, ada)
    assert not clients[0].get("/").wsgi_request.user.is_authenticated  # the old session does not come to life again
    assert managing.reactivate(ben, ada) is None
    assert Event.objects.filter(kind=Kind.REACTIVATE).count() == 1


def test_a_session_of_somebody_switched_off_does_not_work_anyway(ben, client_of):
    client = client_of(ben)
    User.objects.update(is_active=False)
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_whoever_waits_is_approved_or_declined(ada, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False, awaits_approval=True)
    with pytest.raises(Refused, match="approve it or decline it"):
        managing.reactivate(ben, ada)
    managing.approve(ben, ada)
    assert (stored(ben).is_active, stored(ben).awaits_approval) == (True, False)
    assert managing.approve(ben, ada) is None
    User.objects.filter(pk=ben.pk).update(is_active=False, awaits_approval=True)
    managing.decline(ben, ada, reason="nobody knows them")
    assert (stored(ben).is_active, stored(ben).awaits_approval) == (False, False)
    assert [event.kind for event in Event.objects.order_by("pk")] == [Kind.APPROVE, Kind.REFUSED]


def test_who_was_approved_is_told_by_mail(ada, ben, settings, mailoutbox, django_capture_on_commit_callbacks):
    for sends in (False, True):
        settings.SENDS_MAIL = sends
        User.objects.filter(pk=ben.pk).update(is_active=False, awaits_approval=True)
        with django_capture_on_commit_callbacks(execute=True):
            managing.approve(ben, ada)
    (message,) = mailoutbox
    assert message.to == ["ben@example.org"] and message.subject == "Your account is open"
    assert "/accounts/login/" in message.body and "Commonplace" in message.body


def test_a_block_needs_a_reason_and_an_end_to_come(ada, ben):
    with pytest.raises(Refused, match="Say why"):
        managing.block(ben, ada, reason="  ")
    with pytest.raises(Refused, match="passed"):
        managing.block(ben, ada, reason="rude", until=timezone.now() - datetime.timedelta(minutes=1))
    assert not stored(ben).is_blocked
    until = timezone.now() + datetime.timedelta(days=3)
    managing.block(ben, ada, reason="rude", until=until)
    assert stored(ben).is_blocked and stored(ben).block_reason == "rude"
    assert Event.objects.get().details == {"until": until.isoformat()}
    managing.unblock(ben, ada, reason="a mistake")
    assert not stored(ben).is_blocked and stored(ben).block_reason == ""
    assert managing.unblock(ben, ada) is None


def test_an_account_that_is_gone_is_said_so(ada, ben):
    User.objects.filter(pk=ben.pk).delete()
    with pytest.raises(Refused, match="not exist any more"):
        managing.deactivate(ben, ada)
