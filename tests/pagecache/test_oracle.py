"""Whatever happens: a page that is kept under a stamp that still holds is what would be made now."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import PRIVATE
from tests.pagecache.world import Play, build, lists, pages
from wiki import stamps
from wiki.models import Stamp
from wiki.pagecache import PageCache
from wiki.proof.asking import ask, django

pytestmark = pytest.mark.django_db
STEPS = st.lists(st.tuples(st.sampled_from(Play.ACTS), st.integers(0, 10**6)), min_size=3, max_size=8)


class Undone(Exception):
    """Takes everything back that an example did."""


def fresh(path):
    answer = ask(django(), path)
    return answer.status, answer.body


@pytest.fixture
def world(ada):
    build()
    return ada


def look(cache, at):
    for path in at:
        ask(cache, path)


def stale(cache):
    """Return the paths of which something is kept that is not what would be made now."""
    found = []
    for (path, query, *_), kept in list(cache.pages.items()):
        if stamps.tokens(kept.key) == kept.tokens:
            now = fresh(f"{path}?{query}" if query else path)
            if now != (200, kept.body("identity")):
                found.append(path)
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_nothing_kept_is_stale(world, steps):
    try:
        with transaction.atomic():
            cache, play = PageCache(django(), "sessionid"), Play(world)
            look(cache, lists())
            for name, seed in steps:
                look(cache, pages())
                play.act(name, seed)
                assert not stale(cache), name
            raise Undone
    except Undone:
        pass


PRIVATE_ACTS = ["edit", "rename", "delete", "restore", "close", "name"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
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
