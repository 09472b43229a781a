"""Atom feeds (RFC 4287) as text. Pure: whoever calls it knows the addresses, all of them whole ones."""

import datetime
import re
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree import ElementTree

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
_LONG_AGO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # of a feed in which nothing stands yet


@dataclass
class Item:
    """An entry of a feed. `content` is HTML; `author_url` may be ''. `updated` knows its time zone."""

    id: str
    title: str
    url: str
    updated: datetime.datetime
    author: str
    author_url: str = ""
    content: str = ""


@dataclass
class Feed:
    """A feed: `url` is the page that it follows, `feed_url` its own address, `author` who stands for all of it."""

    id: str
    title: str
    url: str
    feed_url: str
    author: str
    subtitle: str = ""
    items: list[Item] = field(default_factory=list)

    @property
    def updated(self):
        return max((item.updated for item in self.items), default=_LONG_AGO)


def tag_uri(host, date, *parts):
    """Return a tag: URI (RFC 4151) of a host, a date (a text such as 2026 or 2026-03-02) and what it names."""
    return f"tag:{host},{date}:{'/'.join(quote(str(part), safe='') for part in parts)}"


def write(feed):
    """Return the Feed as bytes of XML."""
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.subtitle:
        _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated))
    ElementTree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.feed_url})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.url})
    _person(root, feed.author)
    for item in feed.items:
        _item(ElementTree.SubElement(root, "entry"), item)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _item(element, item):
    _text(element, "id", item.id)
    _text(element, "title", item.title)
    _text(element, "updated", _moment(item.updated))
    ElementTree.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": item.url})
    _person(element, item.author, item.author_url)
    if item.content:
        _text(element, "content", item.content, type="html")


def _person(parent, name, url=""):
    author = ElementTree.SubElement(parent, "author")
    _text(author, "name", name)
    if url:
        _text(author, "uri", url)


def _text(parent, name, text, **attributes):
    ElementTree.SubElement(parent, name, attributes).text = _FORBIDDEN.sub("", text)


def _moment(moment):
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
