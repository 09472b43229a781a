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
    assert [draft.author for draft in Draft.objects.all()] == [ada]


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
