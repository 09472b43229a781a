"""The index of tags."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.wiki.views.pages import addresses, html, text
from wiki.models import Tag

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
    assert [link for link in addresses(response) if link.startswith("/tags/")] == [
        "/tags/", "/tags/land/", "/tags/land/use/", "/tags/water/"]  # fmt: skip
    assert "Water 3" in text(get("/tags/", eda))
    assert "/tags/quiet/" in addresses(get("/tags/", eda))


def test_tags_stand_below_others_by_their_names(get, eda):
    entries(
        submission("A", "Text.", tags=["Water/Works/Dams", "water-mill", "waters", "Water"]),
        submission("B", "Text.", tags=["Water/Works/Dams", "Land/Use"]),
        submission("C", "Text.", tags=["water/quiet", "sea/deep"], visibility=PRIVATE),
    )
    assert (
        text(get("/tags/")) == "Tags 5 subjects By name By count Land Use 1 Water 1 Works Dams 2 water-mill 1 waters 1"
    )
    assert '<ul><li><p><a href="/tags/water/works/">Works</a></p><ul>' in html(get("/tags/"))
    assert {"/tags/water/quiet/", "/tags/sea/", "/tags/sea/deep/"} <= set(addresses(get("/tags/", eda)))


def test_the_most_used_come_first_when_asked(get):
    entries(*[submission(f"E {n}", "Text.", tags=["b/b", *["a", "c"][n:]]) for n in range(3)])
    assert text(get("/tags/?order=count")) == "Tags 3 subjects By name By count b/b 3 c 2 a 1"
    assert text(get("/tags/?order=%00")) == text(get("/tags/"))


@pytest.mark.both
def test_short_descriptions_stand_with_their_tags(get):
    concept("A", "Text.", tags=["one", "two"])
    Tag.objects.filter(slug="one").update(description="What is <one>.")
    Tag.objects.filter(slug="two").update(description="A long story. " * 10)
    assert "one 1 What is <one>. two 1" in text(get("/tags/"))
    assert "long story" not in text(get("/tags/"))
    assert "&lt;one&gt;" in html(get("/tags/"))


def test_editors_are_shown_what_is_used_once(get, eda):
    entries(submission("A", "Text.", tags=["one", "two"]), submission("B", "Text.", tags=["two"]))
    assert "one used once: change one 1 two 2" in text(get("/tags/", eda))
    assert "/manage/tags/one/" in addresses(get("/tags/", eda))
    assert "used once" not in text(get("/tags/"))


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
    entries(*[submission(f"B {n}", "Text.", tags=[f"tag {n}", f"one/{n}", "one"]) for n in range(30)])
    assert queries("/tags/") == few <= 4
