from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.factories import concept, entries, essay, revise, submission
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused, TooLarge
from wiki.actions.saving import Submission, save_entries, save_entry
from wiki.document.document import Document
from wiki.models import Alias, Concept, Edit, Entry, Essay, TaggedEntry, VisibilityChange

pytestmark = pytest.mark.django_db


def test_a_new_concept_is_private_unless_said_otherwise(eda):
    saved = save_entry(Submission(Document(title="Anchor", body="An anchor holds.")), by=eda)
    entry = Concept.objects.get(pk=saved.entry.pk)
    assert (entry.slug, entry.visibility, entry.public_from, entry.number) == ("anchor", "private", None, 1)
    assert entry.html == "<p>An anchor holds.</p>"
    assert saved.edit.revision.user == eda


def test_an_essay_keeps_its_fields():
    entry = essay("On Knots", "Text.", author="A. Rigger", publication="Rope", published="4 January 2021")
    assert (entry.author, entry.publication, str(entry.published_on)) == ("A. Rigger", "Rope", "2021-01-04")


def test_names_are_cleaned_and_each_kept_once():
    entry = concept(
        " Sheet   bend ", aliases=["weaver's knot", "Weaver's  Knot", "sheet bend"], tags=["Knots", "knots"]
    )
    document = entry.document()
    assert (document.title, document.aliases, document.tags) == ("Sheet bend", ("weaver's knot",), ("Knots",))


@pytest.mark.parametrize(
    ("title", "field"),
    [("", "title"), ("a [b", "title"), ("x" * 256, "title"), ("new", "title"), ("!!!", "title"), ("..", "title")],
)
def test_a_title_that_cannot_be_stored_is_refused_with_its_field(title, field):
    with pytest.raises(SaveRefused) as refused:
        save_entry(submission(title), by=None)
    assert refused.value.field == field


def test_a_body_over_the_limit_is_refused():
    with pytest.raises(TooLarge):
        save_entry(submission("Long", "ä" * 500_001), by=None)
    assert not Entry.objects.scoped(private=True).exists()


@pytest.mark.parametrize("second", ["Bowline", "bowline", "Bow-line?", "BOWLINE "])
def test_a_taken_name_is_refused_unless_its_address_differs(second):
    concept("Bowline")
    if second == "Bow-line?":
        assert concept(second).slug == "bow-line"
        return
    with pytest.raises(NameTaken) as taken:
        concept(second)
    assert taken.value.entry.title == "Bowline"


def test_an_essay_may_have_the_name_of_a_concept():
    concept("Bowline")
    assert essay("Bowline").get_absolute_url() == "/essays/bowline/"


def test_two_drafts_of_one_name_are_refused_together():
    with pytest.raises(NameTaken):
        save_entries([submission("Hitch"), submission("hitch")], by=None)
    assert Entry.objects.scoped(private=True).count() == 0


def test_the_database_decides_about_names():
    first = concept("Reef knot")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(kind="concept", slug="reef-knot", title="x", title_key="x", changed_at=first.changed_at)


def test_a_deleted_entry_frees_its_name():
    first = concept("Splice")
    Entry.objects.filter(pk=first.pk).update(deleted_at=first.changed_at)
    assert concept("Splice").pk != first.pk


def test_a_save_makes_the_next_revision_with_its_base(eda):
    entry = concept("Hawser", "One.")
    saved = revise(entry, body="Two.", by=eda, base=1, summary="say more")
    assert (saved.edit.number, saved.edit.base, saved.edit.kind) == (2, 1, Edit.Kind.EDIT)
    assert saved.edit.revision.comment == "say more"
    assert Concept.objects.get(pk=entry.pk).html == "<p>Two.</p>"


def test_saving_what_is_there_makes_no_revision():
    entry = concept("Hawser", "One.", aliases=["big rope"], tags=["rope"], related=["Anchor"], extra="mood: calm\n")
    assert revise(entry).edit is None
    assert Edit.objects.filter(entry=entry).count() == 1


def test_a_clash_on_a_stale_base_carries_both_texts():
    entry = concept("Hawser", "One.")
    revise(entry, body="Two.", base=1)
    with pytest.raises(EditConflict) as conflict:
        revise(entry, body="Mine.", base=1)
    assert conflict.value.entry.body == "Two."
    assert conflict.value.mine.body == "Mine."
    assert Concept.objects.get(pk=entry.pk).body == "Two."


def test_all_or_none():
    with pytest.raises(SaveRefused):
        save_entries([submission("Fine"), submission("[bad]")], by=None)
    assert not Entry.objects.scoped(private=True).exists()


