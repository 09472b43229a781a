"""/sitemap.xml: every public address with the day of its newest public change, and nothing of what is private."""

import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.factories import PRIVATE, concept, essay, revise
from wiki.actions import deleting, publishing
from wiki.models import Concept
from wiki.readers import sitemap

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = ["/", "/about/", "/citations/", "/concepts/", "/essays/", "/tags/"]


@pytest.fixture
def at(monkeypatch):
    """`at(day)`: let it be noon of this day in January 2026."""
    return lambda day: monkeypatch.setattr(timezone, "now", lambda: noon(day))


def noon(day):
    return datetime.datetime(2026, 1, day, 12, tzinfo=datetime.UTC)


def read(response, root="urlset", row="url"):
    """Return {path: lastmod or None} of a sitemap, after a strict look at its form."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == SPACE + root
    found = {}
    for url in tree:
        assert url.tag == SPACE + row
        assert [part.tag for part in url] in ([SPACE + "loc"], [SPACE + "loc", SPACE + "lastmod"])
        assert url[0].text.startswith("https://wiki.example/") and len(url[0].text) < 2048
        assert url[0].text.isascii()
        found[url[0].text.removeprefix("https://wiki.example")] = url[1].text if len(url) > 1 else None
    assert len(found) == len(tree)
    return found


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://wiki.example"


def test_every_public_address_is_in_it(get):
    concept("Weir", "A dam.", tags=["Water works"])
    concept("Überfall & Öl", "A dam.")
    essay("On weirs", "Against them.")
    found = read(get("/sitemap.xml"))
    assert sorted(found) == sorted([
        *PAGES, "/concepts/weir/", "/concepts/%C3%BCberfall-%C3%B6l/", "/essays/on-weirs/", "/tags/water-works/"
    ])  # fmt: skip


@pytest.mark.both
def test_each_entry_has_the_time_of_its_newest_public_change(get, at):
    at(1)
    draft = concept("Draft", "Words.", visibility=PRIVATE)
    kept = concept("Kept", "Words.")
    at(2)
    revise(draft, body="More words.")
    revise(kept, body="More words.")
    at(3)
    publishing.publish([draft], by=None)
    assert read(get("/sitemap.xml"))["/concepts/draft/"] == "2026-01-03T12:00:00Z"
    assert read(get("/sitemap.xml"))["/concepts/kept/"] == "2026-01-02T12:00:00Z"
    at(4)
    revise(draft, body="Most words.")
    assert read(get("/sitemap.xml"))["/concepts/draft/"] == "2026-01-04T12:00:00Z"


def test_it_says_what_the_page_says(get, at):
    at(1)
    entry = concept("Weir", "A dam.", visibility=PRIVATE)
    at(5)
    publishing.publish([entry], by=None)
    page = get("/concepts/weir/").content.decode()
    assert 'datetime="2026-01-05T12:00:00+00:00"' in page
    assert read(get("/sitemap.xml"))["/concepts/weir/"] == "2026-01-05T12:00:00Z"


def test_private_entries_change_nothing_whoever_asks(get, ada, eda):
    concept("Weir", "A dam.", tags=["water"])
    before = get("/sitemap.xml").content
    hidden = concept("Canary", "Bird. [[Weir]]", tags=["bird", "water"], visibility=PRIVATE)
    gone = concept("Gone", "Bird.", visibility=PRIVATE)
    deleting.delete(gone, by=ada)
    revise(hidden, body="Birds.")
    for person in (ada, eda):
        assert get("/sitemap.xml", person).content == before
        assert get("/sitemap.xml", person)["Cache-Control"] == "private, no-store"
    assert get("/sitemap.xml").content == before


def test_what_did_not_change_is_not_sent_again(get, client, eda):
    entry = concept("Weir", "A dam.")
    first = client.get("/sitemap.xml")
    assert first["Cache-Control"] == "no-cache" and not first["ETag"].startswith("W/")
    again = client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    concept("Canary", "Bird.", visibility=PRIVATE)
    assert client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]}).status_code == 304
    publishing.hide([entry], by=None)
    assert client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert "ETag" not in get("/sitemap.xml", eda)


def test_a_large_wiki_is_divided_by_a_rule_that_lasts(get, monkeypatch):
    for number in range(24):
        concept(f"Weir {number}", "A dam.")
    whole = read(get("/sitemap.xml"))
    assert get("/sitemap-1.xml").status_code == 404
    monkeypatch.setattr(sitemap, "MOST", 20)
    files = read(get("/sitemap.xml"), "sitemapindex", "sitemap")
    assert sorted(files) == ["/sitemap-1.xml", "/sitemap-2.xml"]
    parts = {path: read(get(path)) for path in files}
    assert {**parts["/sitemap-1.xml"], **parts["/sitemap-2.xml"]} == whole
    assert sum(map(len, parts.values())) == len(whole) and all(parts.values())
    concept("Another weir", "A dam.")
    for path, places in parts.items():
        assert places.items() <= read(get(path)).items()
    for path in ("/sitemap-0.xml", "/sitemap-3.xml", "/sitemap-99999999999999999999.xml"):
        assert get(path).status_code == 404


def test_many_entries_cost_no_more_questions(queries):
    concept("Weir", "A dam.", tags=["water"])
    few = queries("/sitemap.xml")
    for number in range(5):
        concept(f"Weir {number}", "A dam.", tags=[f"water {number}"])
    assert queries("/sitemap.xml") == few <= 4


@pytest.mark.both
def test_an_entry_whose_history_is_lost_is_still_there(get):
    entry = concept("Weir", "A dam.")
    entry.edits.all().delete()
    assert Concept.objects.filter(slug="weir").exists()
    assert "/concepts/weir/" in read(get("/sitemap.xml"))
