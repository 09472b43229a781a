"""What links to an entry."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.readers import links as reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def weir():
    concept("Weir", "A low dam.", aliases=["barrage"])
    entries(
        submission("Mill", "The summary needs a [[weir]].\n\n## Race\n\nWater of the [[barrage]] runs here."),
        submission("Ladder", "For fish.", related=["Weir"]),
        submission("On dams", "Every weir is small.", kind="essay", author="M. Sorley"),
        submission("Shut", "A secret about the [[weir]].", visibility=PRIVATE),
    )


def test_every_sentence_stands_under_its_page_with_section_and_name(weir, get):
    words = text(get("/concepts/weir/links/"))
    assert "3 pages link here" in words
    for part in (
        "“The summary needs a weir.” in the summary",
        "“Water of the barrage runs here.” in “Race” · by the name barrage",
        "“Every weir is small.” in the text",  # of a mere mention no section is known
        "Essays that discuss it 1 essay, every sentence",
        "M. Sorley",
        "Ladder",
    ):
        assert part in words, part
    assert "/concepts/mill/#race:~:text=Water%20of%20the%20barrage%20runs%20here" in addresses(
        get("/concepts/weir/links/")
    )


def test_private_pages_link_for_editors_alone(weir, get, eda):
    assert "secret" not in text(get("/concepts/weir/links/"))
    words = text(get("/concepts/weir/links/", eda))
    assert "4 pages link here" in words
    assert "A secret about the weir." in words


def test_the_tab_counts_what_the_page_shows(weir, get):
    assert "Links 3" in text(get("/concepts/weir/"))
    assert "Links 3" in text(get("/concepts/weir/links/"))


def test_names_and_sentences_stand_in_the_page_escaped(get):
    concept("Weir", "A low dam.")
    concept(QUOTED, 'Say "<b>so</b>" & the [[weir|"label" & more]].')
    response = get("/concepts/weir/links/")
    assert not_raw(response)
    assert "&quot;label&quot; &amp; more" in html(response)


def test_nothing_links_here_says_how_to(get):
    concept(QUOTED, "Text.")
    assert f"[[{QUOTED}]]" in text(get("/concepts/tom-jerrys-law-1/links/"))


def test_essays_have_the_page_too(get):
    essay("On dams", "Words.")
    concept("Weir", "See [[essays/on-dams|the essay]].")
    assert "1 page links here" in text(get("/essays/on-dams/links/"))


@pytest.mark.both
@pytest.mark.parametrize(("page", "shown"), [("", "0"), ("2", "2"), ("3", "4"), ("99", "4"), ("x", "0"), ("-3", "0")])
def test_pages_of_links_and_beyond(get, monkeypatch, page, shown):
    monkeypatch.setattr(reader, "PAGE", 2)
    concept("Weir", "A low dam.")
    entries(*[submission(f"Source {n}", "It names a [[weir]].") for n in range(5)])
    response = get(f"/concepts/weir/links/?page={page}")
    assert f"Source {shown}" in text(response)
    assert ("?page=2" in addresses(response)) == (shown != "2")
    assert ("?page=3" in addresses(response)) == (shown == "2")


def test_other_names_have_no_page_of_links(weir, get):
    assert get("/concepts/barrage/links/").status_code == 404


def test_head_answers_without_a_body_and_post_is_refused(weir, client):
    assert client.head("/concepts/weir/links/").content == b""
    assert client.post("/concepts/weir/links/").status_code == 405


def test_many_links_cost_no_more_questions(queries):
    entries(submission("Few", "Text."), submission("Many", "Text."))
    entries(
        *[
            submission(f"Source {n}", "It leads to [[Many]]." + (" And to [[Few]]." if n < 3 else ""))
            for n in range(100)
        ]
    )
    few, many = queries("/concepts/few/links/"), queries("/concepts/many/links/")
    assert few == many <= 16
