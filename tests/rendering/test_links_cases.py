"""Links, fragments, embeds, relative links and features: what the draft can answer of the shared table."""

import json
import re

import pytest

from wiki.rendering.markdown import draft

AREAS = ("link", "frag", "embed", "mdlink", "feat")
# Needs the importer (pandoc's html), the vault's names (exists, lands_on, as_anonymous) or the template.
ELSEWHERE = {f"mdlink-{n}" for n in range(13, 24)} | {"link-29", "feat-35"}
ATTRIBUTES_OF_THE_PAGE = {"link-23"}  # dir="auto" is set around the body
CHOICES = {
    "feat-17": "a #tag in the text is text; tags are in the front matter",
}


def plain_name(target):
    """The last part of a target, in the form in which the vault's titles and paths meet."""
    return target.rsplit("/", 1)[-1].replace("-", " ").casefold()


def shown_texts(html):
    return [
        re.sub(r"<[^>]+>", "", label)
        for label in re.findall(r'<a href="(?:wiki(?:link|embed):\d+|#[^"]*)">(.*?)</a>', html)
    ]


def check_links(case, rendered):
    expected = case["expect"]["links"]
    assert len(rendered.links) == len(expected)
    for link, want, text in zip(rendered.links, expected, shown_texts(rendered.html), strict=True):
        if want.get("target") is None:
            assert link.target == ""
        elif want.get("text", "").casefold() == plain_name(want["target"]) or not want.get("exists", True):
            # Where the text is the title itself, the target as written leads there too (aliases are the vault's).
            assert plain_name(link.target) == plain_name(want["target"])
        if "fragment" in want:
            assert link.fragment == want["fragment"]
        if "text" in want:
            assert text == want["text"] or plain_name(text) == plain_name(want["text"])


def check_page(expect, rendered):
    if "heading_id" in expect:
        assert [heading.id for heading in rendered.headings] == [expect["heading_id"]]
    if "heading_ids" in expect:
        assert [heading.id for heading in rendered.headings] == expect["heading_ids"]
    if "footnotes" in expect:
        assert rendered.html.count('<li data-note="') == expect["footnotes"]
    if "list_items" in expect:
        assert rendered.html.count("<li>") == expect["list_items"]
    if "callout" in expect:
        want = expect["callout"]
        assert f'class="callout callout-{want["type"]}"' in rendered.html
        assert re.search(rf'<(summary|p class="callout-title")>{re.escape(want["title"])}</', rendered.html)
        assert ("<details" in rendered.html) is want.get("folded", False)
    if "text" in expect:
        assert rendered.text == expect["text"]


def judge(case):
    rendered = draft(case["input"])
    expect = case["expect"]
    if "links" in expect:
        check_links(case, rendered)
    check_page(expect, rendered)
    if case["id"] not in ATTRIBUTES_OF_THE_PAGE:
        for piece in expect.get("html_contains", ()):
            assert piece in rendered.html
    for piece in expect.get("html_not_contains", ()):
        assert piece not in rendered.html
    for piece in expect.get("text_not_contains", ()):
        assert piece not in rendered.text


def test_every_case_of_our_areas(shared):
    cases = json.loads((shared / "cases" / "links.json").read_text("utf-8"))["cases"]
    ours = [case for case in cases if case["area"] in AREAS and case["id"] not in ELSEWHERE | set(CHOICES)]
    assert len(ours) > 60
    failed = {}
    for case in ours:
        try:
            judge(case)
        except AssertionError as error:
            failed[case["id"]] = str(error).split("\n")[0]
    assert failed == {}


# The same in our own words, for a checkout alone.
TARGETS = [
    ("[[ Tide Pool ]]", "Tide Pool", "", None, "Tide Pool"),
    ("[[Tide Pool.md]]", "Tide Pool", "", None, "Tide Pool"),
    ("[[/notes/tide-pool]]", "notes/tide-pool", "", None, "/notes/tide-pool"),
    ("[[../notes/tide-pool|here]]", "notes/tide-pool", "", "here", "here"),
    ("[[./a]]", "a", "", None, "./a"),
    ("[[#Roots]]", "", "roots", None, "Roots"),
    ("[[A#B#In 1917]]", "A", "in-1917", None, "A#B#In 1917"),
    ("[[A#^37066d]]", "A", "^37066d", None, "A#^37066d"),
    ("[[A#ui-x]]", "A", "h-ui-x", None, "A#ui-x"),
    ("[[A|]]", "A", "", None, "A"),
    ("[[A|b|c]]", "A", "", "b|c", "b|c"),
    ("[[[A]]]", "A", "", None, "A"),
    ("[[A]]s", "A", "", None, "A"),
    ("[[C++ & R?]]", "C++ & R?", "", None, "C++ &amp; R?"),
    ("[[جزر]]", "جزر", "", None, "جزر"),
    ("[t](../x.md#y)", "x", "y", "t", "t"),
    ("[t](Three%20tides.md)", "Three tides", "", "t", "t"),
    ("[t](Tide Pool.md)", "Tide Pool", "", "t", "t"),
    ("[t](<Tide Pool.md>)", "Tide Pool", "", "t", "t"),
    ("![[doc.pdf#page=3]]", "doc.pdf", "page3", None, "doc.pdf#page=3"),
]


@pytest.mark.parametrize(("source", "target", "fragment", "label", "text"), TARGETS)
def test_target(source, target, fragment, label, text):
    rendered = draft(source)
    (link,) = rendered.links
    assert (link.target, link.fragment, link.label) == (target, fragment, label)
    assert shown_texts(rendered.html) == [text]


NO_LINKS = [
    "[[]]",
    "[[ ]]",
    "[[|x]]",
    "[[#]]",
    "[[a\nb]]",
    "[[unclosed",
    "[[" + "a" * 601 + "]]",
    "`[[a]]`",
    "    [[a]]",
]


@pytest.mark.parametrize(
    "source", [*NO_LINKS, "%%[[a]]%%", "<!-- [[a]] -->", "$[[a]]$", "[t](x.md?y)", "[t](//e.org/x.md)"]
)
def test_no_link_to_an_entry(source):
    rendered = draft(source)
    assert rendered.links == ()
    assert "wikilink:" not in rendered.html


def test_links_beyond_the_limit_have_no_sentence(monkeypatch):
    monkeypatch.setattr("wiki.rendering.ledger.MAX_SENTENCES", 2)
    assert [link.sentence for link in draft("[[a]] [[b]] [[c]]").links] == ["a b c", "a b c", ""]
