"""Two revisions compared."""

import re

import pytest

from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.visibility.crawl import essence
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import publishing
from wiki.models import Edit

pytestmark = pytest.mark.django_db

ONE = """A weir is low.

It feeds a mill.

It makes a pool.

## Uses

Fish climb it by three steps.

The end.
"""
TWO = ONE.replace("low", "high")
THREE = TWO.replace("three", "four").replace("The end.", "The end.\n\nBoats go round.")


@pytest.fixture
def weir(eda, ada):
    entry = concept("Weir", ONE, tags=["water", "old"], by=eda)
    revise(entry, body=TWO, by=eda, summary="measured")
    revise(entry, body=THREE, tags=["water", "new"], aliases=["barrage"], by=ada)
    return entry


def test_words_are_marked_and_the_rest_is_named(weir, get):
    response = get("/concepts/weir/diff/?from=1&to=3&view=side")
    page, words = html(response), text(response)
    for part in (
        "<del>low</del>",
        "<ins>high</ins>",
        "<del>three</del>",
        "<ins>four</ins>",
        "<ins>Boats go round.</ins>",
    ):
        assert part in page, part
    assert "It makes a pool." not in words
    assert re.search(r"Uses · 1 paragraph unchanged", words)
    assert "Revision 1" in words
    assert "Revision 3, current" in words
    assert "ada, and one edit between" in words


def test_fields_are_lines_of_their_own(weir, get):
    page = html(get("/concepts/weir/diff/?from=1&to=3"))
    for part in ("<ins>barrage</ins>", "<del>old</del>", "<ins>new</ins>"):
        assert part in page, part
    assert "<del>water</del>" not in page
    assert "water" not in text(get("/concepts/weir/diff/?from=1&to=3"))


@pytest.mark.both
def test_every_field_of_an_essay_and_an_order(get):
    entry = essay("On dams", "Text.", author="A.", aliases=["one", "two"], extra="mood: calm\nplace: here\n")
    revise(entry, title="On weirs", author="B.", publication="The Chronicle", published="1901", related=["Weir"],
           source_url="https://example.org/", aliases=["two", "one"], extra="mood: wild\nplace: here\n")  # fmt: skip
    response = get("/essays/on-weirs/diff/")
    words = text(response)
    for part in ("Title", "Author", "Published in", "Date", "Source", "Related", "Other fields"):
        assert part in words, part
    for part in ("<del>dams</del>", "<ins>weirs</ins>", "<del>A.</del>", "<ins>B.</ins>", "<del>mood: calm</del>"):
        assert part in html(response), part
    assert "Also known as in another order" in words
    assert "place: here" not in words


@together(("query", "pair"), [
    ("", (2, 3)), ("?from=1&to=2", (1, 2)), ("?from=2&to=1", (1, 2)), ("?to=2", (1, 2)), ("?from=1", (1, 3)),
    ("?from=2&to=2", (2, 2)), ("?from=&to=", (2, 3)),
])  # fmt: skip
def test_which_two_are_meant(weir, get, query, pair):
    page = html(get(f"/concepts/weir/diff/{query}"))
    assert re.findall(r"<b>Revision (\d)</b>", page) == [str(number) for number in pair]
    chosen = dict(re.findall(r'name="(\w+)" value="(\d+)" checked', page))
    assert chosen == {"from": str(pair[0]), "to": str(pair[1])}


@pytest.mark.both
@together(
    "query", ["?from=x", "?to=-1", "?from=1&to=9", "?from=0&to=1", "?to=0", "?from=1.5", "?to=" + "9" * 30, "?from=٣"]
)
def test_nonsense_is_not_there(weir, get, eda, query):
    assert get(f"/concepts/weir/diff/{query}", eda).status_code == 404


def test_both_ways_of_showing_and_the_one_that_fits(weir, get):
    for view, side, line in (("side", True, False), ("inline", False, True), ("", True, True), ("x", True, True)):
        page = html(get(f"/concepts/weir/diff/?from=1&to=2&view={view}"))
        assert ('class="side old"' in page) == side
        assert ('class="line"' in page) == line
    assert "weir is <del>low</del><ins>high</ins>.</div>" in html(get("/concepts/weir/diff/?to=2&view=inline"))
    assert 'name="view" value="side"' in html(get("/concepts/weir/diff/?to=2&view=side"))
    kept = addresses(get("/concepts/weir/diff/?to=2"))
    assert {"?from=1&to=2&view=side", "?from=1&to=2&view=inline"} <= set(kept)


