"""Entries that nothing links to, and any page at random."""

from collections import Counter

import pytest

from tests.factories import PRIVATE, concept, entries, revise, submission
from tests.wiki.views.pages import QUOTED, addresses, not_raw, text
from wiki.models import Entry
from wiki.readers import orphans as reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def wiki():
    entries(
        submission("Canal", "Like a [[weir]], or like this [[canal]]."),
        submission("Weir", "A low dam.", related=["Sluice"]),
        submission("Sluice", "A gate."),
        submission("Basin", "A pool."),
        submission("On basins", "Every basin is a promise.", kind="essay"),
        submission("Shut", "It links to the [[basin]].", visibility=PRIVATE),
    )


def names(response):
    return [address for address in addresses(response) if address.count("/") == 3 and not address.startswith("?")]


def test_only_a_link_of_another_text_counts(wiki, get):
    response = get("/orphans/")
    assert names(response) == [
        "/concepts/basin/",  # an essay names it; a private page links to it
        "/concepts/canal/",  # links to itself
        "/essays/on-basins/",
        "/concepts/sluice/",  # is listed as related
    ]
    words = text(response)
    assert "Linked from nowhere 4 entries" in words
    assert "Basin A pool. named in 1 essay without a link" in words
    assert "Sluice A gate. listed as related by 1 page" in words


def test_private_links_and_private_pages_count_for_editors_alone(wiki, get, eda):
    assert "Shut" not in text(get("/orphans/"))
    assert names(get("/orphans/", eda))[0] == "/concepts/canal/"
    assert "/concepts/shut/" in names(get("/orphans/", eda))


def test_a_link_takes_an_entry_from_the_list(wiki, get):
    revise(Entry.objects.get(slug="weir"), body="A low dam with a [[sluice]].")
    assert "/concepts/sluice/" not in names(get("/orphans/"))


@pytest.mark.parametrize(("kind", "count"), [("concept", 3), ("essay", 1), ("x", 4)])
def test_one_kind_alone(wiki, get, kind, count):
    assert len(names(get(f"/orphans/?kind={kind}"))) == count


@pytest.mark.parametrize(("page", "count"), [("", 3), ("2", 1), ("99", 1), ("x", 3)])
def test_pages_and_beyond(wiki, get, monkeypatch, page, count):
    monkeypatch.setattr(reader, "PAGE", 3)
    assert len(names(get(f"/orphans/?page={page}"))) == count


def test_editors_are_led_to_the_texts_that_name_it(wiki, get, eda, ben):
    assert "/concepts/canal/mentions/" in addresses(get("/orphans/", eda))
    assert "/search/?q=%22Canal%22" in addresses(get("/orphans/", eda))
    assert "/concepts/canal/mentions/" not in addresses(get("/orphans/", ben))


@pytest.mark.both
def test_an_empty_list_says_what_it_is(get):
    assert "Nothing is left alone" in text(get("/orphans/"))
    assert "Every essay is linked" in text(get("/orphans/?kind=essay"))


@pytest.mark.both
def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "Text.")
    assert not_raw(get("/orphans/"))


def test_many_cost_no_more_questions(queries):
    concept("Few", "Text.")
    few = queries("/orphans/")
    entries(*[submission(f"Place {n}", "Text.") for n in range(60)])
    assert queries("/orphans/") == few <= 4


# Any page


def every_page(user):
    """Where each possible choice leads, and how many there are to choose from."""
    counts = []
    reader.any_page(user, lambda count: counts.append(count) or 0)
    return counts[0], Counter(reader.any_page(user, lambda count, at=at: at) for at in range(counts[0]))


@pytest.mark.both
def test_each_visible_page_is_as_likely_as_every_other(wiki, nobody, eda):
    count, pages = every_page(nobody)
    assert count == 5
    assert pages == Counter(
        ["/concepts/canal/", "/concepts/weir/", "/concepts/sluice/", "/concepts/basin/", "/essays/on-basins/"]
    )
    assert every_page(eda)[1] == pages + Counter(["/concepts/shut/"])


def test_what_is_private_moves_no_choice(nobody):
    """The same among the same public entries, whatever is private, wherever it stands between them."""
    entries(submission("Canal", "A."), submission("Weir", "B."), submission("On dams", "C.", kind="essay"))
    before = [reader.any_page(nobody, lambda count, at=at: at) for at in range(3)]
    entries(
        *[submission(title, "D.", visibility=PRIVATE) for title in ("Apron", "Kerb", "Zinc")],
        submission("Before dams", "E.", kind="essay", visibility=PRIVATE),
    )
    assert every_page(nobody)[0] == 3
    assert [reader.any_page(nobody, lambda count, at=at: at) for at in range(3)] == before


def test_it_leads_there_and_is_kept_by_nobody(wiki, get):
    response = get("/random/")
    assert response.status_code == 302
    assert get(response["Location"]).status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_chance_decides(wiki, get):
    assert len({get("/random/")["Location"] for _ in range(60)}) > 2


def test_an_empty_wiki_leads_to_the_first_page(get):
    concept("Shut", "Secret.", visibility=PRIVATE)
    assert get("/random/")["Location"] == "/"


def test_it_takes_two_questions(wiki, nobody, django_assert_num_queries):
    with django_assert_num_queries(2):
        reader.any_page(nobody)
