"""The page of an essay."""

import pytest

from tests.factories import entries, essay, submission
from tests.wiki.views.pages import QUOTED, addresses, html, links, not_raw, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_weirs():
    entries(submission("Weir", "A low dam."), submission("River", "Water that runs."))
    return essay(
        "On weirs",
        "Every weir is a quarrel. A [[river]] keeps none of them.",
        author="M. Sorley",
        publication="Water & Land",
        published="2021-03-04",
        source_url="https://example.org/on-weirs?a=1&b=2",
        tags=["water"],
    )


@pytest.mark.both
def test_the_page_shows_who_wrote_it_where_and_when(on_weirs, get):
    response = get("/essays/on-weirs/")
    words = text(response)
    assert "Essay" in words
    assert "M. Sorley, Water & Land, 2021-03-04" in words
    assert '<time datetime="2021-03-04">' in html(response)
    source = next(link for link in links(response) if link.get("href", "").startswith("https://example.org"))
    assert source["href"] == "https://example.org/on-weirs?a=1&b=2"
    assert source["rel"] == "nofollow noopener"


def test_concepts_that_it_links_or_names_are_listed_with_their_sentence(on_weirs, get):
    words = text(get("/essays/on-weirs/"))
    assert "Concepts it uses 2 concepts" in words
    assert "“Every weir is a quarrel.”" in words
    assert {"/concepts/weir/", "/concepts/river/"} <= set(addresses(get("/essays/on-weirs/")))


def test_an_essay_without_author_or_date_has_no_byline(get):
    essay("Plain", "Some words.")
    assert "byline" not in html(get("/essays/plain/"))


def test_names_stand_in_the_page_escaped(get):
    essay(QUOTED, "Some words.", author=QUOTED, publication=QUOTED, published=QUOTED)
    assert not_raw(get("/essays/tom-jerrys-law-1/"))


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x"])
def test_an_address_that_runs_is_no_link(get, address):
    essay("Trap", "Some words.", source_url=address)
    found = [found or "" for found in addresses(get("/essays/trap/"))]
    assert not [found for found in found if found.strip().lower().startswith(("javascript:", "data:"))]


def test_the_document_is_the_text_with_its_front_matter(on_weirs, get):
    response = get("/essays/on-weirs.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    document = html(response)
    for line in ("title: On weirs", "type: essay", "author: M. Sorley", "publication: Water & Land"):
        assert line in document
    assert document.endswith("Every weir is a quarrel. A [[river]] keeps none of them.")


def test_head_answers_without_a_body_and_post_is_refused(on_weirs, client):
    assert client.head("/essays/on-weirs/").content == b""
    assert client.head("/essays/on-weirs/").status_code == 200
    assert client.post("/essays/on-weirs/").status_code == 405


def test_many_concepts_cost_no_more_questions(queries):
    names = [f"Place {n}" for n in range(60)]
    entries(*[submission(name, "A place.") for name in names])
    essay("Few", " ".join(f"It lies near [[{name}]]." for name in names[:3]))
    essay("Many", " ".join(f"It lies near [[{name}]]." for name in names))
    few, many = queries("/essays/few/"), queries("/essays/many/")
    assert few == many <= 12
