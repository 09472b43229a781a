"""Wikilinks in Markdown text, found where they are links: not in code and not in hidden comments. Pure."""

import re
from bisect import bisect_right

_FENCE = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)(?:\n|\Z)", re.MULTILINE
)
_TICKS = re.compile(r"`+")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_BLANK = re.compile(r"\n[ \t>]*(?=\n)")
_WIKILINK = re.compile(r"(?P<embed>!?)\[\[(?P<target>[^\[\]\n|]+?)(?:\\?\|(?P<label>[^\[\]\n]*))?\]\]")


def literal_spans(body, comments=True):
    """Return the sorted, disjoint (start, end) spans of code and of `%%hidden comments%%`. Linear in the text."""
    spans, open_text = [], 0
    for start, end in _fences(body):
        spans += _literal_in_prose(body, open_text, start, comments)
        spans.append((start, end))
        open_text = end
    return spans + _literal_in_prose(body, open_text, len(body), comments)


def outside_code(body, change, comments=True):
    """Return the body with `change(text)` applied to each stretch that is neither code nor a hidden comment.

    `comments=False` is for sources where `%%` hides nothing.
    """
    parts, position = [], 0
    for start, end in literal_spans(body, comments):
        parts += [change(body[position:start]), body[start:end]]
        position = end
    return "".join([*parts, change(body[position:])])


def rewrite_wikilinks(body, decide):
    """Replace wikilinks; return (body, list of (target, label, replacement)) for those that were replaced.

    `decide(target, label, embed)` gets the target as typed (trimmed, with its `#…`), the label or None,
    and whether it is an embed; it returns the text to put in place of the link, or None to leave it.
    """
    spans = literal_spans(body)
    starts = [start for start, _ in spans]
    changes = []

    def replace(match):
        before = bisect_right(starts, match.start()) - 1
        inside = before >= 0 and match.start() < spans[before][1]
        if inside or _is_escaped(body, match.start()):
            return match[0]
        target, label = match["target"].strip(), match["label"]
        label = None if label is None else label.strip()
        replacement = decide(target, label, bool(match["embed"]))
        if replacement is None:
            return match[0]
        changes.append((target, label, replacement))
        return replacement

    return _WIKILINK.sub(replace, body), changes


def find_wikilinks(body):
    """Return (target, label or None, embed) of every wikilink, in order."""
    found = []
    rewrite_wikilinks(body, lambda *link: found.append(link))
    return found


def _is_escaped(text, position):
    slashes = position - len(text[max(0, position - 20) : position].rstrip("\\")) - max(0, position - 20)
    return slashes % 2 == 1


def _fences(body):
    opened, start = None, 0
    for match in _FENCE.finditer(body):
        fence = match["fence"]
        if opened is None and not (fence[0] == "`" and "`" in match["info"]):
            opened, start = fence, match.start()
        elif opened and fence[0] == opened[0] and len(fence) >= len(opened) and not match["info"].strip():
            yield start, match.end()
            opened = None
    if opened:
        yield start, len(body)


def _literal_in_prose(body, start, end, comments):
    """Return the code spans and comments of a stretch without fences."""
    spans = _code_spans(body, start, end)
    if not comments:
        return spans
    hidden = [match.span() for match in _COMMENT.finditer(body, start, end) if not _overlaps(spans, match.start())]
    return sorted([span for span in spans if not _overlaps(hidden, span[0])] + hidden)


def _overlaps(spans, position):
    before = bisect_right(spans, (position, len(spans) + 1 << 40)) - 1
    return before >= 0 and position < spans[before][1]


def _code_spans(body, start, end):
    """Pair runs of equally many backticks; a code span ends with its paragraph."""
    runs = [match.span() for match in _TICKS.finditer(body, start, end)]
    if not runs:
        return []
    breaks = [match.start() for match in _BLANK.finditer(body, start, end)]
    places = {}
    for number, (a, b) in enumerate(runs):
        places.setdefault((bisect_right(breaks, a), b - a), []).append(number)
    spans, number = [], 0
    while number < len(runs):
        a, b = runs[number]
        same = places[bisect_right(breaks, a), b - a]
        following = bisect_right(same, number)
        if _is_escaped(body, a) or following == len(same):
            number += 1
            continue
        close = same[following]
        spans.append((a, runs[close][1]))
        number = close + 1
    return spans
