"""Names are changed where they are markup, and nowhere else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.rendering.markdown import draft
from wiki.rendering.rewriting import append_section, rewrite_links


def rename(target):
    return "New" if target.casefold() == "old" else None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A [[Old]].", "A [[New]]."),
        ("[[Old|label]] [[Old#Part]] ![[Old]]", "[[New|label]] [[New#Part]] ![[New]]"),
        ("[[ Old |label]]", "[[ New |label]]"),
        ("[[old.md]]", "[[New]]"),
        ("[[Older]] [[x/Old]] [Old](Old.md) [[#Old]]", None),
        ("`[[Old]]` and [[Old]]", "`[[Old]]` and [[New]]"),
        ("```\n[[Old]]\n```\n\n    [[Old]]\n\n%%[[Old]]%% $[[Old]]$", None),
        ("| a |\n|---|\n| [[Old\\|x]] |", "| a |\n|---|\n| [[New\\|x]] |"),
        ("x[^1]\n\n[^1]: [[Old]]", "x[^1]\n\n[^1]: [[New]]"),
        ("> [!note] [[Old]]\n> - [[Old]]", "> [!note] [[New]]\n> - [[New]]"),
        ("[[[Old]]] **[[Old]]**", "[[[New]]] **[[New]]**"),
        ("[[Old|" + "x" * 595 + "]]", None),  # one letter more, and it is a link no longer
    ],
)
def test_links(source, expected):
    found = rewrite_links(source, rename, draft)
    assert found.text == (expected or source)
    assert bool(found.count) == bool(expected)
    if expected:
        assert found.rendered == draft(expected)


def test_a_name_that_would_break_its_link_is_not_put_there():
    assert rewrite_links("A [[Old|x]].", lambda target: "a\\", draft).text == "A [[Old|x]]."
    assert rewrite_links("A [[Old]].", lambda target: "x" * 601, draft).count == 0


def test_notes_and_references_that_clash_get_labels_of_their_own():
    text = "Here.[^1] [^n] [r]\n\n[^1]: One.\n\n[r]: https://one.example/"
    more = (
        "There.[^1] `[^1]` \\[^1] [^2] [r] [r][] [x][R] ![y][r] [r](z) `[r]`\n\n"
        "[^1]: Two.\n[^2]: Three.\n[^n]: Four.[^n]\n\n[r]: https://two.example/"
    )
    joined = append_section(text, "A *b* | c", more, draft)
    assert joined == (
        text + "\n\n## A \\*b\\* \\| c\n\n"
        "There.[^1-2] `[^1]` \\[^1] [^2] [r][r-2] [r][r-2] [x][r-2] ![y][r-2] [r](z) `[r]`\n\n"
        "[^1-2]: Two.\n[^2]: Three.\n[^n-2]: Four.[^n-2]\n\n[r-2]: https://two.example/\n"
    )
    assert draft(joined).headings[-1].text == "A *b* | c"


def test_nothing_is_appended_for_nothing():
    assert append_section("Text.", "Title", " \n", draft) == "Text."
    assert append_section("", "Title", "Text.", draft) == "## Title\n\nText.\n"


LINES = ["\n", "\n\n", "> ", "- ", "    ", "|", "```\n", "\n\n[^1]: "]
MARKS = ["[[Old]]", "[[old|b]]", "`", "\\", "[^1]", "*", "$", "%%", "a"]
PIECES = st.lists(st.sampled_from(LINES + MARKS), max_size=14).map("".join)


def without_ids(rendered):
    return re.sub(' id="[^"]*"', "", rendered.html)  # a heading's follows from its words


@settings(deadline=None)
@given(PIECES)
def test_in_any_text_every_link_that_is_one_is_renamed_and_no_other_word(source):
    before, found = draft(source), rewrite_links(source, rename, draft)
    after = draft(found.text)
    assert [link.target for link in after.links] == [rename(link.target) or link.target for link in before.links]
    assert without_ids(after) == without_ids(before).replace(">Old<", ">New<").replace(">old<", ">New<")
    assert source.casefold().count("old") - found.text.casefold().count("old") == found.count
