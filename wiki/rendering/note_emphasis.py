"""The words of a note that are emphasised, told by the html of its entry. Pure.

Of a source its plain text is kept. Which of its words are a title stands only in the text of the entry that cites it,
and here it is found again: with words that are not exactly those of the plain text nothing is emphasised.
"""

import re
from html import unescape
from itertools import groupby

NOTES = '<section class="notes"'  # begins the notes, at the end of the html
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_SPACES = re.compile(r"\s+")


def set_out(html, number, text):
    """Return [(words, whether they are emphasised)], together `text`, which is the plain text of a note or its
    beginning. `html` is that of the entry, or what of it begins with NOTES; `number` that of the note."""
    start = html.find(f' id="fn-{number}">', max(html.find(NOTES), 0))
    end = html.find(f' id="fn-{number + 1}">', start)
    note = html[html.find(">", start) + 1 : end if end > 0 else None] if start >= 0 else ""
    if "<em>" not in note:
        return [(text, False)]
    pieces = _pieces(note, len(text))
    return pieces if "".join(words for words, _ in pieces) == text else [(text, False)]


def _pieces(note, length):
    """What the plain text of a note begins with, so many characters, in pieces."""
    found, depth, at, ends_in_space = [], 0, 0, True
    for tag in _TAG.finditer(note):
        words = _SPACES.sub(" ", unescape(note[at : tag.start()]))
        words = words.removeprefix(" ") if ends_in_space else words
        words = words[:length]
        if words:
            found.append((words, depth > 0))
            length -= len(words)
            ends_in_space = words.endswith(" ")
        if tag[2] == "em":
            depth += -1 if tag[1] else 1
        at = tag.end()
    return [("".join(words for words, _ in run), is_set) for is_set, run in groupby(found, key=lambda piece: piece[1])]
