"""What is kept for somebody signed in is theirs alone, and falls with their session, their role and their block."""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.models import User
from tests.factories import PRIVATE, concept, revise
from wiki.actions import protecting, publishing, requesting, telling
from wiki.models import PublicationRequest
from wiki.proof.asking import ask, django

pytestmark = pytest.mark.django_db
PAGE, HIDDEN = "/concepts/tide/", "/concepts/haven/"


@pytest.fixture
def tide():
    return concept("Tide", "It turns at the [[haven]].", visibility="public")


@pytest.fixture
def haven():
    return concept("Haven", "A harbour.", visibility=PRIVATE)


def signed_in(user):
    """Return the cookies of somebody who has signed in and opened a page."""
    client = Client()
    client.force_login(user)
    client.get(PAGE)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def warm(cache, path, cookies):
    """Ask until the page is kept; return the last answer, which was."""
    for _ in range(3):
        answer = ask(cache, path, cookies=cookies)
    return answer


def test_a_page_is_sent_again_to_whom_it_was_made_for(tide, haven, cache, made, eda):
    mine = signed_in(eda)
    answers = [ask(cache, PAGE, cookies=mine) for _ in range(4)]
    assert len(made.asked) == 2  # with the second one it is known what stood in the database before
    assert answers[3].body == answers[1].body
    assert answers[3].header("Cache-Control") == "private, no-store" and answers[3].header("Vary") == "Cookie"
    assert answers[3].header("ETag") is None and answers[3].header("Content-Encoding") is None
    assert b"eda" in answers[3].body and b'href="/concepts/haven/"' in answers[3].body
    assert ask(cache, PAGE, cookies=mine, HTTP_ACCEPT_ENCODING="br, gzip").body == answers[3].body
    assert len(made.asked) == 2


def test_nobody_gets_what_was_made_for_another(tide, haven, cache, made, eda, ben):
    one, other = signed_in(eda), signed_in(ben)
    warm(cache, PAGE, one)
    warm(cache, HIDDEN, one)
    answer = warm(cache, PAGE, other)
    assert b"ben" in answer.body and b"eda" not in answer.body and b'href="/concepts/haven/"' not in answer.body
    nobody = warm(cache, PAGE, "")
    assert b"eda" not in nobody.body and b"ben" not in nobody.body and b"data-reader" in nobody.body
    for cookies in (other, "", "sessionid=forged", "sessionid="):
        assert warm(cache, HIDDEN, cookies).status == 404
    session = dict(part.split("=", 1) for part in one.split("; "))["sessionid"]
    assert b"eda" in ask(cache, PAGE, cookies=f"sessionid={session}").body  # other cookies, another page
    assert len({place for place in cache.pages if place[0] == PAGE}) == 3


CHANGES = {
    "signed out": lambda user: Session.objects.all().delete(),
    "session changed": lambda user: Session.objects.update(session_data="x"),
    "password": lambda user: (user.set_password("another walk by the sea"), user.save()),
    "switched off": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
}


@pytest.mark.parametrize("how", CHANGES)
def test_with_the_session_it_is_gone(tide, haven, cache, made, eda, how):
    mine = signed_in(eda)
    assert warm(cache, HIDDEN, mine).status == 200
    CHANGES[how](eda)
    assert ask(cache, HIDDEN, cookies=mine).status == 404
    assert b"eda" not in ask(cache, PAGE, cookies=mine).body


def test_with_the_role_it_is_gone(tide, haven, cache, eda):
    mine = signed_in(eda)
    assert warm(cache, HIDDEN, mine).status == 200
    roles.set_role(eda, "reader")
    assert ask(cache, HIDDEN, cookies=mine).status == 404
    answer = warm(cache, PAGE, mine)
    assert b'href="/concepts/haven/"' not in answer.body and b"Unlinked mentions" not in answer.body
    roles.set_role(eda, "editor")
    assert ask(cache, HIDDEN, cookies=mine).status == 200


def test_a_permission_that_a_group_loses_counts_at_once(tide, haven, cache, eda):
    mine = signed_in(eda)
    assert warm(cache, HIDDEN, mine).status == 200
    eda.groups.get().permissions.filter(codename="see_private").delete()
    assert ask(cache, HIDDEN, cookies=mine).status == 404


def test_a_session_that_has_ended_ends_by_the_clock(tide, haven, cache, eda, monkeypatch):
    mine = signed_in(eda)
    assert warm(cache, HIDDEN, mine).status == 200
    later = timezone.now() + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr("wiki.pagecache.time", later.timestamp)
    assert ask(cache, HIDDEN, cookies=mine).status == 404


