"""Essays by date."""

import pytest

from tests.factories import PRIVATE, entries, essay, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.readers import indexes

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_essays_stand_newest_first_under_their_year(get):
    entries(
        submission("Older", "Words.", kind="essay", published="1998-01-02", author="A. Pen"),
        submission("Newer", "Words.", kind="essay", published="2020", publication="The Paper"),
        submission("Never dated", "Words.", kind="essay"),
        submission("Shut", "Words.", kind="essay", published="2024", visibility=PRIVATE),
    )
    words = text(get("/essays/"))
    assert "3, newest first" in words
    places = [
        words.index(part) for part in ("2020", "Newer", "The Paper", "1998", "Older", "A. Pen", "Undated", "Never")
    ]
    assert places == sorted(places)
    assert "Shut" not in words
    assert "2024" not in words


@pytest.fixture
def shelf():
    entries(
        submission("One", "Words.", kind="essay", author="Zoë Brandl", published="2001"),
        submission("Two", "Words.", kind="essay", author="zoe  brandl", published="2002"),
        submission("Three", "Words.", kind="essay", author="Zoë Brandl", published="2003", visibility=PRIVATE),
        submission("Four", "Words.", kind="essay", author="Ada & Co", published="2004"),
        submission("Five", "Words.", kind="essay", published="2005"),
        submission("Six", "Words.", kind="essay", author="Quiet Hand", visibility=PRIVATE),
        submission("Zoë Brandl", "A person, not an essay."),
    )


def test_authors_stand_by_name_with_the_number_of_their_essays(shelf, get, eda):
    page = get("/essays/?by=author")
    words = text(page)
    assert words == "Essays 4 by 2 authors By date By author Ada & Co 1 Zoë Brandl 2 no author named 1"
    assert {"/essays/?author=Ada+%26+Co", "/essays/?author=Zo%C3%AB+Brandl"} <= set(addresses(page))
    words = text(get("/essays/?by=author", eda))
    assert "Quiet Hand 1 Zoë Brandl 3" in words


@pytest.mark.both
def test_the_essays_of_an_author_however_spelt(shelf, get, eda):
    page = get("/essays/?author=Zo%C3%AB+Brandl")
    words = text(page)
    assert words.startswith("Essays by Zoë Brandl 2, newest first")
    assert words.index("Two") < words.index("One")
    assert "Four" not in words
    assert "Three" not in words
    assert text(get("/essays/?author=ZOE%20BRANDL")) == words
    assert "Three" in text(get("/essays/?author=zoe+brandl", eda))


def test_an_author_exists_through_visible_essays(shelf, get, eda):
    for author in ("Quiet+Hand", "Nobody", "%00Quiet", "Zo", "!"):
        assert get(f"/essays/?author={author}").status_code == 404, author
    assert get("/essays/?author=quiet+hand", eda).status_code == 200
    assert text(get("/essays/?author=")) == text(get("/essays/"))
    assert text(get("/essays/?author=+%00")) == text(get("/essays/"))


def test_names_of_authors_lead_to_their_essays(shelf, get):
    assert "/essays/?author=Ada+%26+Co" in addresses(get("/essays/"))
    entries(submission("Seven", "Words.", kind="essay", author="A <b> C", tags=["here"]))
    page = get("/tags/here/")
    assert "/essays/?author=A+%3Cb%3E+C" in addresses(page)
    assert "A &lt;b&gt; C" in html(page)


@pytest.mark.both
def test_an_author_with_many_essays_has_pages(get, monkeypatch):
    monkeypatch.setattr(indexes, "ESSAYS", 2)
    entries(*[submission(f"E {n}", "Words.", kind="essay", author="M. & K.", published=f"200{n}") for n in range(3)])
    assert "?author=M.+%26+K.&page=2" in addresses(get("/essays/?author=m+k"))
    words = text(get("/essays/?author=M.+%26+K.&page=2"))
    assert "E 0" in words and "E 1" not in words


def test_names_stand_in_the_page_escaped(get):
    essay(QUOTED, "Words.", author=QUOTED)
    assert not_raw(get("/essays/"))
    assert not_raw(get("/essays/?by=author"))


@pytest.mark.both(each=True)
@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e3", "٣", "9" * 30, "%00"])
def test_a_page_that_is_none_is_the_nearest(get, monkeypatch, page):
    monkeypatch.setattr(indexes, "ESSAYS", 2)
    entries(*[submission(f"Essay {n}", "Words.", kind="essay", published=f"20{n:02}") for n in range(5)])
    words = text(get(f"/essays/?page={page}"))
    assert ("Essay 0" in words) == (page == "99")
    assert ("Essay 4" in words) == (page != "99")


@pytest.mark.both
def test_older_essays_follow(get, monkeypatch):
    monkeypatch.setattr(indexes, "ESSAYS", 2)
    entries(*[submission(f"Essay {n}", "Words.", kind="essay", published=f"20{n:02}") for n in range(3)])
    assert "Older essays" in text(get("/essays/"))
    assert "Older essays" not in text(get("/essays/?page=2"))


@pytest.mark.both
def test_an_empty_wiki_says_what_comes_next(get, eda):
    assert "No essays yet" in text(get("/essays/"))
    assert "import_entries" in text(get("/essays/", eda))


def test_head_answers_without_a_body_and_post_is_refused(client):
    assert client.head("/essays/").content == b""
    assert client.post("/essays/").status_code == 405


def test_many_essays_cost_no_more_questions(queries):
    essay("First", "Words.")
    few = queries("/essays/")
    entries(*[submission(f"Essay {n}", "Words.", kind="essay", author="A. Pen") for n in range(40)])
    assert queries("/essays/") == few <= 8
    assert queries("/essays/?author=A.+Pen") <= few + 1
    entries(*[submission(f"More {n}", "Words.", kind="essay", author=f"Pen {n}") for n in range(40)])
    assert queries("/essays/?by=author") <= few
    assert queries("/essays/?author=A.+Pen") <= few + 1
