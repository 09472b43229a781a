"""What RFC 4287 asks of a feed, in as far as this wiki writes one: a strict reader for tests."""

import datetime
import re
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+")
ONCE = {"id", "title", "updated", "subtitle", "content"}
KNOWN = {
    "feed": ONCE - {"content"} | {"link", "author", "entry"},
    "entry": ONCE - {"subtitle"} | {"link", "author"},
    "author": {"name", "uri"},
}
ATTRIBUTES = {"link": {"rel", "type", "href"}, "content": {"type"}}


def read(response):
    """Return what a feed says: `title`, `id`, `updated`, `links` and `items`, each with these and `author`, `html`.

    Fails for whatever is not as RFC 4287 has it.
    """
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    _look_at(root)
    feed = _said(root)
    assert set(feed.links) == {"self", "alternate"}
    feed.items = [_said(entry) for entry in root.findall(f"{ATOM}entry")]
    ids = [feed.id, *(item.id for item in feed.items)]
    assert len(ids) == len(set(ids)), "an id twice"
    moments = [item.updated for item in feed.items]
    assert moments == sorted(moments, reverse=True), "not the newest first"
    assert not moments or feed.updated == moments[0]
    return feed


def _look_at(element):
    """Every element is one that Atom knows there, with attributes it knows, and stands as often as it may."""
    name = element.tag.removeprefix(ATOM)
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= KNOWN.get(name, set()), names
    assert all(names.count(once) <= 1 for once in ONCE), names
    assert set(element.attrib) <= ATTRIBUTES.get(name, set()), element.attrib
    assert not len(element) or not (element.text or "").strip()
    for child in element:
        _look_at(child)


def _said(element):
    text = {name: element.findtext(f"{ATOM}{name}") for name in ONCE}
    for needed in ("id", "title", "updated"):
        assert text[needed] and text[needed].strip(), needed
    assert TAG.fullmatch(text["id"]), text["id"]
    assert DATE.fullmatch(text["updated"]), text["updated"]
    links = {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}
    assert len(links) == len(element.findall(f"{ATOM}link")) and "alternate" in links
    (author,) = element.findall(f"{ATOM}author")
    assert author.findtext(f"{ATOM}name").strip()
    uri = author.findtext(f"{ATOM}uri") or ""
    for address in [*links.values(), *filter(None, [uri])]:
        assert urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc and address.isascii(), address
    content = element.find(f"{ATOM}content")
    html = ""
    if content is not None:
        assert content.get("type") == "html"
        html = content.text
        _Html(html)
    return SimpleNamespace(
        id=text["id"],
        title=text["title"],
        updated=datetime.datetime.fromisoformat(text["updated"]),
        links=links,
        author=author.findtext(f"{ATOM}name"),
        author_url=uri,
        html=html,
    )


class _Html(HTMLParser):
    """Content that any reader shows alike: whole addresses, no classes, no scripts, every element closed."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        assert tag in {"p", "a", "i", "b", "h3", "ins", "del"}, tag
        assert set(dict(attributes)) <= ({"href"} if tag == "a" else set()), attributes
        assert all(urlsplit(value).netloc for name, value in attributes if name == "href"), attributes
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
