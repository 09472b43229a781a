"""Whatever happens: a page that is kept under a stamp that still holds is what would be made now."""

import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import PRIVATE
from tests.pagecache.test_members import signed_in
from tests.pagecache.world import Play, build, lists, pages
from wiki import stamps
from wiki.models import Stamp
from wiki.pagecache import Asked, _stands, around
from wiki.proof.asking import ask, django
from wiki.proof.crawl import PER_RESPONSE
from wiki.remembered import forget

pytestmark = pytest.mark.django_db
SESSION = re.compile("sessionid=([^;]+)")
PLAYS = settings.default.max_examples // 8  # each makes hundreds of pages
STEPS = st.lists(st.tuples(st.sampled_from(Play.ACTS), st.integers(0, 10**6)), min_size=3, max_size=8)


class Undone(Exception):
    """Takes everything back that an example did."""


def fresh(path, cookies):
    forget()
    return made(path, cookies)


def made(path, cookies):
    answer = ask(django(), path, cookies=cookies)
    return answer.status, PER_RESPONSE.sub(b"", answer.body)


@pytest.fixture
def world(ada):
    build()
    return ada


def look(cache, at, cookies=""):
    for path in at:
        for _ in range(2 if cookies else 1):  # a member is known from their second page on
            ask(cache, path, cookies=cookies)


def stale(cache):
    """Return the paths of which something is kept that is not what would be made now."""
    found = []
    for (path, _, _, _, _, *cookies), kept in list(cache.pages.items()):
        session = SESSION.search(cookies[0])[1] if cookies else ""
        stands = _stands(kept, Asked((), "identity", "", session))
        if stands and fresh(path, *cookies or [""]) != (200, PER_RESPONSE.sub(b"", kept.body("identity"))):
            found.append(path)
    return found


@settings(max_examples=PLAYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_nothing_kept_for_readers_is_stale(world, steps):
    play_through(around(django()), Play(world), steps)


@pytest.mark.answers
@settings(max_examples=PLAYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_nothing_kept_for_an_editor_is_stale(world, eda, steps):
    play_through(around(django()), Play(world), steps, cookies=signed_in(eda))


def play_through(cache, play, steps, cookies=""):
    try:
        with transaction.atomic():
            look(cache, lists())
            for name, seed in steps:
                look(cache, pages(private=bool(cookies)), cookies)
                assert sum(bool(kept.member) for kept in cache.pages.values()) >= len(pages()) * bool(cookies)
                play.act(name, seed)
                assert not stale(cache), name
            raise Undone
    except Undone:
        pass


@pytest.mark.answers
@settings(max_examples=PLAYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_nothing_remembered_for_an_editor_is_stale(world, eda, steps):
    """Lists are not kept for members: what they gather is remembered."""
    cookies, play = signed_in(eda), Play(world)
    try:
        with transaction.atomic():
            for path in lists():
                made(path, cookies)
            for name, seed in steps:
                play.act(name, seed)
                found = {path: made(path, cookies) for path in lists()}
                forget()  # what is made now is remembered when the next step begins
                again = {path: made(path, cookies) for path in found}
                assert [path for path in found if found[path] != again[path]] == [], name
            raise Undone
    except Undone:
        pass


PRIVATE_ACTS = ["edit", "rename", "delete", "restore", "close", "name"]


@settings(max_examples=2 * PLAYS, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from(PRIVATE_ACTS), st.integers(0, 10**6)), min_size=1, max_size=6))
def test_what_happens_in_private_leaves_no_trace_in_the_stamps_of_readers(world, steps):
    """Not even in numbers that nobody is shown: they decide how long an answer takes."""

    def public():
        return dict(Stamp.objects.exclude(key__startswith=stamps.MEMBERS).values_list("key", "token"))

    try:
        with transaction.atomic():
            before, play = public(), Play(world, visibility=PRIVATE)
            for name, seed in steps:
                play.act(name, seed)
                assert public() == before, name
            raise Undone
    except Undone:
        pass
