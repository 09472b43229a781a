"""Changes and feeds: what stands below the horizon, or is suppressed, changes no byte of them."""

import datetime

import pytest
from django.utils import timezone

from tests.cast import person
from tests.factories import PRIVATE, concept, revise, submission
from tests.visibility.crawl import essence
from tests.visibility.test_non_interference import NOON, build, differences, wipe
from wiki.actions import publishing, suppressing
from wiki.actions.saving import save_entry
from wiki.models import Entry, Visit

pytestmark = pytest.mark.django_db

PATHS = ["/changes/", "/changes/?tag=song", "/changes/?by=writer", "/changes/?days=1", "/changes/?kind=concept", "/",
         "/feeds/changes.atom", "/feeds/essays.atom", "/feeds/tags/song.atom", "/concepts/song/feed.atom",
         "/changes/?after=20260102115959000000-r-concept-9-z"]  # fmt: skip


@pytest.fixture(params=["nobody", "ben"])
def reader(request, client_of, nobody):
    if request.param == "nobody":
        return client_of(nobody)
    ben = person("ben")
    Visit.objects.create(person=ben, changes_seen_at=NOON - datetime.timedelta(days=1))
    return client_of(ben)


def answers(reader):
    return {path: essence(reader.get(path)) for path in PATHS}


@pytest.mark.both
def test_what_was_before_the_publication_changes_no_byte(reader, monkeypatch):
    """Two entries that were the same since then: who wrote them, when, how much, under which tag, is not told."""
    found = []
    for hours, name, secret in ((5, "writer", "a raven sang"), (1, "other", "b" * 3000)):
        wipe()
        monkeypatch.setattr(timezone, "now", lambda: NOON)
        build((0, 1, 2, 3))
        by = person(name, "admin")
        monkeypatch.setattr(timezone, "now", lambda hours=hours: NOON - datetime.timedelta(hours=hours))
        first = submission(f"{secret[:4]} song", secret, visibility=PRIVATE, summary=secret, tags=["song", secret[:4]])
        entry = save_entry(first, by=by).entry
        revise(entry, by=by, body=secret * 2, title="Song", tags=["song"], summary=secret)
        revise(entry, by=by, body="A [[Hull]].", title="Song", tags=["song"], aliases=[], summary=secret)
        monkeypatch.setattr(timezone, "now", lambda: NOON)
        publishing.publish([entry], by=None)
        monkeypatch.setattr(timezone, "now", lambda: NOON + datetime.timedelta(hours=1))
        revise(entry, body="A [[Hull]] and more.", summary="more")
        found.append(answers(reader))
    assert differences(*found) == []
    assert {answer[0] for answer in found[0].values()} == {200}
    assert b"more" in found[0]["/changes/"][2] and b"published" in found[0]["/changes/"][2]


@pytest.mark.both
def test_a_suppressed_revision_is_a_gap_and_no_more(reader, monkeypatch):
    """Whatever it said, of whatever length, by whom: the pages are the same."""
    found = []
    for name, secret in (("writer", "a raven sang"), ("other", "b" * 3000)):
        wipe()
        monkeypatch.setattr(timezone, "now", lambda: NOON)
        entry = concept("Song", "Open.", tags=["song"])
        made = revise(entry, by=person(name, "editor"), body=secret, title=secret[:6], summary=secret)
        revise(entry, body="Open again.", title="Song", tags=["song"], aliases=[])
        suppressing.suppress(made.edit, by=None, text=True, summary=True, author=True, reason="a name")
        found.append(answers(reader))
    assert differences(*found) == []


@pytest.mark.both
def test_private_writes_change_nothing_and_a_publication_does(reader, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    build((0, 1, 2, 3))
    by = person("eda", "admin")
    expected = answers(reader)
    entry = concept("Raven", "It sings.", by=by, visibility=PRIVATE, tags=["song", "ship"])
    for n in range(30):
        revise(entry, by=by, body=f"It sings {n}.")
    assert differences(answers(reader), expected) == []
    publishing.publish([entry], by=by)
    assert differences(answers(reader), expected)
    publishing.hide(list(Entry.objects.scoped(private=True).filter(title="Raven")), by=by)
    assert differences(answers(reader), expected) == []
