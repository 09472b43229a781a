"""Two changes of one entry: brought together where they fit, handed back where they clash."""

import pytest

from tests.factories import concept, essay, revise
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.merging import merge_documents
from wiki.document.document import Document
from wiki.models import Concept, Edit

BASE = "The tide comes in. The boats rise. Nobody hurries.\n\nA second paragraph."


def test_neighbouring_sentences_and_other_fields_fit_together():
    base = Document(title="Tide", body=BASE, tags=("sea", "moon"), aliases=("flood",))
    mine = Document(title="Tide", body=BASE.replace("boats", "ships"), tags=("sea", "moon", "time"), aliases=())
    theirs = Document(title="Tide", body=BASE.replace("Nobody", "No one"), tags=("moon",), aliases=("flood", "ebb"))
    merged = merge_documents(base, mine, theirs)
    assert merged.is_clean
    assert merged.document() == Document(
        title="Tide",
        body="The tide comes in. The ships rise. No one hurries.\n\nA second paragraph.",
        tags=("moon", "time"),
        aliases=("ebb",),
    )


def test_what_clashes_is_chosen_and_nothing_is_lost_without_a_choice():
    base = Document(kind="essay", title="On tides", author="M.", body=BASE)
    mine = Document(kind="essay", title="On tides", author="Mary", body=BASE.replace("boats", "ships"))
    theirs = Document(kind="essay", title="The tides", author="Mona", body=BASE.replace("boats", "rafts"))
    merged = merge_documents(base, mine, theirs)
    assert (merged.clash_count, set(merged.values), len(merged.body.clashes)) == (2, {"author"}, 1)
    kept = merged.document()
    assert (kept.title, kept.author) == ("The tides", "Mary")
    assert "The ships rise." in kept.body and "The rafts rise." in kept.body
    chosen = merged.document(["theirs"], {"author": "theirs"})
    assert (chosen.author, chosen.body) == ("Mona", theirs.body)
    assert merged.document(["mine"]).body == mine.body


def test_unknown_front_matter_is_never_kept_twice():
    base, mine, theirs = (Document(title="A", extra=text) for text in ("year: 1\n", "year: 2\n", "year: 3\n"))
    merged = merge_documents(base, mine, theirs)
    assert merged.values["extra"].theirs == "year: 3\n"
    assert merged.document().extra == "year: 2\n"


@pytest.mark.django_db
def test_a_save_on_an_old_base_is_brought_together_with_what_stands_there(eda, ada):
    entry = concept("Tide", BASE, by=ada)
    revise(entry, body=BASE.replace("boats", "ships"), base=1, by=ada)
    saved = revise(entry, body=BASE.replace("boats", "ships").replace("Nobody", "No one"), base=2, by=ada)
    assert not saved.merged
    saved = revise(entry, body=BASE.replace("second", "last"), base=1, by=eda)
    assert (saved.merged, saved.edit.kind, saved.edit.number) == (True, Edit.Kind.MERGE, 4)
    text = "The tide comes in. The ships rise. No one hurries.\n\nA last paragraph."
    assert Concept.objects.get(pk=entry.pk).body == text


@pytest.mark.django_db
def test_the_same_change_twice_is_one_revision():
    entry = essay("On tides", BASE)
    revise(entry, body="New.", base=1)
    assert revise(entry, body="New.", base=1).edit is None
    assert Edit.objects.filter(entry=entry).count() == 2


@pytest.mark.django_db
def test_a_clash_carries_both_texts_and_changes_nothing():
    entry = concept("Tide", BASE)
    revise(entry, body=BASE.replace("boats", "ships"), base=1)
    with pytest.raises(EditConflict) as conflict:
        revise(entry, body=BASE.replace("boats", "rafts"), base=1)
    conflict = conflict.value
    assert (conflict.base, conflict.number, conflict.merged.clash_count) == (1, 2, 1)
    assert "rafts" in conflict.mine.body and "ships" in conflict.merged.theirs.body
    assert "ships" in Concept.objects.get(pk=entry.pk).body


@pytest.mark.django_db
@pytest.mark.parametrize("base", [3, 99])
def test_a_revision_that_does_not_exist_yet_is_refused(base):
    entry = concept("Tide", BASE)
    revise(entry, body="New.")
    with pytest.raises(SaveRefused) as refused:
        revise(entry, body="Other.", base=base)
    assert refused.value.field == "base"


@pytest.mark.django_db
def test_a_text_written_without_knowledge_of_the_entry_is_put_beside_it():
    entry = concept("Tide", "Theirs stands here.")
    with pytest.raises(EditConflict) as conflict:
        revise(entry, body="Mine comes late.", base=0)
    both = conflict.value.merged.document().body
    assert "Theirs stands here." in both and "Mine comes late." in both
