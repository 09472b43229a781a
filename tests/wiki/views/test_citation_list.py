"""The list of sources."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.together import together
from tests.wiki.views.pages import addresses, html, text
from wiki.readers import citations

pytestmark = pytest.mark.django_db


def cites(source):
    return f"Words.[^1]\n\n[^1]: {source}"


def test_sources_stand_with_the_number_of_pages_that_cite_them(get, eda):
    entries(
        submission("A", cites("Smeaton, John. *Reports*. 1812.")),
        submission("B", cites("Smeaton, John. *Reports*. 1812.")),
        submission("C", cites("Quiet, Ann. *Secrets*. 1999."), visibility=PRIVATE),
    )
    words = text(get("/citations/"))
    assert "1 source that entries cite" in words
    assert "Smeaton, John. Reports. 1812. Cited by 2 pages" in words
    assert "Quiet" not in words
    assert "Quiet, Ann. Secrets. 1999. Cited by 1 page" in text(get("/citations/", eda))


def test_texts_stand_in_the_page_escaped(get):
    concept("A", cites('Tom & "Jerry", <b>Law</b>. *Reports* <script>x</script>. 1812.'))
    source = html(get("/citations/"))
    assert "Tom &amp;" in source
    assert "<script>x" not in source
    assert "<b>Law" not in source


def test_an_empty_wiki_says_what_comes_next(get):
    assert "No sources yet" in text(get("/citations/"))


@together("query", ["after=zzzz", "after=%00", "after=%27", "page=9", "page=%F0%9F%8F%94"])
def test_a_query_beyond_the_end_or_without_meaning_is_no_error(get, query):
    concept("A", cites("Smeaton, John. *Reports*. 1812."))
    assert get(f"/citations/?{query}").status_code == 200


@pytest.mark.both
def test_more_sources_follow(get, monkeypatch):
    monkeypatch.setattr(citations, "PAGE", 2)
    entries(*[submission(f"A {n}", cites(f"Author{n}, John. *Reports*. 181{n}.")) for n in range(5)])
    seen, path = [], "/citations/"
    while path:
        found = addresses(get(path))
        seen += [address for address in found if address.startswith("/citations/")]
        path = next((f"/citations/{address}" for address in found if address == f"?page={len(seen) // 2 + 1}"), "")
    assert len(seen) == len(set(seen)) == 5
    assert addresses(get("/citations/?page=2"))[-2] == "?page=1"
    assert "Author4" in text(get("/citations/?page=99"))


@pytest.mark.both
def test_sources_stand_in_the_order_of_what_they_are_called(get, eda):
    entries(
        submission("A", cites("“Zeal”, in: Quiet, Ann. *Reports*. 1812. https://example.org/aa")),
        submission("B", cites("arden, Mary. *Hills*. 1999. https://doi.org/10.1000/1")),
        submission("C", "So [@unnamed1900]. " + cites("*The Wall*. Brook, 2001. https://example.org/zz")),
        submission("D", cites("Arden, Mary. *Streams*. 1998. https://example.org/bb")),
        submission("E", cites("Aaron, same place. https://example.org/aa"), visibility=PRIVATE),
    )
    in_order = ["arden, Mary. Hills", "Arden, Mary. Streams", "The Wall", "“Zeal”", "unnamed1900"]
    words = text(get("/citations/"))
    assert sorted(in_order, key=words.index) == in_order
    for_editors = text(get("/citations/", eda))
    assert for_editors.index("Aaron, same") < for_editors.index("arden, Mary") and "Zeal" not in for_editors


def test_titles_are_in_italics(get):
    concept("A", cites("Smeaton & Co. *Reports* on <b>*weirs &lt;b&gt;*</b>. 1812."))
    assert "Smeaton &amp; Co. <i>Reports</i> on <i>weirs &lt;b&gt;</i>. 1812." in html(get("/citations/"))


def test_head_answers_without_a_body_and_post_is_refused(client):
    assert client.head("/citations/").content == b""
    assert client.post("/citations/").status_code == 405


def test_many_sources_cost_no_more_questions(queries):
    concept("First", cites("Smeaton, John. *Reports*. 1812."))
    few = queries("/citations/")
    entries(*[submission(f"A {n}", cites(f"Author{n}, John. *Reports*. 18{n}.")) for n in range(10, 40)])
    assert queries("/citations/") == few <= 6
