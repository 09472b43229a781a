"""What the head of an entry's page says to machines: addresses, OpenGraph, JSON-LD."""

import datetime
import json
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.together import together
from tests.wiki.views.pages import html
from wiki.actions import publishing
from wiki.models import Site

pytestmark = pytest.mark.django_db

HOSTILE = 'Tom & Jerry\'s "law" (1) </script --'
SITE = "https://wiki.example"
THING = {"name", "alternateName", "description", "url", "mainEntityOfPage"}
KNOWN = {  # what each type may have here
    "DefinedTerm": THING | {"inDefinedTermSet"},
    "DefinedTermSet": {"name", "url"},
    "WebPage": {"dateModified", "license"},
    "Person": {"name"},
    "Periodical": {"name"},
    "CreativeWork": {"name"},
}
KNOWN["Article"] = KNOWN["ScholarlyArticle"] = THING | {
    "headline", "author", "datePublished", "dateModified", "isPartOf", "isBasedOn", "about", "citation", "license",
}  # fmt: skip


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


class Head(HTMLParser):
    """The links and the properties of a page, and its blocks of data."""

    def __init__(self, response):
        super().__init__()
        self.links, self.said, self.data, self.in_data = [], {}, [], False
        self.feed(html(response))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "link":
            self.links.append(given)
        elif tag == "meta" and (given.get("property") or given.get("name")):
            name = given.get("property") or given["name"]
            self.said.setdefault(name, given["content"])
        self.in_data = tag == "script" and given.get("type") == "application/ld+json"
        if self.in_data:
            assert "src" not in given
            self.data.append("")

    def handle_endtag(self, tag):
        self.in_data = False

    def handle_data(self, text):
        if self.in_data:
            self.data[-1] += text

    def link(self, rel):
        return [link for link in self.links if link["rel"] == rel]


def linked_data(response):
    """Return the one block of data on a page, after a strict look at its form."""
    (text,) = Head(response).data
    assert not re.search("[<>&\u2028\u2029]", text)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    check({name: value for name, value in data.items() if name != "@context"})
    return data


def check(thing):
    own = thing.keys() - {"@type", "@id"}
    assert own <= KNOWN[thing["@type"]], thing
    for name, value in thing.items():
        assert value, name
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                check(each)
            else:
                assert isinstance(each, str)
        if name in ("url", "@id"):
            assert value.startswith(SITE)
        if name == "dateModified":
            assert datetime.datetime.fromisoformat(value).utcoffset() == datetime.timedelta(0)


def test_a_concept(get):
    Site.objects.create(name="Rivers", licence_url="https://licence.example/by")
    concept("Weir", "A low dam.", aliases=["barrage", "dam"])
    response = get("/concepts/weir/")
    head = Head(response)
    assert head.link("canonical") == [{"rel": "canonical", "href": f"{SITE}/concepts/weir/"}]
    (markdown,) = (link for link in head.link("alternate") if link["type"] == "text/markdown")
    assert markdown["href"] == "/concepts/weir.md"
    assert response["Link"] == '</concepts/weir.md>; rel="alternate"; type="text/markdown"'
    properties = {name: head.said[name] for name in head.said if name == "description" or name.startswith("og:")}
    assert properties == {
        "description": "A low dam.",
        "og:type": "article",
        "og:title": "Weir",
        "og:description": "A low dam.",
        "og:url": f"{SITE}/concepts/weir/",
        "og:site_name": "Rivers",
        "og:locale": "en_GB",
    }
    data = linked_data(response)
    modified = data["mainEntityOfPage"].pop("dateModified")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", modified)
    url = f"{SITE}/concepts/weir/"
    assert data == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": "Weir",
        "alternateName": ["barrage", "dam"],
        "description": "A low dam.",
        "url": url,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{SITE}/concepts/",
            "name": "Rivers",
            "url": f"{SITE}/concepts/",
        },
        "mainEntityOfPage": {"@type": "WebPage", "@id": url, "license": "https://licence.example/by"},
    }


