"""Drafts of one's own: listed, gone on with, thrown away; nobody else's."""

import re

import pytest

from tests.factories import PRIVATE, concept
from tests.wiki.views.forms import BASE, fields_of, form, text_of
from wiki.models import Concept, Draft, Edit, Entry

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


@pytest.mark.both
def test_a_draft_is_thrown_away_from_the_list(kept):
    response = kept.post("/essays/new/", {"token": TOKEN, "action": "discard", "next": "drafts"})
    assert (response.status_code, response["Location"]) == (303, "/drafts/")
    assert Draft.objects.filter(closed=False).count() == 1
    response = kept.post("/concepts/tide/edit/", {"token": "b" * 32, "action": "discard", "next": "drafts"})
    assert response["Location"] == "/drafts/"
    assert "Nothing is waiting" in kept.get("/drafts/").content.decode()


@pytest.mark.both
def test_drafts_are_their_authors_alone(kept, client_of, ada, ben, nobody, eda):
    assert "Nothing is waiting" in client_of(ada).get("/drafts/").content.decode()
    assert client_of(ben).get("/drafts/").status_code == client_of(nobody).get("/drafts/").status_code == 403
    eda.groups.clear()
    assert kept.get("/drafts/").status_code == 403


def test_a_draft_is_kept_offered_and_discarded_by_a_save(client_of, eda, ada):
    concept("Tide", BASE)
    client = client_of(eda)
    response = client.post(
        "/concepts/tide/edit/", form(body="Half a thought", action="draft"), headers={"Accept": "application/json"}
    )
    assert response.status_code == 200 and "kept" in response.json()
    assert Edit.objects.count() == 1
    page = client.get("/concepts/tide/edit/")
    assert "was restored" in text_of(page) and fields_of(page)["body"] == "Half a thought"
    assert "restored" not in text_of(client_of(ada).get("/concepts/tide/edit/"))
    client.post("/concepts/tide/edit/", dict(fields_of(page), action="save"))
    assert not Draft.objects.visible_to(eda).exists()
    assert Concept.objects.get().body == "Half a thought"


def test_a_draft_remembers_where_it_began(client_of, ada, eda):
    concept("Tide", BASE)
    client_of(eda).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "rafts"), action="draft"))
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("Nobody", "No one")))
    page = client_of(eda).get("/concepts/tide/edit/")
    assert fields_of(page)["base"] == "1"
    client_of(eda).post("/concepts/tide/edit/", dict(fields_of(page), action="save"))
    assert Concept.objects.get().body == "The tide comes in. The rafts rise. No one hurries."


@pytest.mark.both
def test_a_draft_of_a_new_entry_is_found_again(client_of, eda, ada):
    client = client_of(eda)
    fields = fields_of(client.get("/concepts/new/?title=Neap"))
    client.post("/concepts/new/", {**fields, "body": "Begun.", "action": "draft"})
    assert not Entry.objects.exists()
    page = text_of(client.get("/concepts/new/"))
    address = re.search(r'href="(\?draft=\w+)"', page)[1]
    page = client.get("/concepts/new/" + address)
    assert fields_of(page)["body"] == "Begun."
    assert fields_of(client_of(ada).get("/concepts/new/" + address))["body"] == ""
    assert client.post("/concepts/new/", dict(fields_of(page), action="save")).status_code == 303
    assert not Draft.objects.visible_to(eda).exists()


@pytest.mark.both
def test_a_draft_can_be_thrown_away(client_of, eda):
    concept("Tide", BASE)
    client = client_of(eda)
    client.post("/concepts/tide/edit/", form(body="Half", action="draft"))
    assert client.post("/concepts/tide/edit/", form(body="Half", action="discard")).status_code == 303
    assert fields_of(client.get("/concepts/tide/edit/"))["body"] == BASE


@pytest.mark.both
def test_a_restored_draft_and_a_merged_text_publish_nothing(client_of, ada, eda):
    client = client_of(ada)
    fields = fields_of(client.get("/concepts/new/?title=Neap"))
    client.post("/concepts/new/", {**fields, "body": "Begun.", "action": "draft"})
    page = client.get(f"/concepts/new/?draft={fields['token']}")
    assert fields_of(page)["visibility"] == "private"
    del fields["visibility"]
    client.post("/concepts/new/", {**fields, "body": "Begun.", "action": "draft"})
    assert fields_of(client.get(f"/concepts/new/?draft={fields['token']}"))["visibility"] == "private"
    concept("Tide", BASE, visibility=PRIVATE)
    fields = fields_of(client.get("/concepts/tide/edit/"))
    client_of(eda).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "ships")))
    clash = client.post("/concepts/tide/edit/", {**fields, "body": BASE.replace("boats", "rafts")})
    edit = client.post("/concepts/tide/edit/", {**fields_of(clash), "action": "edit"})
    assert fields_of(edit)["visibility"] == "private"
    response = client.post("/concepts/tide/edit/", {**fields_of(edit), "action": "save"})
    assert response["Location"] == "/concepts/tide/"
