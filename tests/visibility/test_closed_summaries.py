"""What the wiki wrote of a renaming is closed with the title that it names, and shown again with it."""

import pytest

from tests.factories import concept, revise
from wiki.actions import renaming
from wiki.actions.suppressing import suppress
from wiki.models import Concept, Edit

pytestmark = [pytest.mark.django_db, pytest.mark.both(each=True)]
PAGES = ("/concepts/cove/history/", "/concepts/ship/history/", "/concepts/ship/", "/")


def close(entry, number, value=True):
    suppress(Edit.objects.get(entry=entry.pk, number=number), by=None, text=value, reason="harm")


@pytest.fixture
def cove(eda):
    entry = concept("Vilename", "Vile.", by=eda)
    concept("Ship", "It lies off the [[Vilename]].")
    renaming.rename(entry, "Cove", by=eda, rewrite=True)
    return Concept.objects.get(pk=entry.pk)


def telling(client):
    return [page for page in PAGES if b"Vilename" in client.get(page).content]


def test_it_is_closed_here_and_there_and_comes_back(client_of, nobody, eda, ada, cove):
    before = telling(client_of(nobody))
    assert {"/concepts/cove/history/", "/concepts/ship/history/"} <= set(before)
    close(cove, 1)
    assert telling(client_of(nobody)) == telling(client_of(eda)) == []
    assert "/concepts/ship/history/" in telling(client_of(ada))
    close(cove, 1, False)
    assert telling(client_of(nobody)) == before
    assert not Edit.objects.filter(summary_suppressed=True)


def test_words_of_people_and_other_renamings_stay(client_of, nobody, cove, eda):
    bay = concept("Bay", "Wide.", by=eda)
    renaming.rename(bay, "Wide bay", by=eda)
    revise(bay, body="Wider.", by=eda, summary="as [[Vilename]] once was")
    close(cove, 1)
    page = client_of(nobody).get("/concepts/wide-bay/history/").content.decode()
    assert "renamed to" in page and "as [[Vilename]] once was" in page


def test_what_was_suppressed_by_itself_stays_so(cove):
    own = Edit.objects.get(entry=cove.pk, number=2)
    suppress(own, by=None, summary=True, reason="harm")
    close(cove, 1)
    close(cove, 1, False)
    assert list(Edit.objects.filter(summary_suppressed=True)) == [own]


def test_a_title_that_another_revision_says_is_told(client_of, eda):
    entry = concept("Vilename", "Vile.", by=eda)
    revise(entry, body="Clean.")
    entry = Concept.objects.get(pk=entry.pk)
    renaming.rename(entry, "Cove", by=eda)
    close(entry, 1)
    assert b"Vilename" in client_of(eda).get("/concepts/cove/history/").content
    close(entry, 2)
    assert b"Vilename" not in client_of(eda).get("/concepts/cove/history/").content