def test_a_rename_changes_the_address_and_keeps_the_old_name(client):
    entry = concept("TCP/IP")
    source = concept("Net", "See [[TCP/IP]] and [[tcp-ip]].")
    revise(entry, title="Internet protocols")
    renamed = Concept.objects.get(pk=entry.pk)
    assert (renamed.slug, renamed.fold) == ("internet-protocols", "internet protocols")
    assert list(source.links.values_list("target_public", flat=True)) == [entry.pk, entry.pk]
    assert client.get("/concepts/tcp-ip/")["Location"] == "/concepts/internet-protocols/"
    revise(entry, title="TCP/IP")
    assert [alias.text for alias in entry.aliases.all()] == ["Internet protocols"]


@pytest.mark.parametrize(
    ("field", "text"),
    [("author", "a" * 256), ("publication", "a" * 256), ("published", "a" * 101), ("source_url", "a" * 2001)],
)
def test_a_field_that_is_too_long_is_refused_by_name(field, text):
    with pytest.raises(SaveRefused, match="Shorten") as refused:
        essay("Long", "", **{field: text})
    assert refused.value.field == field


def test_longest_names_fit_on_every_database():
    title = "ΐ" * 200 + "ﬃ" * 55  # each grows threefold when its case is folded
    entry = concept(
        title, f"[[{'ΐ' * 500}]]", aliases=["中" * 255, "ΐ" * 255], tags=["字" * 255], paths=["p/" * 120 + "x"]
    )
    assert entry.title == title


def test_what_no_database_keeps_is_left_out():
    entry = essay("Odd", "a\0b\ud800c", author="x\0y", extra="k: \0v\n")
    assert (entry.body, entry.author, entry.extra) == ("ab?c", "xy", "k: v\n")


def test_unknown_keys_and_related_names_stay_as_written():
    entry = concept("Hawser", related=["anchor", "No such page"], extra="updated: '2026-02-04'\n")
    assert entry.document().related == ("anchor", "No such page")
    assert entry.document().extra == "updated: '2026-02-04'\n"


def test_a_public_first_visibility_is_logged(ada):
    entry = save_entry(submission("Cleat", summary="for all"), by=ada).entry
    change = VisibilityChange.objects.get(entry_id=entry.pk)
    assert (change.visibility, change.by, change.reason, change.number) == ("public", ada, "for all", 1)


def test_what_cannot_be_rendered_is_kept_and_shown_as_text(monkeypatch):
    from wiki.rendering import sandbox

    def refuse(text, **kwargs):
        raise sandbox.RenderRefused("time")

    monkeypatch.setattr(sandbox, "render", refuse)
    entry = concept("Slow", "a < b")
    assert (entry.body, entry.refused) == ("a < b", "time")
    assert "a &lt; b" in entry.html


def test_tags_keep_their_spelling_and_their_slug_is_a_function_of_it():
    concept("Hawser", tags=["Rope/Hemp", "big  ropes"])
    assert set(TaggedEntry.objects.values_list("name", "tag__slug")) == {
        ("Rope/Hemp", "rope/hemp"),
        ("big ropes", "big-ropes"),
    }


def test_many_are_saved_with_a_fixed_number_of_queries(django_assert_max_num_queries):
    few = [submission(f"Knot {n}", f"See [[Knot {n + 1}]].", tags=["k"], aliases=[f"k{n}"]) for n in range(5)]
    with django_assert_max_num_queries(90):
        entries(*few)
    assert Essay.objects.count() == 0


def test_a_changed_sentence_touches_no_other_row():
    concept("Bitt")
    entry = concept("Hawser", "It holds. See [[Bitt]].", aliases=["cable"], tags=["rope"])
    kept = list(Alias.objects.values_list("pk")), list(TaggedEntry.objects.values_list("pk"))
    (link,) = entry.links.all()
    revise(entry, body="It holds well. See [[Bitt]].")
    assert (list(Alias.objects.values_list("pk")), list(TaggedEntry.objects.values_list("pk"))) == kept
    assert entry.links.get().pk == link.pk


@pytest.mark.parametrize("kind", ["concept", "essay"])
def test_a_save_asks_as_often_in_a_large_wiki_as_in_a_small_one(django_assert_max_num_queries, kind):
    make = {"concept": concept, "essay": essay}[kind]
    entry = make("Hawser", "See [[Knot 1]] and [[Knot 2]], not knot 3.", aliases=["cable"], tags=["rope"])
    entries(*[submission(f"Knot {n}", f"See [[Knot {n + 1}]].", aliases=[f"k{n}"]) for n in range(30)])
    with django_assert_max_num_queries({"concept": 33, "essay": 41}[kind]):
        revise(entry, body="See [[Knot 1]] and [[Knot 2]], but not knot 3 again.")


def test_who_lost_the_right_to_publish_meanwhile_makes_nothing_public(ada, eda):
    new = replace(submission("Hawser", "A rope."), by_right=True)
    with pytest.raises(PermissionDenied):
        save_entries([new], by=eda)
    assert not Entry.objects.filter(title="Hawser").exists()
    assert save_entries([new], by=ada)[0].entry.is_public
    kept = replace(submission("Cable", "A rope."), visibility="private", by_right=True)
    assert save_entries([kept], by=eda)[0].edit
