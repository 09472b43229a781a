"""The parts of a page escape all that they are given."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Engine

from wiki.readers.indexes import Author, IndexRow
from wiki.readers.rows import Quote, Row
from wiki.readers.sources import Reference
from wiki.readers.tags import Node, TagRow

BAD = "<b a=\"'>&amp;"
engine = Engine(libraries={name: f"wiki.templatetags.{name}" for name in ("entries", "subjects")})

quote = Quote(BAD, BAD, BAD, BAD, BAD, BAD)
row = Row(BAD, BAD, "live", "essay", BAD, BAD, [quote, quote], BAD, BAD, BAD)
index_row = IndexRow(BAD, BAD, BAD, "private", BAD, 2, BAD)
PARTS = {
    "name": row,
    "name_quote": row,
    "passages": row,
    "source": row,
    "quote": quote,
    "also": [row, row, row],
    "named": [row, Row(BAD, lead=BAD), Row(BAD, state="red")],
    "quoted": [row, Row(BAD, lead=BAD)],
    "argued": [row, Row(BAD, quotes=[quote])],
    "essays": [row],
    "written": [row],
    "indexed": [index_row, IndexRow(BAD, BAD, BAD), IndexRow(BAD, BAD, state="red"), IndexRow(BAD, BAD, BAD, "red")],
    "tags": [TagRow(BAD, BAD)],
    "authors": [Author(BAD, 1)],
    "set_out": [(BAD, True), (BAD, False)],
    "cited": [SimpleNamespace(key=BAD, parts=[(BAD, True), (BAD, False)], cited_by=1)],
    "references": [Reference(0, BAD, BAD, BAD, 2, [(BAD, True), (BAD, False)])],
    "contents": SimpleNamespace(contents=[{"level": 3, "id": BAD, "text": BAD}], related=[1]),
}


def shown(tag, value, more=""):
    return engine.from_string("{% load entries subjects %}{% " + tag + " value" + more + " %}").render(
        Context({"value": value})
    )


@pytest.mark.parametrize("tag", PARTS)
def test_what_they_are_given_stays_text(tag):
    html = shown(tag, PARTS[tag])
    assert BAD not in html and "<b a" not in html and "&amp;amp;" in html


def test_tags_with_counts_stay_text_too():
    html = shown("counted", [TagRow(BAD, BAD, 2)], " 'small'")
    assert BAD not in html and html.endswith("&amp;amp;</a><small>2</small></li>")


def test_the_list_of_tags_stays_text_too():
    tag = TagRow(BAD, BAD, 1, BAD)
    html = shown("subjects", [Node(BAD, tag, [Node(BAD, tag, [])])], " True")
    assert BAD not in html and "<b a" not in html
    assert html.count("used once") == 2 and html.count("<ul>") == 1


def test_names_are_joined_as_in_a_sentence():
    names = [Row(name, f"/{name}/") for name in "abc"]
    assert shown("also", names) == '<a href="/a/">a</a>, <a href="/b/">b</a> and <a href="/c/">c</a>'
    assert shown("also", names[:1]) == '<a href="/a/">a</a>'
    assert shown("also", []) == ""


def test_a_day_is_said_for_people_and_machines():
    html = shown("day", datetime(2025, 3, 1, 9, 30, tzinfo=UTC))
    assert html == '<time datetime="2025-03-01T09:30:00+00:00">1 March 2025</time>'
