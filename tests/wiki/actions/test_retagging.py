"""Renaming a tag in many entries, whatever happens to them meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from wiki.actions import deleting, retagging
from wiki.actions.errors import SaveRefused
from wiki.actions.retagging import describe_tag, joined, rename_tag
from wiki.actions.tagging import moved_tag
from wiki.models import Edit, Entry, Tag

pytestmark = pytest.mark.django_db


def tags_of(entry):
    return [row.name for row in Entry.objects.get(pk=entry.pk).tagged.all()]


@pytest.mark.parametrize(
    ("name", "slug", "new", "narrower", "moved"),
    [
        ("Water", "water", "Wet", False, "Wet"),
        ("WATER!", "water", "Wet", True, "Wet"),
        ("Water/Works", "water", "Wet", True, "Wet/Works"),
        ("Water / Works/Dams", "water/works", "a/b", True, "a/b/Dams"),
        ("Water/Works", "water", "Wet", False, ""),
        ("Waters", "water", "Wet", True, ""),
        ("Wet/Water", "water", "Wet", True, ""),
    ],
)
def test_what_a_tag_is_called_then(name, slug, new, narrower, moved):
    assert moved_tag(name, slug, new, narrower) == moved


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [("", "", ""), ("a", "", "a"), ("", "b", "b"), ("a", "b", "a\n\nb"), ("a b", "b", "a b"), ("b", "a b", "a b")],
)
def test_two_descriptions_are_one(one, other, both):
    assert joined(one, other) == both


def test_what_somebody_saves_meanwhile_stays(eda, monkeypatch):
    weir, river = concept("Weir", "A low dam.", tags=["water"]), essay("River", "It runs.", tags=["water", "wet"])
    read, once = retagging._read, []

    def read_and_be_late(keys, by):
        found = read(keys, by)
        if not once:
            once.append(revise(weir, body="A low dam, of stone.", tags=["stone", "water"]))
        return found

    monkeypatch.setattr(retagging, "_read", read_and_be_late)
    done = rename_tag("water", "Wetness", by=eda)
    assert (done.changed, done.left) == (2, 0)
    assert sorted(tags_of(weir)) == ["Wetness", "stone"]
    assert Entry.objects.get(pk=weir.pk).body == "A low dam, of stone."
    assert tags_of(river) == ["Wetness", "wet"]


def test_one_that_cannot_be_saved_holds_up_no_other(eda, monkeypatch):
    weir, river, well = (concept(name, "Text.", tags=["water"]) for name in ("Weir", "River", "Well"))
    read, once = retagging._read, []

    def read_and_be_late(keys, by):
        found = read(keys, by)
        if not once:
            once.append(deleting.delete(weir, by=None))
        return found

    monkeypatch.setattr(retagging, "_read", read_and_be_late)
    done = rename_tag("water", "wetness", by=eda)
    assert (done.changed, done.left) == (2, 0)
    assert tags_of(river) == tags_of(well) == ["wetness"]
    assert tags_of(weir) == ["water"]  # in the bin, as it was
    assert Tag.objects.filter(slug="water").exists()


def test_a_name_that_grows_too_long_is_left_and_said(eda):
    long = concept("Weir", "Text.", tags=["water/" + "x" * 240])
    short = concept("Well", "Text.", tags=["water"])
    done = rename_tag("water", "w" * 30, by=eda, narrower=True)
    assert (done.changed, done.left) == (1, 1)
    assert tags_of(short) == ["w" * 30]
    assert tags_of(long) == ["water/" + "x" * 240]


def test_the_summary_says_no_spelling_of_another_entry(eda):
    public = concept("Weir", "Text.", tags=["water"])
    concept("Shut", "Text.", tags=["Water!"], visibility=PRIVATE)
    rename_tag("water", "wet", by=eda)
    assert Edit.objects.get(entry=public, number=2).revision.comment == "Tag “water” renamed to “wet”"


def test_who_may(ben, eda):
    concept("Weir", "Text.", tags=["water"])
    with pytest.raises(PermissionDenied):
        rename_tag("water", "wet", by=ben)
    with pytest.raises(PermissionDenied):
        describe_tag("water", "What runs.", by=ben)
    with pytest.raises(SaveRefused, match="Somebody else"):
        describe_tag("water", "What runs.", by=eda, was="What stands.")
    assert Tag.objects.get(slug="water").description == ""


def test_a_name_that_was_renamed_twice_comes_back(eda):
    weir = concept("Weir", "Text.", tags=["dam", "water", "stone"])
    Tag.objects.filter(slug="water").update(description="What runs.")
    rename_tag("water", "wet/ness", by=eda)
    rename_tag("wet/ness", "water", by=eda)
    assert tags_of(weir) == ["dam", "water", "stone"]
    assert Tag.objects.get(slug="water").description == "What runs."
    assert set(Tag.objects.values_list("slug", flat=True)) == {"dam", "stone", "water"}


def test_many_are_saved_in_batches_that_each_stand_alone(eda, monkeypatch):
    monkeypatch.setattr(retagging, "BATCH", 2)
    made = entries(*[submission(f"Place {n}", "Text.", tags=["here"]) for n in range(5)])
    calls, save = [], retagging.save_entries

    def counted(submissions, *, by):
        calls.append(len(submissions))
        return save(submissions, by=by)

    monkeypatch.setattr(retagging, "save_entries", counted)
    assert rename_tag("here", "there", by=eda).changed == 5
    assert calls == [2, 2, 1]
    assert {tuple(tags_of(entry)) for entry in made} == {("there",)}
