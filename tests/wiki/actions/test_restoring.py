"""Bringing an old revision back, and taking one back."""

from dataclasses import replace

import pytest

from tests.factories import PRIVATE, concept, essay, revise
from wiki import history
from wiki.actions import publishing, restoring
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused
from wiki.models import Alias, Concept, Edit, Essay

pytestmark = pytest.mark.django_db

ONE = "A weir is low. It feeds a mill.\n\nFish climb it."


@pytest.fixture
def weir():
    return concept("Weir", ONE, aliases=["barrage"], tags=["water"], related=["Mill"], extra="mood: calm\n")


def now(entry):
    return type(entry).objects.get(pk=entry.pk)


def last(entry):
    return Edit.objects.filter(entry=entry.pk).select_related("revision").first()


def test_the_whole_document_comes_back(weir, eda):
    old = weir.document()
    revise(weir, title="Low dam", body="Other.", aliases=[], tags=["dams"], related=[], extra="")
    saved = restoring.restore(now(weir), 1, by=eda)
    assert now(weir).document() == replace(old, aliases=("barrage",))
    assert (saved.edit.number, saved.edit.kind, saved.edit.base) == (3, "restore", 2)
    assert (last(weir).revision.comment, last(weir).revision.user) == ("Restored revision 1", eda)
    assert now(weir).slug == "weir"
    assert Alias.objects.filter(entry=weir.pk, kind="former", text="Low dam").exists()
    assert history.read_number(weir, 3) == now(weir).document()


def test_an_essay_gets_its_fields_back():
    entry = essay("On dams", "Text.", author="A. Rigger", publication="The Chronicle", published="1901-02-03")
    revise(entry, author="B.", publication="", published="", source_url="https://example.org/")
    restoring.restore(now(entry), 1, by=None)
    entry = Essay.objects.get(pk=entry.pk)
    assert (entry.author, entry.publication, entry.published, entry.source_url) == (
        "A. Rigger",
        "The Chronicle",
        "1901-02-03",
        "",
    )
    assert entry.published_on.year == 1901


def test_ones_own_reason_is_kept(weir):
    revise(weir, body="Other.")
    restoring.restore(now(weir), 1, by=None, summary="the old one was right")
    assert last(weir).revision.comment == "the old one was right"


def test_what_is_there_already_makes_no_revision(weir):
    assert restoring.restore(now(weir), 1, by=None).edit is None
    assert now(weir).number == 1


def test_a_title_that_was_taken_meanwhile_refuses(weir):
    revise(weir, title="Low dam")
    concept("Weir", "Another thing.")
    with pytest.raises(NameTaken):
        restoring.restore(now(weir), 1, by=None)
    assert now(weir).title == "Low dam"


@pytest.mark.parametrize("number", [0, 2, 99])
def test_what_was_never_saved_is_refused(weir, number):
    for act in (restoring.restore, restoring.undo):
        with pytest.raises(SaveRefused):
            act(weir, number, by=None)


def test_visibility_and_horizon_stay(weir, ada):
    publishing.hide([weir], by=ada)
    revise(weir, body="Other.")
    restoring.restore(now(weir), 1, by=None)
    assert now(weir).visibility == PRIVATE


def test_a_summary_names_no_revision_that_readers_never_had(ada):
    entry = concept("Weir", "Secret.", visibility=PRIVATE)
    revise(entry, body="Clean.")
    publishing.publish([entry], by=ada)
    revise(entry, body="Cleaner.")
    restoring.restore(now(entry), 2, by=ada)
    assert last(entry).revision.comment == "Restored revision 2"
    restoring.restore(now(entry), 1, by=ada)
    assert last(entry).revision.comment == "Restored an earlier revision"


def test_one_revision_in_the_middle_is_taken_back(weir, eda):
    revise(weir, body=ONE.replace("low", "high"), tags=["water", "dams"])
    revise(weir, body=ONE.replace("low", "high").replace("Fish climb it.", "Fish climb it by a ladder."))
    saved = restoring.undo(now(weir), 2, by=eda)
    assert now(weir).body == ONE.replace("Fish climb it.", "Fish climb it by a ladder.")
    assert now(weir).document().tags == ("water",)
    assert (saved.edit.kind, last(weir).revision.comment) == ("undo", "Undid revision 2")


def test_the_last_revision_is_taken_back(weir):
    revise(weir, title="Low dam", body="Other.", tags=[])
    old = history.read_number(weir, 1)
    restoring.undo(now(weir), 2, by=None)
    assert now(weir).document() == old


def test_taking_back_twice_brings_it_back(weir):
    revise(weir, body=ONE.replace("low", "high"))
    restoring.undo(now(weir), 2, by=None)
    restoring.undo(now(weir), 3, by=None)
    assert now(weir).body == ONE.replace("low", "high")


def test_what_is_gone_already_makes_no_revision(weir):
    revise(weir, body=ONE.replace("low", "high"))
    revise(weir, body=ONE)
    assert restoring.undo(now(weir), 2, by=None).edit is None


@pytest.mark.parametrize(
    ("second", "third"),
    [
        ({"body": ONE.replace("low", "high")}, {"body": ONE.replace("low", "higher")}),
        ({"title": "Low dam"}, {"title": "Dam"}),
        ({"extra": "mood: wild\n"}, {"extra": "mood: dull\n"}),
    ],
)
def test_what_was_changed_again_is_not_taken_back_by_itself(weir, second, third):
    revise(weir, **second)
    revise(weir, **third)
    with pytest.raises(EditConflict) as caught:
        restoring.undo(now(weir), 2, by=None)
    assert not caught.value.merged.is_clean
    assert now(weir).number == 3


def test_the_first_revision_cannot_be_taken_back(weir):
    revise(weir, body="Other.")
    with pytest.raises(SaveRefused, match="first revision"):
        restoring.undo(now(weir), 1, by=None)


def test_somebody_elses_words_meanwhile_are_kept(weir):
    """The entry in hand is older than the stored one: what was saved since stays, where it stands apart."""
    revise(weir, body=ONE.replace("low", "high"))
    in_hand = now(weir)
    revise(weir, body=ONE.replace("low", "high") + "\n\nBoats go round.")
    restoring.restore(in_hand, 1, by=None)
    assert Concept.objects.get(pk=weir.pk).body == ONE + "\n\nBoats go round."
