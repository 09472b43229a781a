"""Drafts of one's own: listed, gone on with, thrown away; nobody else's."""

import pytest

from tests.factories import PRIVATE, concept
from wiki.models import Draft

pytestmark = pytest.mark.django_db

TOKEN = "a" * 32


@pytest.fixture
def kept(client_of, eda):
    concept("Tide", "It rises.", visibility=PRIVATE)
    client = client_of(eda)
    client.post("/concepts/tide/edit/", {"body": "It rises fast.", "base": 1, "token": "b" * 32, "action": "draft"})
    client.post("/essays/new/", {"title": "On <ebb>", "body": "It falls.", "token": TOKEN, "action": "draft"})
    return client


def test_somebody_finds_what_was_not_saved(kept, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = kept.get("/drafts/").content.decode()
    assert "2 texts not saved yet" in page
    assert "On &lt;ebb&gt;" in page
    assert "It falls." in page
    assert "/concepts/tide/edit/" in page
    address = f"/essays/new/?draft={TOKEN}"
    assert address in page
    assert "It falls." in kept.get(address).content.decode()


def test_a_draft_is_thrown_away_from_the_list(kept):
    response = kept.post("/essays/new/", {"token": TOKEN, "action": "discard", "next": "drafts"})
    assert (response.status_code, response["Location"]) == (303, "/drafts/")
    assert Draft.objects.filter(closed=False).count() == 1
    response = kept.post("/concepts/tide/edit/", {"token": "b" * 32, "action": "discard", "next": "drafts"})
    assert response["Location"] == "/drafts/"
    assert "Nothing is waiting" in kept.get("/drafts/").content.decode()


def test_drafts_are_their_authors_alone(kept, client_of, ada, ben, nobody, eda):
    assert "Nothing is waiting" in client_of(ada).get("/drafts/").content.decode()
    assert client_of(ben).get("/drafts/").status_code == client_of(nobody).get("/drafts/").status_code == 403
    eda.groups.clear()
    assert kept.get("/drafts/").status_code == 403
