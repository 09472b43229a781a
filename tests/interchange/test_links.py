"""Wikilinks are found where they are links, and rewritten in place."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.interchange.links import find_wikilinks, literal_spans, outside_code, rewrite_wikilinks


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("[[a]] and ![[ b | c ]]", [("a", None, False), ("b", "c", True)]),
        ("[[a#part|]] [[x\\|y]]", [("a#part", "", False), ("x", "y", False)]),
        ("`[[a]]` ``[[b]] ` `` [[c]]", [("c", None, False)]),
        ("\\[[a]] \\\\[[b]]", [("b", None, False)]),
        ("%%[[a]]%% [[b]]", [("b", None, False)]),
        ("```\n[[a]]\n```\n[[b]]", [("b", None, False)]),
        ("- item\n  ~~~\n  [[a]]\n  ~~~\n  [[b]]", [("b", None, False)]),
        ("> ````\n> ```\n> [[a]]\n> ````\n[[b]]", [("b", None, False)]),
        ("```\n[[never closed]]", []),
        ("a ` b\n\n[[c]] ` d", [("c", None, False)]),
        ("\\`[[a]]` b", [("a", None, False)]),
        ("[[]] [[ [a] ]] [[a\nb]]", []),
    ],
)
def test_where_links_are(body, links):
    assert find_wikilinks(body) == links


def test_links_are_replaced_one_by_one():
    body, changes = rewrite_wikilinks(
        "[[vault/people/X|Xenia]], `[[vault/y]]`, [[vault/z]], [[rain]]",
        lambda target, label, embed: (label or target.rsplit("/", 1)[-1]) if target.startswith("vault/") else None,
    )
    assert body == "Xenia, `[[vault/y]]`, z, [[rain]]"
    assert changes == [("vault/people/X", "Xenia", "Xenia"), ("vault/z", None, "z")]


marks = st.text(st.sampled_from("`~%[]|\\!>- \nab#"), max_size=80)


@given(marks)
def test_what_is_left_alone_stays_as_it_was(body):
    assert rewrite_wikilinks(body, lambda *link: None) == (body, [])
    assert outside_code(body, lambda text: text) == body
    spans = literal_spans(body)
    assert all(a < b for a, b in spans) and all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("unit", ["`", "[[", "%%", "` ", "[[a|", "\n", "> ", "```\n", "%% `", "\\"])
def test_time_grows_with_the_text(unit):
    started = time.process_time()
    find_wikilinks(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 3
