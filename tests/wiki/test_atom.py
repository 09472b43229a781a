"""Feeds as text, and what the tests' own reader of feeds refuses."""

import datetime
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from tests.wiki.atom import read
from wiki import atom

MOMENT = datetime.datetime(2026, 3, 2, 13, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


def feed(*items, **more):
    said = {"id": "tag:a.example,2026:feeds/x", "title": "T", "url": "https://a.example/", "author": "A"}
    return atom.Feed(**{**said, "feed_url": "https://a.example/x.atom", "items": list(items), **more})


def item(number, **more):
    said = {"id": f"tag:a.example,2026-03-02:{number}", "title": "T", "url": "https://a.example/1", "author": "B"}
    return atom.Item(**{**said, "updated": MOMENT, **more})


def answer(text):
    headers = {"Content-Type": atom.CONTENT_TYPE}
    return type("Answer", (SimpleNamespace,), {"__getitem__": lambda self, name: headers[name]})(
        status_code=200, content=text
    )


def test_a_feed_says_what_it_was_given():
    found = read(answer(atom.write(feed(item(1, content="<p>a &amp; <ins>b</ins></p>"), item(2), subtitle="S"))))
    assert found.title == "T" and len(found.items) == 2 and found.items[0].html == "<p>a &amp; <ins>b</ins></p>"
    assert found.updated == MOMENT and b"2026-03-02T12:00:00Z" in atom.write(feed(item(1)))
    assert read(answer(atom.write(feed()))).updated.year == 1970  # no clock, where nothing stands yet


def test_what_xml_cannot_hold_is_left_out_and_the_rest_is_escaped():
    odd = "".join(map(chr, range(32))) + "<b>&\"'\x7f\ufffe\uffff\U0001f600]]>"
    text = atom.write(feed(item(1, title=odd, author=odd, content=odd), title=odd))
    root = ElementTree.fromstring(text)
    for title in root.iter(f"{{{atom.NAMESPACE}}}title"):
        assert title.text == "\t\n\n<b>&\"'\x7f\U0001f600]]>" or title.text == "\t\n\r<b>&\"'\x7f\U0001f600]]>"


def test_a_tag_uri_holds_any_name():
    assert (
        atom.tag_uri("a.example", "2026", "x", "größe / a?#", 3)
        == "tag:a.example,2026:x/gr%C3%B6%C3%9Fe%20%2F%20a%3F%23/3"
    )


WRONG = [
    feed(item(1), item(1)),
    feed(item(1, id="1")),
    feed(item(1, url="/concepts/")),
    feed(item(1, title=" ")),
    feed(item(1, author="")),
    feed(item(1, content='<p class="x">a</p>')),
    feed(item(1, content='<p><a href="/x">a</a></p>')),
    feed(item(1, content="<p>a")),
    feed(item(1), item(2, updated=MOMENT + datetime.timedelta(days=1))),
    feed(feed_url="x"),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_the_reader_of_the_tests_is_strict(wrong):
    with pytest.raises((AssertionError, IndexError)):
        read(answer(atom.write(wrong)))