def test_one_goes_from_change_to_change(weir, get):
    response = get("/concepts/weir/diff/?from=1&to=3")
    assert {"#change-2", "#change-1"} <= set(addresses(response))
    assert "#change-3" not in addresses(response)
    assert 'id="change-2"' in html(response)


def test_what_differs_in_nothing_says_so(weir, get):
    assert "Nothing differs." in text(get("/concepts/weir/diff/?from=2&to=2"))


@pytest.mark.both
def test_one_revision_has_nothing_beside_it(get, eda):
    concept("Weir", ONE)
    for query in ("", "?to=1"):
        response = get(f"/concepts/weir/diff/{query}", eda)
        assert response.status_code == 200
        assert "This is the first revision" in text(response)


@pytest.mark.both
def test_the_list_keeps_both_in_sight(get):
    entry = concept("Weir", "0")
    for n in range(1, 40):
        revise(entry, body=str(n))
    words = text(get("/concepts/weir/diff/?from=3&to=35"))
    assert "Revision 37 ·" in words
    assert "Revision 38 ·" not in words
    assert "25 revisions between" in words
    assert "thirty" not in words
    assert "31 edits between" in words


@pytest.mark.both
def test_readers_compare_nothing_below_the_horizon(get, ben, nobody, eda):
    entry = concept("Weir", "Secret draft.", visibility=PRIVATE, tags=["hush"])
    revise(entry, body="Clean.", by=eda, summary="cleaned", tags=[])
    publishing.publish([entry], by=None)
    revise(entry, body="Clean and dry.")
    for person in (nobody, ben):
        for query in ("?from=1&to=2", "?from=1&to=3", "?to=1", "?from=1"):
            assert get(f"/concepts/weir/diff/{query}", person).status_code == 404
        published = text(get("/concepts/weir/diff/?to=2", person))
        assert "What was changed before the publication is not shown." in published
        assert "cleaned" not in published
        last = html(get("/concepts/weir/diff/", person))
        assert "Secret" not in last
        assert "<ins> and dry</ins>" in last
        assert "cleaned" not in last
    assert "Secret" in text(get("/concepts/weir/diff/?from=1&to=2", eda))


@pytest.mark.both
def test_suppressed_texts_are_compared_by_admins_alone(weir, get, eda, ada):
    revise(weir, body=ONE)
    Edit.objects.filter(number=2).update(text_suppressed=True)
    assert get("/concepts/weir/diff/?from=1&to=2").status_code == 404
    editors = get("/concepts/weir/diff/?from=1&to=2", eda)
    assert "was suppressed" in text(editors)
    assert "high" not in html(editors)
    assert "/concepts/weir/restore/1/" in addresses(editors)
    assert "/concepts/weir/restore/2/" not in addresses(get("/concepts/weir/diff/?from=2&to=3", eda))
    assert "<ins>high</ins>" in html(get("/concepts/weir/diff/?from=1&to=2", ada))
    assert re.findall(r"<b>Revision (\d)</b>", html(get("/concepts/weir/diff/?to=3"))) == ["1", "3"]


@pytest.mark.both
def test_a_hidden_entry_is_a_missing_one(get, eda):
    entry = concept("Shut", "Text.", visibility=PRIVATE)
    revise(entry, body="More.")
    assert essence(get("/concepts/shut/diff/")) == essence(get("/concepts/nowhere/diff/"))
    assert get("/concepts/shut/diff/", eda).status_code == 200


def test_texts_stand_in_the_page_escaped(get):
    entry = concept(QUOTED, '<script>alert("old")</script> &amp;')
    revise(entry, body='<script>alert("new")</script> &amp;', extra="<b>: 1\n", source_url="", aliases=["a 'b'"])
    response = get("/concepts/tom-jerrys-law-1/diff/")
    assert not_raw(response)
    page = html(response).split("<main", 1)[1].split("</main>")[0]
    assert "<script" not in page
    assert "&amp;amp;" in page
    assert "&lt;b&gt;" in page


def test_a_long_comparison_costs_no_more_questions(queries):
    short, long = concept("Short", "One."), concept("Long", "\n\n".join(f"Part {n}." for n in range(200)))
    revise(short, body="Two.")
    for n in range(20):
        revise(long, body="\n\n".join(f"Part {n} {m}." for m in range(200)))
    few, many = queries("/concepts/short/diff/"), queries("/concepts/long/diff/")
    assert few == many <= 9
