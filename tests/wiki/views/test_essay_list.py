"""Essays by date."""

import pytest

from tests.factories import PRIVATE, entries, essay, submission
from tests.wiki.views.pages import QUOTED, not_raw, text
from wiki.readers import indexes

pytestmark = pytest.mark.django_db


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


def test_names_stand_in_the_page_escaped(get):
    essay(QUOTED, "Words.", author=QUOTED)
    assert not_raw(get("/essays/"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e3", "٣", "9" * 30, "%00"])
def test_a_page_that_is_none_is_the_nearest(get, monkeypatch, page):
    monkeypatch.setattr(indexes, "ESSAYS", 2)
    entries(*[submission(f"Essay {n}", "Words.", kind="essay", published=f"20{n:02}") for n in range(5)])
    words = text(get(f"/essays/?page={page}"))
    assert ("Essay 0" in words) == (page == "99")
    assert ("Essay 4" in words) == (page != "99")


def test_older_essays_follow(get, monkeypatch):
    monkeypatch.setattr(indexes, "ESSAYS", 2)
    entries(*[submission(f"Essay {n}", "Words.", kind="essay", published=f"20{n:02}") for n in range(3)])
    assert "Older essays" in text(get("/essays/"))
    assert "Older essays" not in text(get("/essays/?page=2"))


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
