"""Pages tell a reader of feeds where their feed is, and the first page leads to all changes."""

import pytest

from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.wiki.views.pages import addresses, html, text

pytestmark = pytest.mark.django_db

FOUND = [
    ("/", ["/feeds/changes.atom", "/feeds/essays.atom"]),
    ("/changes/", ["/feeds/changes.atom"]),
    ("/essays/", ["/feeds/essays.atom"]),
    ("/tags/tied/", ["/feeds/tags/tied.atom"]),
    ("/concepts/bowline/", ["/concepts/bowline/feed.atom"]),
    ("/essays/on-knots/", ["/essays/on-knots/feed.atom"]),
]


@pytest.fixture
def wiki(eda):
    entry = concept("Bowline", "A knot.", tags=["tied"])
    essay("On knots", "Words.")
    revise(entry, by=eda, body="A loop.", summary="it is a loop")
    return entry


@pytest.mark.both
@together(("path", "feeds"), FOUND)
def test_a_page_names_its_feeds(wiki, get, path, feeds):
    head = html(get(path)).split("</head>")[0]
    for feed in feeds:
        assert get(feed).status_code == 200
        links = [line for line in head.split("<link ") if f'href="{feed}"' in line]
        assert len(links) == 1 and 'rel="alternate"' in links[0] and 'type="application/atom+xml"' in links[0]
        assert "title=" in links[0]
    assert head.count("application/atom+xml") == len(feeds)


def test_the_first_page_shows_each_entry_once_and_leads_to_all_changes(wiki, get, eda):
    concept("Canary", "It sings.", by=eda, visibility=PRIVATE)
    for n in range(60):
        revise(wiki, by=eda, body=f"A loop {n}.", summary=f"loop {n}")
    page = get("/")
    lately = text(page).split("Lately changed")[1].split("New essays")[0]
    assert "/changes/" in addresses(page) and "All changes" in lately and "/people/eda/" in addresses(page)
    assert lately.count("Bowline") == 1 and "loop 59" in lately and "loop 58" not in lately
    assert "On knots published" in lately and "Canary" not in lately
    for_eda = text(get("/", eda)).split("Lately changed")[1].split("New essays")[0]
    assert "Canary Private" in for_eda and for_eda.count("Bowline") == 1


def test_the_changes_name_their_feed_in_sight(wiki, get):
    assert "/feeds/changes.atom" in addresses(get("/changes/"))
