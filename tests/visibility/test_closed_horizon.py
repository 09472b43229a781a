"""Where the revision that the horizon names is suppressed, readers get the next one that they see as published."""

import pytest

from tests.factories import concept, revise
from wiki.actions.suppressing import suppress
from wiki.models import Edit

pytestmark = [pytest.mark.django_db, pytest.mark.both(each=True)]
SUMMARIES = ("first words", "took a name out", "made it shorter")


def close(entry, *numbers):
    for edit in Edit.objects.filter(entry=entry.pk, number__in=numbers):
        suppress(edit, by=None, text=True, reason="harm")


@pytest.fixture
def cove(eda):
    entry = concept("Cove", "Vile.", by=eda, summary=SUMMARIES[0])
    revise(entry, body="Some words that stand.", by=eda, summary=SUMMARIES[1])
    revise(entry, body="Words.", by=eda, summary=SUMMARIES[2])
    return entry


def said(client, path):
    page = client.get(path).content.decode()
    return [words for words in SUMMARIES if words in page]


@pytest.mark.parametrize("closed", [(1,), (1, 2)])
def test_the_first_revision_that_they_see_tells_no_more_than_that(client_of, nobody, ben, eda, cove, closed):
    close(cove, *closed)
    left, first = list(SUMMARIES[len(closed) + 1 :]), len(closed) + 1
    for person in (nobody, ben):
        client = client_of(person)
        for path in ("/concepts/cove/history/", "/concepts/cove/", f"/concepts/cove/history/{first}/", "/"):
            assert set(said(client, path)) <= set(left), path
        assert said(client, "/concepts/cove/history/") == left
        page = client.get("/concepts/cove/history/").content.decode()
        assert page.count("published") >= 1 and page.count("/people/eda/") == len(left)
        assert "published" in client.get(f"/concepts/cove/history/{first}/").content.decode().lower()
        assert client.get("/people/eda/").status_code == (200 if left else 404)
        assert said(client, "/people/eda/") == left
    assert said(client_of(eda), "/concepts/cove/history/") == list(SUMMARIES)


def test_it_is_dated_when_it_was_saved(client_of, nobody, cove):
    from wiki.readers.revisions import find_revision

    close(cove, 1)
    cove.refresh_from_db()
    saved = Edit.objects.get(entry=cove.pk, number=2).revision.date_created
    assert find_revision(cove, 2, nobody).is_published and find_revision(cove, 2, nobody).when == saved
    assert not find_revision(cove, 3, nobody).is_published


def test_it_costs_no_question(client_of, nobody, cove, django_assert_max_num_queries):
    client, paths = client_of(nobody), ("/concepts/cove/", "/concepts/cove/history/", "/people/eda/")
    asked = []
    for step in (lambda: None, lambda: close(cove, 1)):
        step()
        for path in paths:
            with django_assert_max_num_queries(12) as found:
                client.get(path)
            asked.append(len(found))
    assert asked[:3] == asked[3:]
