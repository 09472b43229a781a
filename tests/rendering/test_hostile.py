"""Hostile Markdown: the draft stage never raises, ends soon, and does not grow faster than the text.

Time is not measured against a clock of this machine but against calls: a profile function counts what Python does.
Work inside one regular expression is not counted so, therefore every case also has a generous limit in seconds; the
sandbox is what enforces a limit for readers.
"""

import re
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.rendering.markdown import draft

SECONDS = 3.5  # of CPU

FAMILIES = {
    "open brackets": "[",
    "images": "![",
    "links in links": "[a](b",
    "open addresses": "](",
    "definitions without end": '[a]: b "c\n',
    "open notes": "^[",
    "citations": "[@a ",
    "wikilinks": "[[a",
    "wikilinks that close": "[[a]] ",
    "pipes in a wikilink": "[[a|",
    "uses of a note": "[^1]",
    "definitions of notes": "[^1]: [^1]\n",
    "backslashes": "\\\\",
    "escapes": "\\*a",
    "backticks and text": "`a``b",
    "stars": "*a **b ",
    "closing stars": "a** b* ",
    "underscores": "_a__",
    "struck": "~~a ~~",
    "marked": "==a==",
    "math": "$a",
    "math with spaces": "$a $",
    "comments": "%%a",
    "comment lines": "%% a\n",
    "math lines": "$$\n",
    "tags without end": "<a ",
    "attributes without end": '<p a="',
    "html comments": "<!--",
    "processing instructions": "<?",
    "declarations": "<!A",
    "cdata": "<![CDATA[",
    "scripts": "<script>",
    "html blocks": "<div>\n",
    "entities": "&a",
    "quotes": ">",
    "quotes and lists": "> - ",
    "lists in one line": "- ",
    "numbers in one line": "1. ",
    "items": "- a\n",
    "loose items": "- a\n\n",
    "headings": "# a\n",
    "underlined headings": "a\n-\n",
    "tables": "|a|b|\n|-|-|\n",
    "table rows": "|a|b|\n|-|-|\n" + "x|\n" * 50,
    "definition lists": "a\n: b\n",
    "fences": "```\n",
    "callouts": "> [!note] a\n",
    "abbreviations": "*[a]: b\n",
    "blank lines": "\n",
    "spaces": " ",
    "tabs": "\t",
    "hard breaks": "a  \n",
    "bare addresses": "https://a.b/( ",
    "addresses glued": "https://",
    "mail": "<a@",
    "block ids": "a ^b\n\n",
    "sentences": "A. ",
    "initials": "A.B.",
    "quotes in text": "“a ",
    "years in notes": "^[A, “b” 1999]",
    "tasks": "- [ ] a\n",
    "ideographic spaces": "\u3000",
    "letters": "a",
}


