"""The pieces of a text: headings and fences, and lines that look like nearly one."""

import time

import pytest

from wiki.rendering.merge import merge
from wiki.rendering.units import Block, blocks, units


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# Tides", "Tides"),
        ("   ######\tTides", "Tides"),
        ("# Tides #", "Tides"),
        ("#  Tides \t ###  ", "Tides"),
        ("# Tides #\t", "Tides"),
        ("# Tides#", "Tides#"),
        ("# Tides # #", "Tides #"),
        ("# Tides ## x", "Tides ## x"),
        ("# #", "#"),
        ("# ", ""),
        ("#", ""),
        ("####### Tides", ""),
    ],
)
def test_what_a_heading_says(line, said):
    assert blocks(line) == [Block(line, said)]


@pytest.mark.parametrize("opening", ["```", "   ~~~~ text", "> ```", ">> \t ```", "> > ~~~", "\t>```"])
def test_a_fence_opens_also_in_a_quotation(opening):
    inside = "One. Two.\n\n# Three"
    assert [block.text for block in blocks(f"{opening}\n{inside}")] == [opening, "One. Two.", "# Three"]
    assert not any(block.heading for block in blocks(f"{opening}\n{inside}"))


@pytest.mark.parametrize("line", ["``` a ```", "x ```", ">  > ```", "> x ```"])
def test_no_fence_opens_behind_other_text(line):
    assert blocks(f"{line}\n# Three")[-1].heading == "Three"


HOSTILE = {
    "heading, spaces": "# a" + " " * 100_000 + "b",
    "heading, signs behind spaces": "# a" + " " * 50_000 + "#" * 50_000 + "b",
    "heading, signs between spaces": "# a" + " #" * 50_000 + "b",
    "heading, tabs": "# a" + "\t" * 100_000 + "b",
    "spaces before backticks": " " * 100_000 + "x```",
    "quotations before backticks": "> " * 50_000 + "x```",
    "spaces in a quotation": ">" + " " * 100_000 + "x~~~",
    "backticks": "`" * 100_000 + "x",
    "backticks between spaces": "``` " * 25_000 + "x",
    "spaces": "b" + " " * 100_000 + "x",
    "spaces at the beginning": " " * 100_000 + "x",
    "blank lines": "a" + " \n" * 50_000 + " " * 50_000 + "x",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_time_is_linear(text):
    begun = time.process_time()
    assert "".join(unit.text for unit in units(text)) == text
    assert blocks(text)
    merge(text, text + " a", "b " + text)
    assert text in merge(text, f"{text}\n\nEnd.", f"Begin.\n\n{text}").text()
    assert time.process_time() - begun < 2
