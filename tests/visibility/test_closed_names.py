"""Names that only a suppressed text says lead on for no one who may not read it, whatever is done with their entry."""

import pytest

from tests.factories import PRIVATE, concept
from wiki.actions import joining, renaming
from wiki.actions.suppressing import suppress
from wiki.models import Act, Alias, Concept, Edit, Link

pytestmark = pytest.mark.django_db


def close(entry, number, value=True):
    suppress(Edit.objects.get(entry=entry.pk, number=number), by=None, text=value, reason="harm")


@pytest.fixture
def cove(eda):
    """A concept that was called “Vilename” for one revision, whose text is suppressed, and a link by that name."""
    entry = concept("Vilename", "Vile.", by=eda)
    renaming.rename(entry, "Cove", by=eda, reason="a better name")
    concept("Ship", "It lies off the [[Vilename]].")
    close(entry, 1)
    return Concept.objects.get(pk=entry.pk)


def names(entry):
    return sorted(Alias.objects.filter(entry=entry.pk).values_list("text", "kind", "number"))


def test_a_merge_leaves_them_behind_and_dividing_finds_them(client_of, cove, ada, eda, nobody):
    bay, before = concept("Bay", "Wide."), names(cove)
    merged = joining.merge(cove, bay, by=eda, reason="one place")
    assert "Cove" in dict(Alias.objects.filter(entry=bay.pk).values_list("text", "kind"))
    assert "Vilename" not in str(Act.objects.get(kind="merge").details)
    pages = ["/complete/names/?q=vile", "/admin/wiki/alias/", "/concepts/bay/", "/bin/", "/admin/wiki/act/"]
    pages += ["/concepts/bay/visibility/", "/concepts/bay/history/"]
    for page in pages:
        assert b"Vilename" not in client_of(eda).get(page).content, page
    for person in (nobody, eda):
        assert client_of(person).get("/concepts/vilename/").status_code == 404
    joining.undo_merge(merged.act, by=ada)
    assert names(cove) == before
    close(cove, 1, False)
    assert client_of(nobody).get("/concepts/vilename/").url == "/concepts/cove/"
    assert Link.objects.get(target="Vilename").target_public_id == cove.pk


def test_what_a_private_entry_was_filed_under_stays_private_in_a_public_one(client_of, ada, nobody):
    secret, bay = concept("Inlet", "Words.", visibility=PRIVATE, paths=["plans/vile codename"]), concept("Bay", "Wide.")
    joining.merge(secret, bay, by=ada)
    assert client_of(nobody).get("/concepts/vile-codename/").status_code == 404
    assert client_of(ada).get("/concepts/vile-codename/").url == "/concepts/bay/"
