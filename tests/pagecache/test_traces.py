"""Which acts move the stamps of readers: those that change what readers see, and no others. What moves without need
empties what is kept, and tells how long answers take."""

import pytest

from accounts.models import User
from tests.factories import PRIVATE, concept, entries, revise, submission
from wiki.actions import protecting, publishing, retagging, settling, stamping, suppressing
from wiki.models import Citation, Concept, Entry, Stamp
from wiki.pagecache import around
from wiki.proof.asking import ask, django

pytestmark = pytest.mark.django_db


def stamps_of_readers():
    return dict(Stamp.objects.exclude(key__startswith="m:").values_list("key", "token"))


@pytest.fixture
def cache():
    return around(django())


@pytest.fixture
def tide(ada):
    return concept("Tide", "It turns.", by=ada)


def below_the_horizon(ada, tide):
    entry = concept("Haven", "A secret.", visibility=PRIVATE)
    revise(entry, body="A harbour.")
    entry.refresh_from_db()
    publishing.publish([entry], by=ada)
    before = stamps_of_readers()
    suppressing.suppress(entry.edits.get(number=1), by=ada, text=True, reason="for a reason")
    return before


def protected(ada, tide):
    before = stamps_of_readers()
    protecting.protect(tide, by=ada, reason="for a reason")
    protecting.unprotect(tide, by=ada)
    return before


def another_password(ada, tide):
    before = stamps_of_readers()
    person = User.objects.get(pk=ada.pk)
    person.set_password("another walk by the sea")
    person.save()
    return before


def the_same_names(ada, tide):
    before = stamps_of_readers()
    person = User.objects.get(pk=ada.pk)
    person.time_zone = "Europe/Lisbon"
    person.save(update_fields=["first_name", "last_name", "time_zone"])
    return before


def many_private_pages(ada, tide):
    concept("Hub", "[[Aa]] [[Bb]] [[Cc]]", visibility=PRIVATE)
    before = stamps_of_readers()
    for name in ("Aa", "Bb", "Cc"):
        concept(name, "Of the [[hub]].", visibility=PRIVATE)
    revise(Concept.objects.get(slug="hub"), title="Hubs")
    return before


@pytest.mark.parametrize(
    "act",
    [below_the_horizon, protected, another_password, the_same_names, many_private_pages],
    ids=lambda act: act.__name__,
)
def test_what_readers_do_not_see_moves_nothing(ada, tide, act, monkeypatch):
    monkeypatch.setattr(stamping, "MOST", 2)
    before = act(ada, tide)
    assert stamps_of_readers() == before


def test_with_a_public_text_a_private_one_of_like_name_moves_nothing(tide):
    concept("Moon (sea)", "A name.")
    before = stamps_of_readers()
    entries(submission("Other", "A text."), submission("Moon (land)", "A text.", visibility=PRIVATE))
    now = stamps_of_readers()
    assert now["concept:moon-sea"] == before["concept:moon-sea"] and now["lists"] != before["lists"]


def test_more_pages_than_can_be_told_apart_are_all_renewed(tide, monkeypatch):
    monkeypatch.setattr(stamping, "MOST", 2)
    for name in ("Aa", "Bb", "Cc"):
        concept(name, "Of the [[tide]].")
    before = stamps_of_readers()
    revise(tide, title="Ebb")
    now = stamps_of_readers()
    assert now["site"] != before.get("site") and now["concept:aa"] == before["concept:aa"]


def test_another_name_of_a_person_renews_all(ada, tide, cache):
    revise(tide, by=ada, body="It stands.")
    assert b"ada" in ask(cache, "/concepts/tide/").body
    person = User.objects.get(pk=ada.pk)
    person.last_name = "Byron"
    person.save()
    assert b"Byron" in ask(cache, "/concepts/tide/").body
    person.delete()
    assert b"Byron" not in ask(cache, "/concepts/tide/").body


def test_the_spelling_of_a_source_elsewhere_is_followed(cache):
    source = concept("Ebb", "It falls.[^1]\n\n[^1]: Darwin, G. H. *The Tides*. 1898.")
    concept("Flood", f"It rises.[@{Citation.objects.get().key}]")
    assert b"<i>The Tides</i>" in ask(cache, "/concepts/flood/").body.replace(b"em>", b"i>")
    revise(source, body="It falls.[^1]\n\n[^1]: Darwin, G. H. The Tides. 1898.")
    assert ask(cache, "/concepts/flood/").body == ask(django(), "/concepts/flood/").body


def test_what_is_said_of_a_tag_is_for_who_may_know_that_something_carries_it(ada, tide, cache):
    concept("Coast", "A line.", tags=["sea/coast"])
    concept("Deep", "A secret.", tags=["sea"], visibility=PRIVATE)
    ask(cache, "/tags/sea/")
    retagging.describe_tag("sea", "Of what lies below.", by=ada)
    assert b"lies below" not in ask(cache, "/tags/sea/").body
    publishing.publish([Entry.objects.get(slug="deep")], by=ada)
    assert b"lies below" in ask(cache, "/tags/sea/").body
    retagging.describe_tag("sea", "Of fish.", by=ada)
    assert b"Of fish." in ask(cache, "/tags/sea/").body
    publishing.hide([Entry.objects.get(slug="deep")], by=ada)
    assert b"Of fish." not in ask(cache, "/tags/sea/").body


def test_a_description_does_not_come_into_view_by_another_name(ada):
    concept("Coast", "A line.", tags=["sea/coast"])
    concept("Deep", "A secret.", tags=["hidden"], visibility=PRIVATE)
    retagging.describe_tag("hidden", "A secret plan.", by=ada)
    retagging.rename_tag("hidden", "sea", narrower=True, by=ada)
    assert b"secret plan" not in ask(django(), "/tags/sea/").body


def test_how_often_a_source_is_cited_is_followed(cache):
    note = "It falls.[^1]\n\n[^1]: Darwin, G. H. *The Tides*. 1898."
    concept("Ebb", note)
    other = concept("Flood", "It falls.\n\n" + note)
    ask(cache, "/concepts/ebb/")
    revise(other, body="It falls.")  # its opening stays
    assert ask(cache, "/concepts/ebb/").body == ask(django(), "/concepts/ebb/").body


def test_a_closed_summary_and_what_the_site_says_are_followed(ada, tide, cache):
    revise(tide, by=ada, body="It stands.", summary="a slip of the pen")
    assert b"a slip of the pen" in ask(cache, "/concepts/tide/").body
    edit = Concept.objects.get(pk=tide.pk).edits.get(number=2)
    suppressing.suppress(edit, by=ada, summary=True, reason="for a reason")
    assert b"a slip of the pen" not in ask(cache, "/concepts/tide/").body
    settling.settle({"licence": "Free for all", "licence_url": "https://example.org/free"}, by=ada)
    assert b"Free for all" in ask(cache, "/concepts/tide/").body


def test_a_change_that_concerns_very_many_is_told_in_parts(db):
    many = set(range(1, 40_000))
    stamping._Known().read(many)
    assert stamping._embedding({False: many, True: set()}) == {False: set(), True: set()}
    assert stamping._links_of(many) == {False: set(), True: set()}
    assert stamping._named_alike({str(number) for number in many}) == {}
    touched = stamping._Touched()
    touched.uses = {(number, number) for number in many}
    assert set(stamping._uses_beside(touched, many)) == many