def test_an_essay(get):
    entries(submission("Weir", "A dam."), submission("River", "Water."))
    essay(
        "On weirs", "Against the [[weir]] in the [[river]].[^1]\n\n[^1]: Smeaton, John. *Reports*. 1812.",
        author="M. Sorley", publication="The Bankside Gazette", published="4 May 1911",
        source_url="https://gazette.example/weirs",
    )  # fmt: skip
    data = linked_data(get("/essays/on-weirs/"))
    assert data.pop("dateModified")
    assert data == {
        "@context": "https://schema.org",
        "@type": "Article",
        "name": "On weirs",
        "headline": "On weirs",
        "description": "Against the weir in the river.",
        "url": f"{SITE}/essays/on-weirs/",
        "mainEntityOfPage": f"{SITE}/essays/on-weirs/",
        "author": {"@type": "Person", "name": "M. Sorley"},
        "datePublished": "1911-05-04",
        "isPartOf": {"@type": "CreativeWork", "name": "The Bankside Gazette"},
        "isBasedOn": "https://gazette.example/weirs",
        "about": [
            {"@type": "DefinedTerm", "name": "Weir", "url": f"{SITE}/concepts/weir/"},
            {"@type": "DefinedTerm", "name": "River", "url": f"{SITE}/concepts/river/"},
        ],
        "citation": ["Smeaton, John. Reports. 1812."],
    }


@together(
    ("fields", "kind"),
    [
        ({}, "Article"),
        ({"publication": "Journal of Weirs"}, "ScholarlyArticle"),
        ({"publication": "The Proceedings of the River Society"}, "ScholarlyArticle"),
        ({"publication": "Zeitschrift für Wehre"}, "ScholarlyArticle"),
        ({"publication": "A journalist's notes"}, "Article"),
        ({"publication": "London Weekly Review"}, "Article"),
        ({"source_url": "https://doi.org/10.1000/weir.1"}, "ScholarlyArticle"),
        ({"source_url": "https://evil.example/https://doi.org/10.1000/x"}, "Article"),
    ],
)
def test_an_essay_of_a_journal_is_scholarly(get, fields, kind):
    essay("On weirs", "Against them.", **fields)
    assert linked_data(get("/essays/on-weirs/"))["@type"] == kind


@together(
    ("published", "said"),
    [
        ("1911", "1911"), ("1911-05", "1911-05"), ("1911-05-04", "1911-05-04"), ("May 1911", "1911"),
        ("4 May 1911", "1911-05-04"), ("long ago", None), ("", None),
    ],
)  # fmt: skip
def test_a_date_is_no_more_exact_than_its_text(get, published, said):
    essay("On weirs", "Against them.", published=published)
    assert linked_data(get("/essays/on-weirs/")).get("datePublished") == said


def test_a_source_that_is_no_address_of_the_web_is_not_named(get):
    essay("On weirs", "Against them.", source_url="javascript:alert(1)")
    assert "isBasedOn" not in linked_data(get("/essays/on-weirs/"))


def test_hostile_names_end_no_block_and_no_attribute(get):
    name = HOSTILE.replace("<", "‹")  # a title holds no angle bracket
    Site.objects.create(name=HOSTILE, licence_url='https://licence.example/"><script>')
    essay(
        name, f"A text {HOSTILE} \u2028 and <!-- [[Weir]].", aliases=[f"also {name}"], author=HOSTILE,
        publication="</script><script>alert(1)</script>", source_url='https://x.example/"></script>',
    )  # fmt: skip
    response = get("/essays/tom-jerrys-law-1-script/")
    data, head = linked_data(response), Head(response)
    assert (data["name"], data["author"]["name"]) == (name, HOSTILE)
    assert data["isPartOf"]["name"] == "</script><script>alert(1)</script>"
    assert head.said["og:title"] == name and head.said["og:site_name"] == HOSTILE
    assert HOSTILE in head.said["og:description"]
    assert "<script>" not in html(response)


