"""Drafts: one per person and entry, or per person and form."""

import pytest

from tests.factories import concept
from wiki.actions import drafting
from wiki.models import Concept, Draft


@pytest.mark.django_db
def test_a_draft_is_renewed_and_forgotten(eda, ada):
    entry = concept("Tide", "Text.")
    for text in ("One", "Two"):
        drafting.keep(eda, {"body": text}, kind="concept", entry=entry, base=1)
    drafting.keep(ada, {"body": "Hers"}, kind="concept", entry=entry, base=1)
    assert [draft.fields for draft in Draft.objects.visible_to(eda)] == [{"body": "Two"}]
    drafting.discard(eda, entry=entry)
    assert not Draft.objects.visible_to(eda).exists()
    assert Draft.objects.visible_to(ada).exists()


@pytest.mark.django_db
def test_only_the_latest_drafts_of_new_entries_are_kept(eda, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 3)
    for number in range(5):
        drafting.keep(eda, {"title": str(number)}, kind="concept", token=f"t{number}")
    assert {draft.token for draft in Draft.objects.visible_to(eda)} == {"t2", "t3", "t4"}


@pytest.mark.django_db
def test_what_could_not_be_saved_either_is_refused(eda):
    with pytest.raises(drafting.NotKept):
        drafting.keep(eda, {"body": "x" * (drafting.LARGEST + 1)}, kind="concept", token="t")


@pytest.mark.django_db(transaction=True)
def test_the_draft_of_an_entry_that_is_gone_is_refused(eda):
    with pytest.raises(drafting.NotKept):
        drafting.keep(eda, {"body": "Text."}, kind="concept", entry=Concept(pk=999_999))


@pytest.mark.django_db
def test_a_second_form_does_not_overwrite_what_the_first_one_keeps(eda):
    entry = concept("Tide", "Text.")
    drafting.keep(eda, {"body": "A whole chapter"}, kind="concept", entry=entry, token="first")
    with pytest.raises(drafting.OtherForm):
        drafting.keep(eda, {"body": "A word"}, kind="concept", entry=entry, token="second")
    drafting.discard(eda, entry=entry, token="second")
    assert Draft.objects.visible_to(eda).get().fields == {"body": "A whole chapter"}


@pytest.mark.django_db
@pytest.mark.parametrize("exists", [True, False])
def test_what_comes_late_from_a_form_that_was_saved_opens_no_draft(eda, exists):
    entry = concept("Tide", "Text.") if exists else None
    drafting.keep(eda, {"body": "Begun"}, kind="concept", entry=entry, token="form")
    drafting.discard(eda, entry=entry, token="form")
    assert drafting.keep(eda, {"body": "Late"}, kind="concept", entry=entry, token="form") is None
    assert not Draft.objects.visible_to(eda).exists()
    if exists:
        assert drafting.keep(eda, {"body": "Next"}, kind="concept", entry=entry, token="next")
