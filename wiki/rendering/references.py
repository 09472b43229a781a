"""Link reference definitions: `[label]: target "title"` at the beginning of a paragraph."""

import re

# Every part is bounded, so that many beginnings of definitions cannot each look through the whole text.
_TARGET = r"""[ ]{0,3}\[(?P<label>(?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+\n?[ \t]*+
    (?:<(?P<pointed>(?:[^<>\n\\]|\\.){0,1000}+)>|(?P<bare>[^\s<]\S{0,1999}+))"""
_TITLE = r"""(?P<title>(?:[ \t]*+\n[ \t]*+|[ \t]++)
    (?:"(?:[^"\\]|\\.){0,1000}+"|'(?:[^'\\]|\\.){0,1000}+'|\((?:[^()\\]|\\.){0,1000}+\)))?+"""
_END = r"[ \t]*+(?:\n|$)"
_DEFINITION = re.compile(_TARGET + _TITLE + _END, re.VERBOSE | re.DOTALL)
_UNTITLED = re.compile(_TARGET + _END, re.VERBOSE | re.DOTALL)


def normal_label(label):
    """Return the form under which two labels are the same: case and white space do not count."""
    return " ".join(label.split()).casefold()


def take_definitions(paragraph, references):
    """Move the definitions at the beginning of a paragraph to `references`: label → (target, title), first wins."""
    if not paragraph.lines or not paragraph.lines[0].startswith("["):
        return
    text = "\n".join(paragraph.lines)
    at = 0
    while text.startswith("[", at) and not text.startswith(("[^", "[["), at):
        match = _DEFINITION.match(text, at) or _UNTITLED.match(text, at)
        if match is None or not match["label"].strip():
            break
        title = (match.groupdict().get("title") or "").strip()[1:-1]
        target = match["pointed"] if match["pointed"] is not None else match["bare"]
        references.setdefault(normal_label(match["label"]), (target, title))
        at = match.end()
    if at:
        paragraph.lines = text[at:].split("\n") if at < len(text) else []
