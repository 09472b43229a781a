"""The page of a tag."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.readers import tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    entries(
        submission("Weir", "A low dam.", tags=["water", "works"]),
        submission("River", "Water that runs.", tags=["Water"]),
        submission("On dams", "Words of the essay.", kind="essay", author="M. Sorley", tags=["water"]),
        submission("Shut", "A secret.", tags=["water", "quiet"], visibility=PRIVATE),
    )


def test_the_page_lists_concepts_by_name_and_essays(water, get):
    words = text(get("/tags/water/"))
    for part in ("Concepts 2, by name", "A low dam.", "Essays 1, newest first", "M. Sorley", "Often together with",
                 "works"):  # fmt: skip
        assert part in words, part
    assert words.index("River") < words.index("Weir") < words.index("On dams")
    assert "secret" not in words
    assert "quiet" not in words


def test_editors_see_private_entries_too(water, get, eda):
    words = text(get("/tags/water/", eda))
    assert "Concepts 3, by name" in words
    assert "Shut Private" in words
    assert "quiet" in words


def test_a_tag_of_private_entries_is_none(water, get, eda):
    assert get("/tags/quiet/").status_code == 404
    assert get("/tags/quiet/", eda).status_code == 200


def test_tags_may_have_levels(get):
    concept("Weir", "A low dam.", tags=["water/works"])
    assert "/tags/water/works/" in addresses(get("/concepts/weir/"))
    assert "A low dam." in text(get("/tags/water/works/"))
    assert get("/tags/water/").status_code == 404


def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "Text.", tags=["R&D \"x\" 'y'", "other"])
    response = get("/tags/r-d-x-y/")
    assert not_raw(response)
    assert "R&amp;D &quot;x&quot; &#x27;y&#x27;" in html(response)


def test_more_concepts_follow(get, monkeypatch):
    monkeypatch.setattr(tags, "PAGE", 3)
    entries(*[submission(f"Place {n}", "Text.", tags=["here"]) for n in range(7)])
    seen, path = [], "/tags/here/"
    while path:
        found = addresses(get(path))
        seen += [address for address in found if address.startswith("/concepts/")]
        path = next((f"/tags/here/{address}" for address in found if "after=" in address), "")
    assert seen == [f"/concepts/place-{n}/" for n in range(7)]


@pytest.mark.parametrize("query", ["after=zzz", "after=%00", "after=%27;--", "after=%E2%80%AE", "x=y"])
def test_a_query_beyond_the_end_or_without_meaning_is_no_error(water, get, query):
    assert get(f"/tags/water/?{query}").status_code == 200


def test_head_answers_without_a_body_and_post_is_refused(water, client):
    assert client.head("/tags/water/").content == b""
    assert client.post("/tags/water/").status_code == 405


def test_many_entries_cost_no_more_questions(queries):
    entries(*[submission(f"Place {n}", "Text.", tags=["few", "many"]) for n in range(3)])
    entries(*[submission(f"Other {n}", "Text.", tags=["many", f"tag {n}"]) for n in range(40)])
    assert queries("/tags/few/") == queries("/tags/many/") <= 10