@pytest.mark.both
def test_private_entries_are_not_named_to_readers(get, eda):
    entries(submission("Weir", "A dam."), submission("Canary", "Bird.", visibility=PRIVATE))
    essay("On weirs", "Against the [[weir]] and the [[canary]].")
    names = [thing["name"] for thing in linked_data(get("/essays/on-weirs/"))["about"]]
    assert names == ["Weir"]
    names = [thing["name"] for thing in linked_data(get("/essays/on-weirs/", eda))["about"]]
    assert names == ["Weir", "Canary"]


@pytest.mark.both
def test_the_time_is_that_of_the_newest_change_its_viewer_knows(get, eda, monkeypatch):
    def at(day):
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2026, 1, day, 12, tzinfo=datetime.UTC))

    at(1)
    entry = concept("Weir", "A dam.", visibility=PRIVATE)
    at(5)
    publishing.publish([entry], by=None)

    def modified(person=None):
        response = get("/concepts/weir/", person) if person else get("/concepts/weir/")
        return linked_data(response)["mainEntityOfPage"]["dateModified"]

    assert modified() == "2026-01-05T12:00:00+00:00"
    assert modified(eda) == "2026-01-01T12:00:00+00:00"
    at(6)
    revise(entry, body="A low dam.")
    assert modified() == modified(eda) == "2026-01-06T12:00:00+00:00"


@pytest.mark.both
def test_the_document_names_its_page_and_is_not_sent_twice(get, client, eda):
    concept("Über weir", "A dam.")
    first = client.get("/concepts/%C3%BCber-weir.md")
    assert first["Link"] == f'<{SITE}/concepts/%C3%BCber-weir/>; rel="canonical"'
    assert first["Cache-Control"] == "no-cache" and not first["ETag"].startswith("W/")
    again = client.get("/concepts/%C3%BCber-weir.md", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    known = get("/concepts/%C3%BCber-weir.md", eda)
    assert known.content == first.content and known["Cache-Control"] == "private, no-store" and "ETag" not in known
    assert get("/concepts/gone.md").status_code == 404 and "Link" not in get("/concepts/gone.md")


def test_of_lists_the_first_page_is_the_address(get):
    concept("Weir", "A dam.[^1]\n\n[^1]: Smeaton, John. *Reports*. 1812.", tags=["Wässer"])
    (source,) = re.findall(r'href="(/citations/[^"]+/)"', html(get("/citations/")))[:1]
    for path in ("/", "/concepts/", "/essays/", "/tags/", "/tags/w%C3%A4sser/", "/citations/", source):
        for query in ("", "?page=2", "?after=x&letter=w"):
            response = get(path + query)
            assert response["Link"] == f'<{SITE}{path}>; rel="canonical"', path
            assert "X-Robots-Tag" not in response
    assert "Link" not in get("/tags/none/")
    assert "Link" not in get("/essays/?author=M.+Sorley")  # is no other page of that list


def test_old_texts_forms_and_lists_without_end_are_kept_by_nobody(get, eda):
    entry = concept("Weir", "A dam.")
    revise(entry, body="A low dam.")
    for path in ("edit/", "history/", "history/1/", "history/1.md", "diff/", "rename/", "links/", "mentions/"):
        response = get(f"/concepts/weir/{path}", eda)
        assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex"), path
    for path in ("/accounts/login/", "/complete/names/", "/people/eda/", "/concepts/new/"):
        assert get(path, eda)["X-Robots-Tag"] == "noindex", path
    for path in ("/concepts/weir/", "/concepts/weir.md", "/concepts/", "/about/", "/llms.txt", "/sitemap.xml"):
        assert "X-Robots-Tag" not in get(path), path
    assert "noindex" not in html(get("/concepts/weir/"))
