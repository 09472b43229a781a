"""The first page."""

import re

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def wiki():
    entries(
        submission("Canal", "A made river, unlike a [[weir]].", tags=["water"], summary="tell it from a river"),
        submission("Cistern", "It holds rain and a [[weir]].", tags=["water"]),
        submission("On canals", "Every canal is a promise.", kind="essay", author="M. Sorley", published="2021"),
        submission("Chute", "Secret.", tags=["quiet"], visibility=PRIVATE),
    )


@pytest.mark.both
def test_the_page_says_what_the_wiki_is_and_where_to_begin(wiki, get):
    response = get("/")
    words = text(response)
    for part in (
        "What we mean by our words",
        "Commonplace keeps its ideas here",
        "2 concepts, 1 essay.",
        "Begin with Canal.",
        "Lately changed",
        "New essays",
        "M. Sorley, 2021",
        "weir wanted by 2 pages: Canal and Cistern",
        "water 2",
    ):
        assert part in words, part
    assert '<h1 class="title">What we mean by our words</h1>' in html(response)
    assert {"/concepts/canal/", "/essays/on-canals/", "/tags/water/"} <= set(addresses(response))


def test_the_cell_counts_the_names_that_one_sees(wiki, get, eda):
    assert cell(get("/")) == ("C", {"a": "1", "e": "", "i": "1", "o": "", "u": ""})
    assert cell(get("/", eda)) == ("C", {"a": "1", "e": "", "i": "1", "o": "", "u": "1"})


def cell(response):
    source = html(response)
    return re.search(r"<b>(.)</b>", source)[1], dict(re.findall(r"<i>([aeiou])</i><span>(\d*)", source))


def test_private_entries_are_for_editors(wiki, get, eda):
    assert "Chute" not in text(get("/"))
    assert "quiet" not in text(get("/"))
    assert "Chute" in text(get("/", eda))


def test_name_and_tagline_are_those_of_the_settings(get, settings):
    settings.WIKI_NAME, settings.WIKI_TAGLINE = "Map & Room", 'Words "we" <use>'
    response = get("/")
    source = html(response)
    assert "Map &amp; Room" in source
    assert "Words &quot;we&quot; &lt;use&gt;" in source
    assert "Map & Room" in text(response)


@pytest.mark.parametrize("path", ["/", "/concepts/", "/accounts/login/", "/accounts/signup/", "/nowhere/"])
def test_every_page_bears_the_name_of_the_wiki(get, settings, path):
    settings.WIKI_NAME = "The Map Room"
    source = html(get(path))
    assert "The Map Room</title>" in source
    assert "<span>The Map Room</span>" in source
    assert "testserver" not in source


def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "See [[Missing & 'gone']].", tags=['R&D "x"'], summary='said "so" & <b>left</b>')
    response = get("/")
    assert not_raw(response)
    assert "<b>left" not in html(response)


def test_an_empty_wiki_says_what_comes_next(get, eda):
    assert "Nothing is written yet." in text(get("/"))
    assert "import_entries" in text(get("/", eda))


def test_head_answers_without_a_body_and_post_is_refused(client):
    assert client.head("/").content == b""
    assert client.post("/").status_code == 405


def test_many_entries_cost_no_more_questions(queries):
    entries(*[submission(f"Place {n}", f"See [[Other {n}]].", tags=[f"tag {n}"]) for n in range(6)])
    few = queries("/")
    entries(*[submission(f"More {n}", f"See [[Other {n}]].", tags=[f"tag {n}"]) for n in range(60)])
    assert queries("/") == few <= 20
