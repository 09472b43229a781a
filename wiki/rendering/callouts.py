"""Callouts: a quote that begins with `[!type] Title`, folded with `-`, unfolded with `+`; and `!!! type "Title"`."""

import re

from .nodes import Node

_TYPES = """
    note abstract summary info todo tip hint important success check done question help faq warning caution
    attention failure fail missing danger error bug example quote cite
"""
TYPES = frozenset(_TYPES.split())
_FIRST_LINE = re.compile(r"\[!([\w-]{1,40})(?:\|[^\]\n]{0,100})?\]([+-]?)(?:[ \t]+(.*))?$")


def known_type(name):
    """Return the type of a callout: one of TYPES, 'note' for any other; the name never becomes a class of its own."""
    name = name.lower()
    return name if name in TYPES else "note"


def emit(emitter, parent, node):
    """Append the callout that a quote holds and return True; return False when it is a plain quote."""
    first = node.children[0] if node.children else None
    if first is None or first.kind != "p" or not first.lines:
        return False
    match = _FIRST_LINE.match(first.lines[0].rstrip())
    if match is None:
        return False
    body = Node("quote", node.start)
    body.children = node.children[1:]
    if len(first.lines) > 1:
        body.children.insert(0, Node("p", first.start + 1, *first.lines[1:]))
    kind = known_type(match[1])
    build(emitter, parent, body, kind, (match[3] or "").strip() or match[1].capitalize(), fold=match[2])
    return True


def admonition(emitter, parent, node):
    """Append python-markdown's own form of a callout."""
    title = node.data["title"]
    build(emitter, parent, node, known_type(node.data["type"]), title or node.data["type"].capitalize())


def build(emitter, parent, body, kind, title, fold=""):
    """Append `div.callout`, or `details.callout` when `fold` is '-' (closed) or '+' (open)."""
    outer = emitter.add(parent, "details" if fold else "div", "\n")
    outer.set("class", f"callout callout-{kind}")
    if fold == "+":
        outer.set("open", "open")
    heading = emitter.add(outer, "summary" if fold else "p", title)
    if not fold:
        heading.set("class", "callout-title")
    emitter.children(outer, body)
