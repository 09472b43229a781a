"""Sources: one row for what is the same, keys that no private use can change."""

import pytest

from tests.factories import PRIVATE, concept
from wiki.actions.citing import identity, key_of
from wiki.models import Citation, CitationUse
from wiki.rendering.rendered import Citing


def citing(text="", url="", doi="", key=""):
    return Citing(1, "1", key, text, url, doi, "", "", "", "", "")


SAME = [
    (citing("Ashley 1944", doi="10.1/AB"), citing("The Ashley Book", doi="10.1/ab")),
    (citing("x", url="https://www.rope.example/a/"), citing("y", url="http://rope.example/a#top")),
    (citing("Ashley, C. *Knots*, 1944, p. 12."), citing("Ashley, C. Knots, 1944")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_source_has_one_identity_and_one_key(one, other):
    assert identity(one) == identity(other)
    assert key_of(one) == key_of(other)


def test_keys_are_readable_and_differ():
    assert key_of(citing("Ashley, Clifford. Knots, 1944")).startswith("ashley-1944-")
    assert key_of(citing("", url="https://rope.example/a")).startswith("rope-")
    assert key_of(citing("Ashley 1944")) != key_of(citing("Ashley 1945"))


@pytest.mark.django_db
def test_two_entries_share_a_source_and_each_use_keeps_its_text_and_sentence():
    note = "Ashley, Clifford. *The Ashley Book of Knots*. Doubleday, 1944."
    concept("Bowline", f"It holds.[^1]\n\n[^1]: {note}")
    concept("Hitch", f"It slips. It holds.[^a] End.\n\n[^a]: {note}")
    assert Citation.objects.count() == 1
    assert [use.sentence for use in CitationUse.objects.order_by("entry__slug")] == ["It holds.", "It holds."]


@pytest.mark.django_db
def test_a_key_cites_the_shared_library_and_plain_notes_cite_nothing():
    concept("Bowline", "It holds.[^1] And [@ashley1944, p. 12].[^n]\n\n[^1]: A remark.\n[^n]: See 1066 below? No.")
    uses = list(CitationUse.objects.values_list("citation__key", "locator", "number"))
    assert ("ashley1944", "p. 12", 0) in uses


@pytest.mark.django_db
def test_a_private_use_changes_neither_key_nor_identity():
    body = "It holds.[^1]\n\n[^1]: Ashley. *Knots*. 1944. https://rope.example/a"
    concept("Bowline", body)
    before = list(Citation.objects.values_list("key", "identity", "fields"))
    concept("Secret", body.replace("Ashley", "Other text"), visibility=PRIVATE)
    assert list(Citation.objects.values_list("key", "identity", "fields")) == before
