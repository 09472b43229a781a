"""What MediaWiki leaves behind in a page: templates, reference lists, empty notes and headings. Pure."""

import re

from wiki.interchange.formats.pandoc_links import REMOVED
from wiki.interchange.links import literal_spans, outside_code

_REFERENCES = re.compile(r"<references\b[^<>]*/>|<references\b[^<>]*>[^<>]*</references>", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{(?P<name>[^{}|\n]{0,200})[^{}]{0,5000}\}\}")
_MAGIC_WORD = re.compile(r"__(?:NO)?(?:TOC|INDEX|EDITSECTION|GALLERY|FORCETOC)__|\[TOC\]")
_WRAPPER = re.compile(
    r"</?(?:div|center|font|noinclude|includeonly|onlyinclude|nowiki|section)\b[^<>]*>", re.IGNORECASE
)
_DEFINITION = re.compile(r"\[\^(?P<label>[^\[\]\s]+)\]:[ \t]*(?P<text>.*)")
_REFERENCE = re.compile(r"\[\^(?P<label>[^\[\]\s]+)\](?!:)")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_ONLY_MARKS = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s*)?")


def without_leftovers(text, record):
    """Return the text without templates and reference lists, REMOVED standing for each; tell the record."""
    names = []

    def drop_template(match):
        names.append(" ".join(match["name"].split()))
        return REMOVED

    def drop(stretch):
        for pattern in (_REFERENCES, _MAGIC_WORD, _WRAPPER):
            stretch = pattern.sub(REMOVED, stretch)
        for _ in range(8):  # templates inside of templates, from the innermost
            stretch, count = _TEMPLATE.subn(drop_template, stretch)
            if not count:
                break
        return stretch

    text = outside_code(text, drop, comments=False)
    if names := [name for name in dict.fromkeys(names) if name.strip(REMOVED)]:
        record.say("warning", f"Templates were left out: {', '.join(names[:10])}.")
    return text


def with_notes_merged(text, record):
    """Return the text without footnotes that are empty: a repeated reference, whose source is lost on the way here.

    With a single other note it must be that one; else the mark is dropped, with a warning.
    """
    notes = _definitions(text)
    empty = {label for label, content in notes.items() if not content.strip()}
    if not empty:
        return text
    full = [label for label in notes if label not in empty]
    meant = full[0] if len(full) == 1 else None

    def mend(match):
        if match["label"] not in empty:
            return match[0]
        return f"[^{meant}]" if meant else ""

    text = outside_code(text, lambda stretch: _REFERENCE.sub(mend, stretch), comments=False)
    lines = [line for line in text.split("\n") if not ((found := _DEFINITION.match(line)) and found["label"] in empty)]
    which = ", ".join(f"[^{label}]" for label in notes if label in empty)
    if meant:
        record.say("info", f"Empty notes repeat the only other note and now lead to it: {which}.")
    else:
        record.say("warning", f"Empty notes were left out, since nothing tells which note they repeat: {which}.")
    return "\n".join(lines)


def _definitions(text):
    """Return {label: content} of all footnote definitions; indented lines belong to the one above."""
    notes, current = {}, None
    for line in text.split("\n"):
        if match := _DEFINITION.match(line):
            current = match["label"]
            notes[current] = match["text"]
        elif current and line[:1] in (" ", "\t"):
            notes[current] += line
        elif line.strip():
            current = None
    return notes


def swept(text):
    """Return the text without REMOVED marks, the lines and headings they leave empty, and doubled blank lines."""
    lines = text.split("\n")
    _mark_empty_headings(lines, _lines_of_code(text))
    kept = []
    for line in lines:
        if REMOVED not in line:
            kept.append(line)
        elif not _ONLY_MARKS.fullmatch(line.replace(REMOVED, "")):
            kept.append(re.sub(rf"(?<=\S)[ \t]*{REMOVED}(?=[ \t]|$)|{REMOVED}", "", line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n") + "\n"


def _mark_empty_headings(lines, code):
    """Turn each heading whose section holds nothing but REMOVED into REMOVED, from the last one up.

    A section that was empty before stays: somebody may mean to fill it.
    """
    in_note = _note_lines(lines)
    kept_below = removed_below = 0  # levels of the nearest heading below, if it is kept, and if it is gone
    empty, touched = True, False  # the lines right below the heading that comes next
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        heading = None if number in code else _HEADING.match(line)
        if not heading:
            touched = touched or REMOVED in line
            if line.replace(REMOVED, "").strip() and number not in in_note and not _is_bare(line):
                empty = False
            continue
        level = len(heading[1])
        if empty and kept_below <= level and (touched or removed_below > level):
            lines[number], removed_below = REMOVED, level
        else:
            kept_below, removed_below = level, 0
        empty, touched = True, False


def _is_bare(line):
    return REMOVED in line and bool(_ONLY_MARKS.fullmatch(line.replace(REMOVED, "")))


def _note_lines(lines):
    numbers, inside = set(), False
    for number, line in enumerate(lines):
        inside = bool(_DEFINITION.match(line)) or (inside and (not line.strip() or line[:1] in (" ", "\t")))
        if inside:
            numbers.add(number)
    return numbers


def _lines_of_code(text):
    numbers = set()
    for start, end in literal_spans(text, comments=False):
        if "\n" in text[start:end]:
            first = text.count("\n", 0, start)
            numbers.update(range(first, first + text.count("\n", start, end) + 1))
    return numbers
