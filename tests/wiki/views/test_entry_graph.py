"""What stands around an entry, drawn and listed."""

import re

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def weir():
    entries(
        submission("Weir", "A low dam. The [[mill]] needs it. So does the [[Lade]]; the [[lade]] leads on."),
        submission("Mill", "It needs a [[weir]]. No [[weir]], no flour. A [[Ladder]] stands by."),
        submission("Ladder", "For fish, at a [[weir]].", related=["Weir"]),
        submission("On dams", "Every weir is small.", kind="essay", author="M. Sorley"),
        submission("Shut", "A secret about the [[weir]].", visibility=PRIVATE),
        submission("Far", "The [[ladder]] is far."),
    )


def drawn(response):
    """The names in the drawing, without the one in the middle, with the classes of their nodes."""
    nodes = re.findall(r'<(?:a|g)[^>]* class="node ([^"]*)".*?</text>', html(response), re.DOTALL)
    return sorted(nodes)


def names(response):
    part = html(response).partition("<svg viewBox=")[2].partition("</svg>")[0]
    found = re.findall(r"<text[^>]*>(.*?)</text>", part, re.DOTALL)
    return [" ".join(re.findall(r"<tspan[^>]*>([^<]*)", each)) for each in found]


def lines(response):
    return re.findall(r'<path class="(w\d \w+)"', html(response))


def test_the_list_says_who_names_whom_and_how_often(weir, get):
    words = text(get("/concepts/weir/graph/"))
    assert "4 neighbours, one step away" in words
    for part in (
        "Names it and is named by it Mill 3 sentences , joined with Ladder",
        "Only names it Ladder 1 sentence , joined with Mill",
        "Only named by it Lade (not written yet) 1 sentence",
        "Essays On dams 1 sentence",
    ):
        assert part in words, words
    assert "Lock" not in words


def test_the_drawing_shows_the_same_names(weir, get):
    response = get("/concepts/weir/graph/")
    assert names(response) == ["Mill", "Ladder", "Lade", "On dams", "Weir"]
    assert drawn(response) == ["centre", "live", "live", "live essay", "red"]
    assert sorted(lines(response)) == ["w0 live", "w1 live", "w1 live", "w1 red", "w3 live"]
    assert {"/concepts/mill/", "/concepts/ladder/", "/essays/on-dams/"} <= set(addresses(response))


def test_private_names_are_drawn_for_editors_alone(weir, get, eda):
    assert "Shut" not in html(get("/concepts/weir/graph/"))
    response = get("/concepts/weir/graph/", eda)
    assert "Shut" in names(response) and "private" in drawn(response)
    assert "private: Shut" in text(response) and "Lock: private" in text(response)
    assert "w1 private" in lines(response)


@pytest.mark.both
def test_editors_go_from_a_red_name_to_its_form(weir, get, eda):
    red = "/concepts/new/?title=Lade"
    assert red not in addresses(get("/concepts/weir/graph/"))
    assert red in addresses(get("/concepts/weir/graph/", eda))


@pytest.mark.both
def test_two_steps_lead_on_and_say_by_which_name(weir, get):
    response = get("/concepts/weir/graph/?steps=2")
    assert "and 1 name two steps away" in text(response)
    assert names(response)[-2:] == ["Far", "Weir"]
    assert re.search(r"Ladder</a>[^/]*sentence.*?<ul><li>.*?Far</a>", html(response), re.DOTALL)
    assert "Far" not in html(get("/concepts/weir/graph/"))


def test_names_are_escaped_in_the_drawing_too(get):
    concept("Weir", "A low dam.")
    concept(QUOTED, "By the [[weir]].")
    assert not_raw(get("/concepts/weir/graph/"))


def test_of_very_many_the_strongest_are_drawn(get):
    concept("Weir", "A low dam.")
    entries(*(submission(f"Name {n:02}", "At the [[weir]]." + " See the [[weir]]." * (n == 33)) for n in range(34)))
    response = get("/concepts/weir/graph/")
    assert "34 neighbours, one step away; here the 29 nearest" in text(response)
    assert names(response) == ["Name 33", *(f"Name {n:02}" for n in range(28)), "Weir"]
    assert "/concepts/weir/links/" in addresses(response)


def test_the_same_page_has_the_same_bytes(weir, get):
    assert get("/concepts/weir/graph/").content == get("/concepts/weir/graph/").content


def test_what_has_no_neighbour_says_how_to_get_one(get):
    essay("Alone", "Nobody comes.")
    assert "[[Alone]]" in text(get("/essays/alone/graph/"))


@pytest.mark.parametrize(("steps", "queries"), [(1, 6), (2, 9)])
def test_the_queries_are_as_many_for_many_neighbours(get, weir, steps, queries, django_assert_num_queries):
    address = f"/concepts/weir/graph/?steps={steps}"
    get(address)
    with django_assert_num_queries(queries):
        get(address)
    entries(*(submission(f"Name {n}", "At the [[weir]], the [[ladder]], the [[mill]].") for n in range(40)))
    with django_assert_num_queries(queries):
        get(address)


def test_the_entry_leads_there(weir, get):
    assert "/concepts/weir/graph/" in addresses(get("/concepts/weir/"))
