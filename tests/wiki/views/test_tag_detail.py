"""The page of a tag."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.models import Tag
from wiki.readers import tagged

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


@pytest.mark.both
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
    page = get("/tags/water/works/")
    assert "A low dam." in text(page)
    assert text(page).startswith("Tag under water / works ")
    assert "/tags/water/" in addresses(page)
    assert "<title>water/works – " in html(page)


def test_a_tag_above_others_lists_these(get, eda):
    entries(
        submission("Weir", "A low dam.", tags=["Water/Works"]),
        submission("Sluice", "A gate.", tags=["water/works/gates", "Water"]),
        submission("Shut", "A secret.", tags=["water/quiet", "deep/quiet"], visibility=PRIVATE),
    )
    words = text(get("/tags/water/"))
    assert "Concepts 1, by name Sluice A gate. Narrower tags Works 1 works/gates 1" in words
    assert "Often together" not in words
    assert "quiet" not in words
    assert "quiet 1" in text(get("/tags/water/", eda))
    assert get("/tags/deep/").status_code == 404
    assert "deep Narrower tags 1, by name quiet 1" in text(get("/tags/deep/", eda))


def test_a_name_that_only_narrower_tags_have_is_a_page_of_them(get):
    entries(submission("Weir", "A low dam.", tags=["Water/Works/Dams"]), submission("Well", "Deep.", tags=["waters"]))
    page = get("/tags/water/")
    assert text(page).startswith("Tag Water Narrower tags 1, by name Works/Dams 1 No entry carries Water itself.")
    assert [link for link in addresses(page) if link.startswith("/tags/")] == ["/tags/water/works/dams/"]
    assert text(get("/tags/water/works/")).startswith("Tag under Water / Works Narrower tags 1, by name Dams 1")
    for none in ("/tags/wate/", "/tags/water/work/", "/tags/%25/", "/tags/water//", "/tags/_ater/"):
        assert get(none).status_code == 404, none


def test_what_is_wanted_under_the_tag(get, eda):
    entries(
        submission("Weir", "A [[Lock]] and a [[lock]], a [[Gauge]].", tags=["water"]),
        submission("River", "A [[Lock]] in the [[Valley]].", tags=["Water"]),
        submission("Hill", "Over the [[Valley]] and the [[Lock]].", tags=["land"]),
        submission("Shut", "A [[Valley]], a [[Spring]], [[writing/On springs]].", tags=["water"], visibility=PRIVATE),
    )
    page = get("/tags/water/")
    words = text(page)
    wanted = " (not written yet) "
    assert f"Wanted under this tag Lock{wanted}2 pages Gauge{wanted}1 page Valley{wanted}1 page" in words
    assert "pring" not in words
    assert not [link for link in addresses(page) if "new" in link]
    words, links = text(get("/tags/water/", eda)), addresses(get("/tags/water/", eda))
    assert f"Valley{wanted}2 pages" in words
    assert {"/concepts/new/?title=Valley", "/essays/new/?title=On+springs"} <= set(links)


def test_a_concept_of_the_same_name_is_named(get, eda):
    entries(
        submission("Weir", "A low dam.", aliases=["Works"], tags=["water/works"]),
        submission("Water", "Wet.", tags=["water"]),
        submission("Land", "Dry.", tags=["air"]),
        submission("Air", "Thin.", visibility=PRIVATE),
    )
    assert "The concept: Water" in text(get("/tags/water/"))
    assert "The concept: Weir" in text(get("/tags/water/works/"))
    assert "The concept" not in text(get("/tags/air/"))
    assert "The concept: private: Air" in text(get("/tags/air/", eda))


@pytest.mark.both
def test_a_description_has_paragraphs(get):
    concept("Weir", "A low dam.", tags=["water"])
    Tag.objects.filter(slug="water").update(description="All <that> runs.\n\nAnd stands.")
    assert "<p>All &lt;that&gt; runs.</p><p>And stands.</p>" in html(get("/tags/water/"))


def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "Text.", tags=["R&D \"x\" 'y'", "other"])
    response = get("/tags/r-d-x-y/")
    assert not_raw(response)
    assert "R&amp;D &quot;x&quot; &#x27;y&#x27;" in html(response)


def test_more_concepts_follow(get, monkeypatch):
    monkeypatch.setattr(tagged, "PAGE", 3)
    entries(*[submission(f"Place {n}", "Text.", tags=["here"]) for n in range(7)])
    seen, path = [], "/tags/here/"
    while path:
        found = addresses(get(path))
        seen += [address for address in found if address.startswith("/concepts/")]
        path = next((f"/tags/here/{address}" for address in found if "after=" in address), "")
    assert seen == [f"/concepts/place-{n}/" for n in range(7)]


def test_what_follows_is_named_and_where_one_is(get, monkeypatch):
    monkeypatch.setattr(tagged, "PAGE", 3)
    entries(*[submission(f"Place {n}", "Text.", tags=["here"]) for n in range(7)],
            submission("Said of it", "Text.", kind="essay", tags=["here"]))  # fmt: skip
    assert "Place 3 to Place 6 3 of 7" in text(get("/tags/here/"))
    words = text(get("/tags/here/?after=place+2"))
    assert "Place 6 4–6 of 7" in words
    assert "Said of it" not in words
    assert "Place 6 Text. The first concepts the last of 7" in text(get("/tags/here/?after=place+5"))
    assert "Place 6 Text. The first concepts the last of 7" in text(get("/tags/here/?after=zzz"))


@pytest.mark.both
def test_older_essays_follow(get, monkeypatch):
    monkeypatch.setattr(tagged, "ESSAYS", 2)
    dated = [submission(f"Said {n}", "Text.", kind="essay", published=f"200{n}", tags=["here"]) for n in range(5)]
    entries(*dated, submission("Place", "Text.", tags=["here"]))
    words = text(get("/tags/here/"))
    assert "Three older essays 2 of 5" in words
    assert words.index("Place") < words.index("Said 4") < words.index("Said 3")
    words = text(get("/tags/here/?page=2"))
    assert "Said 2" in words and "Said 1" in words and "One older essay 3–4 of 5" in words
    assert "Said 3" not in words and "Place" not in words
    for beyond in ("3", "9", "9" * 8):
        assert "Said 0" in text(get(f"/tags/here/?page={beyond}"))
        assert "The newest essays the last of 5" in text(get(f"/tags/here/?page={beyond}"))


@together(
    "query",
    [
        "after=zzz",
        "after=",
        "page=x",
        "page=-1",
        "page=9&after=z",
        "after=%00",
        "after=%27;--",
        "after=%E2%80%AE",
        "x=y",
    ],
)
def test_a_query_beyond_the_end_or_without_meaning_is_no_error(water, get, query):
    assert get(f"/tags/water/?{query}").status_code == 200


def test_head_answers_without_a_body_and_post_is_refused(water, client):
    assert client.head("/tags/water/").content == b""
    assert client.post("/tags/water/").status_code == 405


def test_many_entries_cost_no_more_questions(queries):
    entries(*[submission(f"Place {n}", "Text.", tags=["few", "many"]) for n in range(3)])
    entries(*[submission(f"Other {n}", "Text.", tags=["many", f"tag {n}"]) for n in range(40)])
    entries(*[submission(f"More {n}", f"[[Wanted {n}]]", tags=["many", f"many/{n}"]) for n in range(40)])
    concept("Few", "See [[it]].", tags=["few", "few/one"])
    concept("Many", "See it.")
    assert queries("/tags/few/") == queries("/tags/many/") <= 13
