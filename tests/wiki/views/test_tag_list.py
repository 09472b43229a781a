"""The index of tags."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.wiki.views.pages import addresses, html, text

pytestmark = pytest.mark.django_db


def test_tags_stand_by_name_with_the_number_of_entries_one_sees(get, eda):
    entries(
        submission("A", "Text.", tags=["Water", "land/use"]),
        submission("B", "Text.", tags=["water"]),
        submission("C", "Text.", tags=["water", "quiet"], visibility=PRIVATE),
    )
    response = get("/tags/")
    assert "2 subjects" in text(response)
    assert "Water 2" in text(response)
    assert addresses(response) == ["/tags/land/use/", "/tags/water/"]
    assert "Water 3" in text(get("/tags/", eda))
    assert "/tags/quiet/" in addresses(get("/tags/", eda))


def test_names_stand_in_the_page_escaped(get):
    concept("A", "Text.", tags=["R&D \"x\" 'y'"])
    assert "R&amp;D &quot;x&quot; &#x27;y&#x27;" in html(get("/tags/"))


def test_an_empty_wiki_says_what_comes_next(get, eda):
    assert "No subjects yet" in text(get("/tags/"))
    assert "tags:" in text(get("/tags/", eda))


def test_head_answers_without_a_body_and_post_is_refused(client):
    assert client.head("/tags/").content == b""
    assert client.post("/tags/").status_code == 405


def test_many_tags_cost_no_more_questions(queries):
    concept("A", "Text.", tags=["one"])
    few = queries("/tags/")
    entries(*[submission(f"B {n}", "Text.", tags=[f"tag {n}", "one"]) for n in range(30)])
    assert queries("/tags/") == few <= 4