def test_a_block_is_not_outlived(tide, cache, made, eda):
    mine = signed_in(eda)
    assert b"Unlinked mentions" in warm(cache, PAGE, mine).body
    now = timezone.now()
    User.objects.filter(pk=eda.pk).update(blocked_at=now, blocked_until=now + datetime.timedelta(1))
    before = len(made.asked)
    assert b"Unlinked mentions" not in ask(cache, PAGE, cookies=mine).body
    warm(cache, PAGE, mine)
    assert len(made.asked) == before + 4  # it ends by the clock: made each time


def test_what_waits_for_somebody_is_counted_anew(tide, haven, cache, ada, eda):
    admin, editor = signed_in(ada), signed_in(eda)
    for cookies in (admin, editor):
        assert b"to look at" not in warm(cache, PAGE, cookies).body
    asked = requesting.ask(haven, "public", by=eda, note="please", base=1)
    assert b"to look at" in ask(cache, PAGE, cookies=admin).body
    requesting.decline(PublicationRequest.objects.get(pk=asked.pk), by=ada, reason="not yet")
    assert b"to look at" not in ask(cache, PAGE, cookies=admin).body
    assert b"to look at" in ask(cache, PAGE, cookies=editor).body
    telling.tell(eda, tide, "Something was decided.", reason="for a reason")
    assert b"2<span" in ask(cache, PAGE, cookies=editor).body


def test_the_very_next_request_knows_of_private_pages_too(tide, haven, cache, ada, eda):
    mine, readers = signed_in(eda), warm(cache, PAGE, "")
    assert b'class="private"' in warm(cache, PAGE, mine).body
    revise(haven, title="Port")
    assert b'href="/concepts/port/"' in ask(cache, PAGE, cookies=mine).body
    assert ask(cache, PAGE) == readers
    publishing.publish([haven], by=ada)
    assert b'class="private"' not in ask(cache, PAGE, cookies=mine).body
    assert ask(cache, PAGE) == readers  # by its former title they do not know it
    protecting.protect(tide, by=ada, reason="for a reason")
    assert b"Protected" in ask(cache, PAGE, cookies=mine).body
    protecting.unprotect(tide, by=ada)
    assert b"Protected" not in ask(cache, PAGE, cookies=mine).body


def test_a_protection_that_ends_by_the_clock_is_never_kept(tide, cache, made, ada, eda):
    protecting.protect(tide, by=ada, reason="for a while", until=timezone.now() + datetime.timedelta(hours=1))
    warm(cache, PAGE, signed_in(eda))
    assert made.asked.count(PAGE) == 3
    warm(cache, PAGE, "")
    assert made.asked.count(PAGE) == 4  # readers are not told of it


def test_a_kept_page_is_the_page_that_would_be_made(tide, haven, cache, eda, ada, ben):
    for user in (eda, ada, ben):
        mine = signed_in(user)
        for path in (PAGE, "/concepts/tide.md", "/concepts/tide/card/"):
            kept, fresh = warm(cache, path, mine), ask(django(), path, cookies=mine)
            assert (kept.status, len(kept.body)) == (fresh.status, len(fresh.body))  # tokens of forms differ in letters
            own = {"content-length", "vary", "set-cookie"}
            assert [p for p in kept.headers if p[0].lower() not in own] == [
                p for p in fresh.headers if p[0].lower() not in own
            ]


def test_a_message_for_the_next_page_passes_by(tide, cache, made, eda):
    mine = signed_in(eda)
    warm(cache, PAGE, mine)
    before = len(made.asked)
    ask(cache, PAGE, cookies=f"{mine}; messages=abc")
    assert len(made.asked) == before + 1


def test_other_pages_between_do_not_make_a_member_unknown(tide, cache, made, eda):
    mine = signed_in(eda)
    for _ in range(4):
        ask(cache, PAGE, cookies=mine)
        ask(cache, "/concepts/", cookies=mine)
    assert made.asked.count(PAGE) == 2


def test_a_cookie_that_comes_anew_is_sent_each_time(tide, cache, eda):
    session = next(part for part in signed_in(eda).split("; ") if part.startswith("sessionid"))
    for _ in range(3):
        answer = ask(cache, PAGE, cookies=f"{session}; xcsrftoken=abc")
        assert "csrftoken=" in answer.header("Set-Cookie")


def test_one_header_read_in_two_ways_outlives_no_session(tide, haven, cache, eda, ben):
    one, other = (dict(part.split("=", 1) for part in signed_in(who).split("; "))["sessionid"] for who in (eda, ben))
    cookies = f"csrftoken={'a' * 32}; sessionid={other}; sessionid\xc2\xa0={one}"
    warm(cache, HIDDEN, cookies)
    Session.objects.filter(pk=one).delete()
    assert ask(cache, HIDDEN, cookies=cookies).status == 404


def test_what_they_are_found_by_takes_room_too(tide, cache, eda):
    mine = signed_in(eda)
    for number in range(5):
        warm(cache, "/concepts/tide/card/", f"{mine}; more={number}{'x' * 8000}")
    assert cache.held > sum(len(part) for place in cache.pages for part in place) > 40_000
