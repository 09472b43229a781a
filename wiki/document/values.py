"""How the odd values of front matter become plain text and lists of text. Pure.

Each function returns what could be kept and calls `complain(text)` for what was left out.
"""

import re

from wiki.document.frontmatter import Mapping, Scalar, Sequence

MAX_ITEMS = 10_000  # visited values in one entry; aliases can repeat a short list without end
_WIKILINK = re.compile(r"^!?\[\[(.*)\]\]$", re.DOTALL)


def text_of(value, complain):
    """Return one value as trimmed text: '' for null, a list joined by commas, an unquoted `[[x|y]]` as `x`."""
    if isinstance(value, Scalar):
        return "" if value.is_null else value.text.strip()
    if (link := _as_written_link(value)) is not None:
        return link
    items = list(_scalars(value, complain))
    return ", ".join(text for item in items if (text := item.text.strip()))


def list_of(value, complain, *, spaces_split=False):
    """Return a value as a list of trimmed, non-empty texts.

    A list keeps each item whole. A single text is split at commas, and at spaces if `spaces_split`
    says so and it has no comma. Null is an empty list; mappings and nulls inside a list are left out.
    """
    if isinstance(value, Scalar):
        if value.is_null:
            return []
        if "," in value.text:
            parts = value.text.split(",")
        else:
            parts = value.text.split() if spaces_split else [value.text]
        return [text for part in parts if (text := target_of(part.strip()))]
    if (link := _as_written_link(value)) is not None:
        return [link] if link else []
    return [text for item in _scalars(value, complain) if (text := target_of(item.text.strip()))]


def target_of(text):
    """Return the target of a text that is one whole wikilink, else the text: `[[a/b#c|d]]` → `a/b`."""
    if not (match := _WIKILINK.match(text)) or "[[" in match[1]:
        return text
    return re.split(r"\\?\||#", match[1], maxsplit=1)[0].strip()


def _as_written_link(value):
    """Return the target of `[[x]]` without quotes, which YAML takes for a list in a list; else None."""
    if not isinstance(value, Sequence) or len(value.items) != 1 or not isinstance(value.items[0], Sequence):
        return None
    if not all(isinstance(item, Scalar) for item in value.items[0].items):
        return None
    source = value.source.strip()
    return target_of(" ".join(source.split())) if source.startswith("[[") and source.endswith("]]") else None


def _scalars(value, complain):
    """Walk nested lists in order without recursion; yield what is a text, or a link written without quotes."""
    waiting, visited = [value], 0
    while waiting:
        visited += 1
        if visited > MAX_ITEMS:
            complain("repeats itself too often; the rest is left out")
            return
        item = waiting.pop()
        if isinstance(item, Mapping):
            complain("holds “key: value” pairs where text is wanted; they are left out")
        elif isinstance(item, Sequence):
            link = _as_written_link(item)
            waiting.extend([Scalar(link, True)] if link else reversed(item.items))
        elif item.is_null:
            complain("has an empty item; it is left out")
        else:
            yield item
