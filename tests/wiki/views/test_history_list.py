"""The pages of a history."""

import re

import pytest

from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import publishing
from wiki.models import Edit
from wiki.readers import revisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def weir(eda, ada):
    """Two private revisions, published at the third, two more."""
    entry = concept("Weir", "A draft.", visibility=PRIVATE, by=eda, summary="first thoughts")
    revise(entry, body="A secret draft.", by=eda, summary="hidden reason")
    revise(entry, body="A low dam.", by=eda, summary="clean")
    publishing.publish([entry], by=ada)
    revise(entry, body="A low dam across a river.", by=ada, summary="where it stands")
    revise(entry, body="A dam.", by=eda, summary="cut")
    return entry


def numbers(response):
    return [int(number) for number in re.findall(r'name="from" value="(\d+)"', html(response))]


def test_a_history_says_who_when_why_and_how_much(weir, get, eda):
    words = text(get("/concepts/weir/history/", eda))
    assert numbers(get("/concepts/weir/history/", eda)) == [5, 4, 3, 2, 1]
    for part in ("cut", "−19", "where it stands", "+15", "ada", "eda", "created", "first thoughts", "+8"):
        assert part in words, part
    assert html(get("/concepts/weir/history/", eda)).count("<time ") == 5


def test_editors_see_where_the_part_of_readers_ends(weir, get, eda, ada):
    year = Edit.objects.get(entry=weir.pk, number=1).revision.date_created.year
    for person in (eda, ada):
        words = text(get("/concepts/weir/history/", person))
        assert re.search(
            rf"Published \d+ \w+ {year}\. Readers see revisions 3 and later; the 2 below are for editors\.", words
        )
        assert words.index("clean") < words.index("Readers see") < words.index("hidden reason")


def test_the_band_needs_a_publication_with_something_below_it(get, eda):
    concept("Open", "Text.")
    concept("Shut", "Text.", visibility=PRIVATE)
    for slug in ("open", "shut"):
        assert "Readers see" not in text(get(f"/concepts/{slug}/history/", eda))


def test_readers_begin_at_the_publication(weir, get, ben, nobody):
    for person in (nobody, ben):
        response = get("/concepts/weir/history/", person)
        words = text(response)
        assert numbers(response) == [5, 4, 3]
        assert "published" in words
        for part in ("clean", "hidden reason", "first thoughts", "+2", "−5", "Readers see", "restore", "undo"):
            assert part not in words, part
        assert "where it stands" in words
        assert "+15" in words
    assert not any("diff/?to=3" in address for address in addresses(get("/concepts/weir/history/")))


def test_the_publication_is_dated_then_and_names_nobody(get, eda):
    entry = concept("Open", "Text.", visibility=PRIVATE, by=eda)
    publishing.publish([entry], by=None)
    entry.refresh_from_db()
    page = html(get("/concepts/open/history/"))
    assert f'datetime="{entry.published_at.isoformat()}"' in page
    assert "eda" not in page


def test_editors_have_the_acts(weir, get, eda):
    found = addresses(get("/concepts/weir/history/", eda))
    for address in ("restore/4/", "restore/1/", "history/5/undo/", "history/2/undo/", "diff/?to=3", "history/1/"):
        assert f"/concepts/weir/{address}" in found, address
    for address in ("restore/5/", "history/1/undo/", "diff/?to=1"):
        assert f"/concepts/weir/{address}" not in found, address


@pytest.mark.both
def test_the_two_newest_are_chosen(weir, get):
    page = html(get("/concepts/weir/history/"))
    assert re.findall(r'name="(\w+)" value="(\d+)" checked', page) == [("to", "5"), ("from", "4")]
    assert 'action="/concepts/weir/diff/"' in page


def test_one_revision_cannot_be_compared(get):
    concept("Weir", "Text.")
    response = get("/concepts/weir/history/")
    assert numbers(response) == []
    assert "There is one revision so far" in text(response)


@pytest.mark.both
def test_long_histories_have_pages(get, monkeypatch):
    monkeypatch.setattr(revisions, "PAGE", 3)
    entry = concept("Weir", "0")
    for n in range(7):
        revise(entry, body="x" * n)
    first = get("/concepts/weir/history/")
    assert numbers(first) == [8, 7, 6]
    assert "5 older" in text(first)
    assert "?after=6" in addresses(first)
    second = get("/concepts/weir/history/?after=6")
    assert numbers(second) == [5, 4, 3]
    assert {"?after=3", "?"} <= set(addresses(second))
    last = get("/concepts/weir/history/?after=3")
    assert numbers(last) == [2, 1]
    assert "?after=6" in addresses(last)
    assert "older" not in text(last)
    assert text(last).count("Change in bytes") == 1  # of the second revision; of the first, readers see none


@pytest.mark.both
def test_the_last_of_a_page_knows_what_it_changed(get, monkeypatch):
    monkeypatch.setattr(revisions, "PAGE", 2)
    entry = concept("Weir", "One")
    revise(entry, body="One two")
    revise(entry, body="One two three")
    assert "+4" in text(get("/concepts/weir/history/"))


@pytest.mark.both
@together("after", ["x", "-1", "0", "1", "999999999", "9" * 40, "٣", ""])
def test_odd_places_to_begin_are_no_error(weir, get, after):
    assert get(f"/concepts/weir/history/?after={after}").status_code == 200


@pytest.mark.both
def test_a_hidden_history_is_a_missing_one(get, eda):
    concept("Shut", "Text.", visibility=PRIVATE)
    assert get("/concepts/shut/history/").status_code == get("/concepts/nowhere/history/").status_code == 404
    assert get("/concepts/shut/history/", eda).status_code == 200


def test_essays_have_a_history_and_a_tab(get):
    essay("On dams", "Text.")
    assert "/essays/on-dams/history/" in addresses(get("/essays/on-dams/"))
    assert get("/essays/on-dams/history/").status_code == 200


def test_the_page_of_an_entry_leads_to_its_revision(weir, get):
    assert "/concepts/weir/history/5/" in addresses(get("/concepts/weir/"))


@pytest.mark.both
def test_summaries_and_names_stand_in_the_page_escaped(get, eda):
    eda.first_name = '<b class="x">'
    eda.save()
    entry = concept(QUOTED, "Text.")
    revise(entry, body="More.", by=eda, summary="<i>why</i>")
    response = get("/concepts/tom-jerrys-law-1/history/")
    assert not_raw(response)
    assert "&lt;i&gt;why&lt;/i&gt;" in html(response)
    assert '<b class="x">' not in html(response)


def test_search_engines_are_sent_to_the_page_itself(weir, get):
    for path in ("history/", "history/4/", "diff/"):
        assert '<meta name="robots" content="noindex">' in html(get(f"/concepts/weir/{path}"))


def test_a_long_history_costs_no_more_questions(queries, eda):
    short, long = concept("Short", "Text."), concept("Long", "Text.")
    revise(short, body="More.")
    for n in range(60):
        revise(long, body=f"Text {n}.", by=eda)
    for person in (None, eda):
        who = [person] if person else []
        few, many = (queries(f"/concepts/{slug}/history/", *who) for slug in ("short", "long"))
        assert few == many <= (5 if person is None else 10)