def text_of(piece, size):
    return piece * max(size // len(piece), 1)


def calls(text):
    """Return how many Python and C functions a draft of the text calls."""
    count = 0

    def counter(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counter)
    try:
        draft(text)
    finally:
        sys.setprofile(before)
    return count


def seconds(text):
    start = time.process_time()
    draft(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", FAMILIES.values(), ids=FAMILIES)
def test_steps_grow_no_faster_than_the_text(piece):
    small, large = calls(text_of(piece, 2_000)), calls(text_of(piece, 8_000))
    assert large < 5 * small + 5_000


@pytest.mark.parametrize("piece", FAMILIES.values(), ids=FAMILIES)
def test_a_large_one_ends_soon(piece):
    assert seconds(text_of(piece, 60_000)) < SECONDS


def test_one_table_with_many_rows_and_columns():
    width, rows = 64, 1500
    text = "|a" * width + "\n" + "|-" * width + "\n" + "x|\n" * rows
    html = draft(text).html
    assert html.count("<td") == rows  # only what was written: width × rows would be quadratic
    assert len(html) < 20 * len(text)


# One mark, a long run of spaces, another mark: what a search with two ends that may both be spaces falls for.
RUNS = [
    "# a{}b",
    "a{}\\",
    "```{}`",
    "[^a]:{}b",
    "*[a]:{}",
    "-{}b",
    "- [ ]{}b",
    "[a]:{}b",
    "[a]({}b)",
    "[a](b{}c)",
    "!!!{}",
]
RUNS += [
    "> [!a]{}b",
    "$a{}$",
    "[[a{}]]",
    "[{}](a.md)",
    "[[a]]{}b",
    "|a|\n|-|{}\n|{}|",
    "a{}^b",
    "a\n-{}x",
    "<p{}a",
    "`{}`",
]


@pytest.mark.parametrize("frame", RUNS)
def test_long_runs_of_spaces(frame):
    assert seconds(frame.replace("{}", " " * 40_000)) < SECONDS


def test_rising_runs_of_backticks():
    text = " ".join("`" * n for n in range(1, 300))
    assert seconds(text) < SECONDS
    assert "<code>" not in draft(text).html


def test_nesting_is_capped_and_the_rest_is_text():
    assert draft(">" * 500 + "a").html.count("<blockquote>") == 24
    assert draft("- " * 500 + "a").html.count("<li>") == 24
    assert draft("*a **b " * 100 + "c** d*" * 100).html.count("<em>") > 0
    deep = draft("*" * 400 + "a" + "*" * 400).html
    assert deep.count("<strong>") <= 12


def test_a_note_that_is_used_often_is_written_down_a_few_times():
    rendered = draft("[^1]" * 2_500 + "\n\n[^1]: A. Mills, 1999.")
    assert rendered.html.count('class="note-ref"') == 2_500
    assert rendered.html.count('class="note-back"') == 20
    assert len(rendered.citations) == 20


def test_long_definitions_that_are_used_often_do_not_add_up():
    uses = "[a] HTML " * 4_000
    html = draft(f"[a]: /{'x' * 1_900}\n\n*[HTML]: {'y' * 290}\n\n{uses}").html
    assert html.count("<a ") > 10
    assert html.count("<abbr") > 0
    assert len(html) < 300_000


def test_long_headings_are_not_repeated_with_every_link():
    rendered = draft("# " + "x" * 20_000 + "\n\n" + "[[a]] " * 50)
    assert len(rendered.headings[0].text) == 20_000
    assert rendered.links[0].section_id == rendered.headings[0].id
    assert len(rendered.links[0].section + rendered.links[0].section_id) <= 500


MARKS = [
    *(piece for piece in FAMILIES.values() if len(piece) < 20),
    *"[]()!*_`~=<>#|:$%^\\&\"'@-+.\n\t ",
    "[^1]: a\n", "[a]: <b> 'c'\n", "    ", "\n\n", "]]", "](a.md)", "[x](https://a.b 'c')", "</p>", "<b>", "|-|-|\n",
    "> [!x]- y\n", "!!! note\n", "*[a]: b\n", "^a-1", "\x02", "\x03", "\u2028", "\x00", "wzxhzdk:0", "数字", "e\u0301",
]  # fmt: skip
LARGE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds_together(source):
    rendered = draft(source)
    numbers = [int(number) for number in re.findall(r'href="wiki(?:link|embed):(\d+)"', rendered.html)]
    assert sorted(numbers) == list(range(len(rendered.links)))
    cited = [int(number) for number in re.findall(r'href="cite:(\d+)"', rendered.html)]
    assert all(rendered.citations[number].key for number in cited)
    assert not re.search("[\x00-\x08\x0b-\x1f]", rendered.html + rendered.text + rendered.lead)
    ids = re.findall(r'<[^>]* id="([^"]*)"', rendered.html)
    assert len(ids) == len(set(ids))
    assert len(rendered.lead) <= 240
    for link in rendered.links:
        assert len(link.sentence) <= 300
        assert 0 <= link.start <= link.start + link.length <= len(link.sentence)


@LARGE
@given(st.text(max_size=400))
def test_any_text_can_be_drafted(source):
    holds_together(source)


@LARGE
@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=80).map("".join))
def test_any_mixture_of_marks_can_be_drafted(source):
    holds_together(source)
