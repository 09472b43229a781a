"""The card of an entry: what is shown beside a link to it."""

import re

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.visibility.crawl import essence
from tests.wiki.views.pages import QUOTED, html
from wiki.actions import deleting, publishing

pytestmark = pytest.mark.django_db


def words(response):
    """Return the words of a card, and look whether it is a piece of a page and no more."""
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    source = html(response)
    assert not re.search(r"<(html|head|body|script|style|link|a|button|form)\b", source)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", source)).strip()


def test_a_concept_with_its_names_its_opening_and_who_links_to_it(get):
    concept("Weir", "A low dam. It holds a river back.\n\nMore.", aliases=["barrage", "dam"])
    assert words(get("/concepts/weir/card/")) == (
        "Weir Also known as barrage, dam A low dam. It holds a river back. Concept"
    )
    concept("Mill", "At the [[weir]] and the [[weir]].")
    assert words(get("/concepts/weir/card/")).endswith("Concept · 1 entry links here")
    essay("On weirs", "Against every [[weir]].")
    assert words(get("/concepts/weir/card/")).endswith("Concept · 2 entries link here")


def test_an_essay_with_its_author_and_where_it_appeared(get):
    essay("On weirs", "Against them.", author="M. Sorley", publication="Gazette", published="4 May 1911")
    essay("On mills", "For them.")
    assert words(get("/essays/on-weirs/card/")) == "On weirs Against them. M. Sorley · Gazette, 1911"
    assert words(get("/essays/on-mills/card/")) == "On mills For them. Essay"


def test_what_has_no_text_and_what_has_many_names(get):
    concept("Weir", "", aliases=[f"name {number}" for number in range(9)])
    assert words(get("/concepts/weir/card/")) == (
        "Weir Also known as name 0, name 1, name 2, name 3, name 4 Concept"
    )  # fmt: skip


def test_only_editors_are_told_that_it_is_private(get, eda, ben):
    entries(submission("Weir", "A dam."), submission("Canary", "Bird.", visibility=PRIVATE))
    assert words(get("/concepts/weir/card/", eda)).endswith("Concept")
    assert words(get("/concepts/canary/card/", eda)).endswith("Concept Private")
    assert words(get("/concepts/weir/card/", ben)).endswith("Concept")
    assert get("/concepts/weir/card/", ben).content == get("/concepts/weir/card/").content


def test_what_is_hidden_is_as_missing(get, nobody, ben, eda, ada):
    readers = (nobody, ben)
    missing = [essence(get("/concepts/canary/card/", person)) for person in readers]
    entry = concept("Canary", "Bird.", visibility=PRIVATE)
    hidden = [essence(get("/concepts/canary/card/", person)) for person in readers]
    assert [status for status, *_ in hidden] == [404, 404]
    assert hidden == missing
    publishing.publish([entry], by=None)
    assert get("/concepts/canary/card/").status_code == 200
    publishing.hide([entry], by=None)
    assert get("/concepts/canary/card/").status_code == 404
    deleting.delete(entry, by=ada)
    assert get("/concepts/canary/card/", eda).status_code == 404


def test_private_entries_change_no_byte_of_it(get, eda):
    concept("Weir", "A dam.")
    before = get("/concepts/weir/card/")
    concept("Canary", "Sits on the [[weir]].", visibility=PRIVATE)
    after = get("/concepts/weir/card/")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert "1 entry links here" in words(get("/concepts/weir/card/", eda))


def test_names_stand_in_it_escaped(get):
    concept(QUOTED, f"A <b>dam</b> {QUOTED} & `<script>alert(1)</script>`.", aliases=["\"also\" & 'so'"])
    source = html(get("/concepts/tom-jerrys-law-1/card/"))
    assert QUOTED not in source and "<script" not in source and "<b>" not in source
    assert "Tom &amp; Jerry&#x27;s &quot;law&quot; (1); --" in source
    assert "&quot;also&quot; &amp; &#x27;so&#x27;" in source


@pytest.mark.both
def test_it_is_asked_for_again_each_time_and_sent_once(client, get, eda):
    concept("Weir", "A dam.")
    first = client.get("/concepts/weir/card/")
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("no-cache", "noindex")
    assert not first.cookies and "Cookie" not in first.get("Vary", "")
    again = client.get("/concepts/weir/card/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    known = get("/concepts/weir/card/", eda)
    assert known["Cache-Control"] == "private, no-store" and "ETag" not in known


def test_other_names_have_no_card(get):
    concept("Weir", "A dam.", aliases=["barrage"])
    for path in ("/concepts/barrage/card/", "/essays/weir/card/", "/concepts/new/card/"):
        assert get(path).status_code == 404, path


def test_three_questions_for_few_links_and_for_many(queries):
    entries(submission("Few", "Text."), submission("Many", "Text.", aliases=[f"name {number}" for number in range(9)]))
    entries(*[submission(f"Source {n}", "It leads to [[Many]].") for n in range(60)])
    assert queries("/concepts/few/card/") == queries("/concepts/many/card/") == 3
