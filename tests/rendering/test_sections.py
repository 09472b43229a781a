"""A section found in the source is the one that the page shows under that id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.markdown import draft
from wiki.rendering.sections import find, part, splice

TEXT = """Opening words.

## One

First.

### One and a half

More.

## Two

Last.
"""


def section(source, id):
    span = find(source, draft(source).headings, id)
    return None if span is None else source[slice(*span)]


def test_a_section_ends_at_the_next_heading_of_its_rank_or_above():
    assert section(TEXT, "one") == "## One\n\nFirst.\n\n### One and a half\n\nMore.\n\n"
    assert section(TEXT, "one-and-a-half") == "### One and a half\n\nMore.\n\n"
    assert section(TEXT, "two") == "## Two\n\nLast.\n"
    assert section(TEXT, "three") is None


DOCUMENTS = {
    "no heading": ("Words.\n", []),
    "nothing": ("", []),
    "same words": ("# A\n\n# A\n\n# A #\n", ["a", "a_1", "a_2"]),
    "setext": ("A\n=\n\nwords\nof two lines\n---\n\nend\n", ["a", "words-of-two-lines"]),
    "in a fence": ("# A\n\n```\n# not\n```\n\n~~~\n# not\n~~~\n# B", ["a", "b"]),
    "in indented code": ("# A\n\n    # not\n\n# B\n", ["a", "b"]),
    "no space": ("#not\n\n# A\n", ["a"]),
    "in a quote": ("# A\n\n> # inner\n\n# B\n", ["a", "b"]),
    "in a list": ("# A\n\n- # inner\n- text\n\n# B\n", ["a", "b"]),
    "in a note": ("# A[^1]\n\n[^1]: text\n\n    # inner\n\n# B\n", ["a", "b"]),
    "in a callout": ("> [!tip] Title\n> # inner\n\n# B\n", ["b"]),
    "in a comment": ("%%\n# not\n%%\n\n# A\n", ["a"]),
    "in a formula": ("$$\n# not\n$$\n\n# A\n", ["a"]),
    "in html": ("<div>\n# not\n</div>\n\n<details>\n\n## A\n\n</details>\n\n# B\n", None),
    "markup in a heading": ("# *A* [[B|c]] `d` [e](f) <b>g</b> &amp; ^id\n\n## ==h== ~~i~~\n", None),
    "scripts": ("# 数字\n\n## Ärger & Öl\n\n### مد\n", ["数字", "ärger-öl", "مد"]),
    "signs alone": ("# !!!\n\n# ???\n", ["section", "section_1"]),
    "ids of the page": ("# ui-main\n\n# fn-1\n", ["h-ui-main", "h-fn-1"]),
    "other line ends": ("# A\r\n\r\ntext\r\r# B\r\n\u2028# C\x85# D\n", ["a", "b", "c", "d"]),
    "controls": ("\x0c# A\x00\n\x0b\n# B\n", ["a", "b"]),
    "definitions before setext": ("[x]: /y\nA\n===\n\ntext\n", ["a"]),
    "no text after": ("#\n\n# A\n##\n", None),
    "a table": ("| a | b |\n|---|---|\n| # no | c |\n# A\n", ["a"]),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_id_of_the_page_is_found_where_it_stands(name):
    source, ids = DOCUMENTS[name]
    headings = draft(source).headings
    spans = {heading.id: find(source, headings, heading.id) for heading in headings}
    if ids is not None:
        assert [id for id, span in spans.items() if span] == ids
    for heading in headings:
        if spans[heading.id]:
            alone = draft(source[slice(*spans[heading.id])]).headings[0]
            assert (alone.level, alone.text) == (heading.level, heading.text)


LINES = ["# A", "## B", "### A", "B", "===", "---", "", "", "> # q", "- # i", "```", "    # c", "text", "%%", "\t# t"]


@given(st.lists(st.sampled_from(LINES), max_size=16), st.sampled_from(["\n", "\r\n", "\r"]))
def test_sections_of_any_text(lines, end):
    source = end.join(lines)
    headings = draft(source).headings
    places = []
    for heading in headings:
        span = find(source, headings, heading.id)
        assert (span is None) == (heading.line < 0)
        if span is None:
            continue
        assert splice(source, span, part(source, span)) == source
        assert source[span[0] : span[1]].strip()
        places.append(span[0])
        assert all(span[1] > other or other >= span[1] for other in places)
    assert places == sorted(set(places))


def test_a_section_is_put_in_the_place_of_the_old_one():
    headings = draft(TEXT).headings
    span = find(TEXT, headings, "one-and-a-half")
    assert part(TEXT, span) == "### One and a half\n\nMore."
    changed = splice(TEXT, span, "### Another\n\nOther words.\n\n\n")
    assert changed == TEXT.replace("### One and a half\n\nMore.", "### Another\n\nOther words.")
    assert splice(TEXT, span, " \n") == TEXT.replace("### One and a half\n\nMore.\n\n", "")
    last = find(TEXT, headings, "two")
    assert splice(TEXT, last, "## Two\n\nOther.") == TEXT.replace("Last.", "Other.")
