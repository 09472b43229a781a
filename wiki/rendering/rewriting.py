"""Change names in the source of a text where they are markup, and nowhere else: links, notes, references. Pure.

Whether `[[Name]]` is a link or stands in code, only the parser can say. So each place that looks like one is given a
word of its own, the text is rendered once, and what became of the words tells which places are real. `render` is the
caller's: it takes a Markdown text and returns Rendered.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

from .references import normal_label
from .rendered import Rendered
from .wikilinks import clean_path

_LINK = re.compile(r"\[\[([^\[\]\n]{1,600})\]\]")
_PIPE = re.compile(r"\\?\|")
_NOTE = re.compile(r"\[\^([^\]\s\[]{1,100})\]")
_NOTE_BEGINS = re.compile(r"^[ >]{0,12}\[\^([^\]\s\[]{1,100})\]:", re.MULTILINE)
_LABEL = re.compile(r"(?<![\\\[])\[(?!\^)((?:[^\[\]\\]|\\.){1,999}+)\]", re.DOTALL)
_DEFINITION = re.compile(r"^[ >]{0,12}\[(?!\^)((?:[^\[\]\\]|\\.){1,999}+)\]:", re.MULTILINE | re.DOTALL)
_LINE_HEAD = re.compile(r"[ >]{0,12}\Z")
_MARKUP = re.compile(r"[\\`*_~$&!=^@%|\[\]<>{}]")


class Place(NamedTuple):
    """A piece of the source, `begin` to `end`, and the text that is to stand there."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True)
class Rewritten:
    """A text with its links renamed: how many, and what it renders to (None when nothing was changed)."""

    text: str
    count: int = 0
    rendered: Rendered | None = None


def rewrite_links(source, rename, render):
    """Return the Rewritten text whose wikilinks have new targets: `rename(target)` says which, None for as it is.

    Labels, headings (`#…`) and spaces stay. The text is left alone when not every link would come out as meant.
    """
    places = []
    for match in _LINK.finditer(source):
        target = _PIPE.split(match[1], maxsplit=1)[0].partition("#")[0]
        name = target.strip()
        new = rename(clean_path(name)) if name else None
        if new is not None:
            begin = match.start(1) + len(target) - len(target.lstrip())
            places.append(Place(begin, begin + len(name), new))
    if not places:
        return Rewritten(source)
    words = _words(source, len(places))
    probe = [link.target for link in render(_put(source, places, words)).links]
    linked = set(probe)
    real = [(place, word) for place, word in zip(places, words, strict=True) if word in linked]
    if not real:
        return Rewritten(source)
    text = _put(source, [place for place, _ in real])
    rendered = render(text)
    meant = {word: place.text for place, word in zip(places, words, strict=True)}
    if [meant.get(target, target) for target in probe] != [link.target for link in rendered.links]:
        return Rewritten(source)
    return Rewritten(text, len(real), rendered)


def append_section(text, title, more, render):
    """Return `text` with a section `title` at its end that holds `more`.

    Labels of notes and of reference links in `more` that stand in `text` too get new ones, so that each note and
    link keeps its own. An empty `more` adds nothing.
    """
    if not more.strip():
        return text
    more = _rename_references(text, _rename_notes(text, more, render), render)
    head = f"## {_MARKUP.sub(_escaped, title)}\n\n{more.strip(chr(10))}\n"
    return f"{text.rstrip()}\n\n{head}" if text.strip() else head


def _escaped(match):
    return "\\" + match[0]


def _rename_notes(text, more, render):
    here, there = set(_NOTE.findall(text)), set(_NOTE.findall(more))
    defined = set(_NOTE_BEGINS.findall(text)) | set(_NOTE_BEGINS.findall(more))
    new = _fresh(here & there & defined, here | there)
    places = [Place(*match.span(1), new[match[1]]) for match in _NOTE.finditer(more) if match[1] in new]
    words = _words(more, len(places))
    beginning = "".join(f"[^{word}]: x\n\n" for word in words) + "# x\n\n"  # the heading ends the last of the notes
    return _put(more, _taken(more, places, words, beginning, "[^{}]", render))


def _rename_references(text, more, render):
    here = {normal_label(match[1]) for match in _LABEL.finditer(text)}
    there = {normal_label(match[1]) for match in _LABEL.finditer(more)}
    defined = {normal_label(match[1]) for match in _DEFINITION.finditer(more)}
    new = _fresh(here & defined, here | there)
    places = [place for match in _LABEL.finditer(more) if (place := _reference(more, match, new))]
    words = _words(more, len(places))
    beginning = "".join(f"[{word}]: https://example.org/{word}\n" for word in words) + "\n# x\n\n"
    return _put(more, _taken(more, places, words, beginning, "[{}]", render))


def _reference(source, match, new):
    """Return the Place that gives a reference or definition its new label; what a reader sees stays as it is."""
    label = new.get(normal_label(match[1]))
    if label is None:
        return None
    begin, end = match.span()
    before, after = source[max(begin - 20, 0) : begin], source[end : end + 2]
    head = before.rpartition("\n")[2] if "\n" in before or begin < 20 else before
    if before.endswith("]") or (after.startswith(":") and _LINE_HEAD.fullmatch(head)):
        return Place(begin + 1, end - 1, label)
    if after == "[]":
        return Place(end + 1, end + 1, label)
    return None if after[:1] in ("(", "[") else Place(end, end, f"[{label}]")


def _taken(source, places, words, beginning, form, render):
    """Return the places that are markup: those whose word does not come out as it was written."""
    if not places:
        return []
    probe = [
        form.format(word) if place.text.startswith("[") else word for place, word in zip(places, words, strict=True)
    ]
    html = render(beginning + _put(source, places, probe)).html
    return [place for place, word in zip(places, words, strict=True) if form.format(word) not in html]


def _fresh(labels, used):
    """Return {label: another one that nobody uses}."""
    new = {}
    for label in sorted(labels):
        number = 2
        while f"{label}-{number}" in used:
            number += 1
        new[label] = f"{label}-{number}"
    return new


def _words(source, count):
    """Return words that stand nowhere in the source."""
    stem = "q" + hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:12]
    return [f"{stem}n{number}x" for number in range(count)]


def _put(source, places, texts=None):
    """Return the source with the text of each place in its place, or these texts instead."""
    out, at = [], 0
    for place, text in zip(places, texts or [place.text for place in places], strict=True):
        out += [source[at : place.begin], text]
        at = place.end
    return "".join([*out, source[at:]])
