"""A Markdown text in the pieces that people change: sentences, and the lines that are not prose. Pure.

Sentences come from `sentences`; the blank between two pieces is a piece of its own, so a sentence is the same sentence
whether or not another one follows it. The pieces joined are the text, to the letter.
"""

import re
from typing import NamedTuple

from .sentences import spans

# What a piece is:
SENTENCE = "sentence"  # of a paragraph, without the space after it
LINE = "line"  # a heading, an item of a list, a row of a table, a line of code, the sign of a quotation
SPACE = "space"  # between two sentences
BREAK = "break"  # the end of a line, with the blank lines after it

_BREAK = re.compile(r"(\n(?:\s*\n)?)")
_WHOLE_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"[ \t]*+(?:>[ \t]?+)*+[ \t]*+(?P<marks>`{3,}+|~{3,}+)(?P<info>.*+)")
# Heading, item, row, definition, rule, underline of a heading, mathematics, admonition, raw HTML, indented code.
_STRUCTURE = re.compile(
    r"[ ]{0,3}(?:\#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|\d{1,3}[.)](?:[ \t]|$)|\||:[ \t]|[-=_*][-=_* \t]*$)"
    r"|[ ]{0,3}(?:\$\$|!!!|<[/!?a-z])|[ ]{4}|\t|[ \t]+(?:[-+*]|\d{1,3}[.)])[ \t]|[^|]*[ ]\|[ ]",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ \t]?)+")
# Beyond this many characters lines are pieces as they are: an entry is never that long.
_LONGEST_TEXT = 200_000


class Unit(NamedTuple):
    text: str
    kind: str


def alike(*texts: str) -> list[list[Unit]]:
    """Return the pieces of each of several versions, divided the same way."""
    whole_lines = max(map(len, texts)) > _LONGEST_TEXT
    return [units(text, whole_lines=whole_lines) for text in texts]


def units(text: str, *, whole_lines: bool = False) -> list[Unit]:
    """Return the pieces of a text in order; no piece is empty. Time linear in the text.

    `whole_lines` leaves every line in one piece with its end, which is faster than it is fine.
    """
    if whole_lines:
        return list(map(_Whole().__getitem__, _WHOLE_LINE.findall(text)))
    parts = _BREAK.split(text)
    found, fence, known = [], "", {}
    for line, end in zip(parts[::2], [*parts[1::2], ""], strict=True):
        bare = line.rstrip(" \t\r") if end else line
        fence = _line(found, bare, fence, known)
        if end:
            found.append(Unit(line[len(bare) :] + end, BREAK))
    return found


class _Whole(dict):
    """The piece that a whole line is, made once."""

    def __missing__(self, line):
        piece = self[line] = Unit(line, LINE if line.strip() else BREAK)
        return piece


def _line(found, line, fence, known):
    """Add the pieces of one line; returns the fence that is open after it."""
    if not line:
        return fence
    mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
    if fence or mark:
        found.append(Unit(line, LINE))
        return _fence_after(fence, mark)
    if line not in known:
        known[line] = _pieces(line)
    found += known[line]
    return ""


def _fence_after(fence, mark):
    if not mark:
        return fence
    marks = mark["marks"]
    if not fence:
        # Backticks behind backticks on one line are a span of code, not a fence.
        return "" if marks[0] == "`" and "`" in mark["info"] else marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not mark["info"].strip()
    return "" if closes else fence


def _pieces(line):
    if _STRUCTURE.match(line):
        return [Unit(line, LINE)]
    pieces, quote = [], _QUOTE.match(line)
    if quote:
        pieces.append(Unit(quote[0], LINE))
        line = line[quote.end() :]
    for start, end in spans(line):
        sentence = line[start:end]
        bare = sentence.rstrip()
        if bare:
            pieces.append(Unit(bare, SENTENCE))
        if len(bare) < len(sentence):
            pieces.append(Unit(sentence[len(bare) :], SPACE))
    return pieces


class Block(NamedTuple):
    text: str
    heading: str = ""  # what the heading says, if it is one


_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]++")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*$")


def blocks(text: str) -> list[Block]:
    """Return the paragraphs, and the lines that are not prose, in order; blank lines are left out."""
    found, fence, paragraph = [], "", False
    for line in text.split("\n"):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence or mark:
            fence, paragraph = _fence_after(fence, mark), False
            if line.strip():
                found.append(Block(line))
        elif not line.strip():
            paragraph = False
        elif paragraph and _UNDERLINE.match(line):
            title = "\n".join(found[-1])
            found[-1], paragraph = Block(f"{title}\n{line}", title), False
        elif _STRUCTURE.match(line) or _QUOTE.match(line):
            heading = _HEADING.match(line)
            found.append(Block(line, _said(line[heading.end() :]) if heading else ""))
            paragraph = False
        elif paragraph:
            found[-1].append(line)  # joined below: a paragraph of many lines costs no more than its length
        else:
            found.append([line])
            paragraph = True
    return [block if isinstance(block, Block) else Block("\n".join(block)) for block in found]


def _said(heading):
    """Return what a heading says, without the signs that may close it."""
    heading = heading.rstrip(" \t")
    bare = heading.rstrip("#")
    return bare.rstrip(" \t") if bare.endswith((" ", "\t")) else heading
