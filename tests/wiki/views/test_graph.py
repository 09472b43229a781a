"""The map of the whole wiki: its list, and what its drawing is made of."""

import json

import pytest

from tests.factories import PRIVATE, concept, entries, revise, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import publishing
from wiki.readers import map as reader
from wiki.readers import map_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    return entries(
        submission(
            "Weir", "A low dam by the [[mill]], the [[mill]] of old.", tags=["Water"], aliases=["Dam", "Barrage"]
        ),
        submission("Mill", "It needs a [[weir]], [[flour]] and a [[ladder]].", tags=["water", "work"]),
        submission("Ladder", "For fish.", related=["Weir"]),
        submission("On dams", "Every [[weir]] is small.", kind="essay", author="M. Sorley", tags=["work"]),
        submission("Shut", "A secret about the [[weir]].", visibility=PRIVATE, tags=["secret", "Work"]),
    )


def data(response):
    assert response.status_code == 200
    return json.loads(response.content)


def test_readers_get_public_names_by_kind_and_slug(mill, get):
    found = data(get("/graph/data.json"))
    assert found == {
        "title": ["Ladder", "Mill", "Weir", "On dams"],
        "slug": ["ladder", "mill", "weir", "on-dams"],
        "other": [[], [], ["Dam", "Barrage"], []],
        "kind": [0, 0, 0, 1],
        "degree": [2, 2, 3, 1],
        "tagged": [[], [0, 1], [0], [1]],
        "tags": ["Water", "work"],
        "edges": [0, 1, 1, 0, 2, 1, 1, 2, 3, 2, 3, 1],
        "count": 4,
        "edge_count": 4,
    }


@pytest.mark.both
def test_editors_get_private_names_and_which_they_are(mill, get, eda):
    found = data(get("/graph/data.json", eda))
    assert found["private"] == [found["title"].index("Shut")]
    assert found["tags"] == ["secret", "Water", "Work"]
    assert found["count"] == 5 and found["edge_count"] == 5


def test_nothing_in_it_tells_of_private_names(mill, get, ben):
    before = get("/graph/data.json").content, get("/graph/").content, get("/graph/data.json", ben).content
    revise(mill[4], body="Of the [[mill]] and the [[ladder]].", aliases=["flour"])
    concept("Hidden", "[[Weir]]", visibility=PRIVATE, tags=["aaa"])
    assert (get("/graph/data.json").content, get("/graph/").content, get("/graph/data.json", ben).content) == before
    publishing.publish([mill[4]], by=None)
    assert get("/graph/data.json").content != before[0]


def test_who_has_these_bytes_gets_none(mill, client):
    first = client.get("/graph/data.json")
    assert first.headers["ETag"].startswith('"')
    again = client.get("/graph/data.json", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    revise(mill[0], body="A dam.")
    assert client.get("/graph/data.json", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_what_a_signed_in_person_gets_is_kept_by_nobody(mill, get, ben):
    response = get("/graph/data.json", ben)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_of_very_many_the_most_linked_stay(mill, get, monkeypatch):
    monkeypatch.setattr(reader, "NODES", 2)
    found = data(get("/graph/data.json"))
    assert (found["title"], found["degree"], found["edges"]) == (["Ladder", "Weir"], [2, 3], [0, 1, 1])
    assert (found["count"], found["edge_count"]) == (4, 4)


def test_of_very_many_lines_each_name_keeps_its_strongest():
    edges = [(0, 1, 1), (0, 2, 5), (1, 2, 1), (1, 3, 2), (2, 3, 1)]
    assert reader.strongest(edges, 4, 4) == [(0, 2, 5), (1, 3, 2)]
    assert reader.strongest(edges, 4, 5) == edges


def test_the_questions_are_as_many_for_a_large_wiki(mill, get, queries):
    few = queries("/graph/data.json"), queries("/graph/")
    entries(*(submission(f"Name {n}", "At the [[weir]].", tags=["water", "fish"]) for n in range(30)))
    assert (queries("/graph/data.json"), queries("/graph/")) == few == (5, 8)


def test_the_list_says_subjects_their_most_linked_concepts_and_what_these_name(mill, get):
    response = get("/graph/")
    words = text(response)
    assert "4 pages, by what they say of each other" in words
    for part in (
        "Water 2 concepts Weir linked by 3 · around it: Weir Mill 1 sentence",
        "Mill linked by 1",
        "Without a subject 1 concept Ladder linked by 1",
    ):
        assert part in words, words
    assert words.index("Weir linked") < words.index("Mill linked")
    assert {"/concepts/weir/graph/", "/tags/water/"} <= set(addresses(response))


@pytest.mark.both
def test_the_list_marks_private_names_for_editors_alone(mill, get, eda):
    assert "Shut" not in html(get("/graph/")) and "private" not in text(get("/graph/"))
    assert "private: Shut" in text(get("/graph/", eda))


def test_the_list_has_pages(mill, get, monkeypatch):
    monkeypatch.setattr(map_list, "TAGS", 1)
    assert "Water" in text(get("/graph/")) and "Without a subject" not in text(get("/graph/"))
    assert "?page=2" in addresses(get("/graph/"))
    assert "Without a subject" in text(get("/graph/?page=99"))


def test_names_are_escaped(get):
    concept(QUOTED, "Words.", tags=['a "tag" & more'])
    assert not_raw(get("/graph/"))


@pytest.mark.both
def test_an_empty_wiki_says_what_will_be_here(get):
    assert "No page yet" in text(get("/graph/"))
    assert data(get("/graph/data.json"))["title"] == []


def test_the_neighbourhood_leads_to_the_map(mill, get):
    assert "/graph/" in addresses(get("/concepts/weir/graph/"))
