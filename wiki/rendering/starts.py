"""What may begin a block, by the first character of the line.

Each function gets (reader, text, indent, column): the line without its indentation (0–3 columns), how far it was
indented, and the column where the indentation began. It returns True when it took the line, (rest, column) when it
opened a container and the rest of the line is still to be read, None when nothing begins here.
"""

import re

from . import verbatim
from .nodes import Node
from .references import take_definitions
from .tables import columns_of, is_delimiter_row
from .tabs import indentation, strip_columns

_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}+|(?:_[ \t]*){3,}+|(?:-[ \t]*){3,}+)$")
# A number of four digits or more is a year or a page, not the first item of a list.
_MARKER = re.compile(r"(?:([-+*])|(\d{1,3})([.)]))(?=[ \t]|$)")
_NOTE = re.compile(r"\[\^([^\]\s\[]{1,100})\]:[ \t]*")
_ABBREVIATION = re.compile(r"\*\[([^\[\]\\]{1,60})\]:[ \t]*(.{1,300})$")
_DEFINITION = re.compile(r":(?=[ \t]+\S)")
_ADMONITION = re.compile(r'!!![ \t]+([\w-]{1,40})(?:[ \t]+"([^"]{0,300})")?[ \t]*$')


def _quote(reader, text, indent, column):
    if reader.too_deep:
        return None
    reader.prepare()
    reader.leave_lists()
    reader.add_container(Node("quote", reader.number))
    return strip_columns(text[1:], column + indent + 1, 1)


def _heading(reader, text, indent, column):
    match = _HEADING.match(text)
    if match is None:
        return None
    reader.prepare()
    title = text[match.end() :].strip(" \t")
    bare = title.rstrip("#")
    if not bare or bare[-1] in " \t":
        title = bare  # a closing run of # does not count
    reader.add_closed(Node("heading", reader.number, title, level=match.end()))
    return True


def _setext(reader, text):
    paragraph = reader.paragraph
    if paragraph is None or not reader.all_matched or not _SETEXT.match(text):
        return None
    take_definitions(paragraph, reader.references)
    if not paragraph.lines:
        # Only definitions stood there: what follows is the first line of a paragraph, or a rule.
        paragraph.start = paragraph.end = reader.number
        return None
    paragraph.kind = "heading"
    paragraph.data["level"] = 1 if text[0] == "=" else 2
    paragraph.end = reader.number
    reader.close_leaf()
    return True


def _rule(reader, text):
    if not _RULE.match(text):
        return None
    reader.prepare()
    reader.add_closed(Node("rule", reader.number))
    return True


def _item(reader, text, indent, column):
    match = _MARKER.match(text)
    if match is None or reader.too_deep:
        return None
    bullet, digits, delimiter = match.groups()
    width = match.end()
    at = column + indent + width
    inner, content = indentation(text[width:], at)
    if reader.paragraph is not None and reader.all_matched and (not content or (digits and int(digits) != 1)):
        return None  # an empty item or "17." cannot break into a paragraph
    reader.prepare()
    mark = bullet or delimiter
    while reader.open[-1].kind == "dl" or (reader.open[-1].kind == "list" and reader.open[-1].data["mark"] != mark):
        reader.close_to(len(reader.open) - 1)
    if reader.open[-1].kind != "list":
        number = int(digits) if digits else None
        reader.add_container(Node("list", reader.number, mark=mark, number=number))
    if not content:
        padding, rest, at = 1, "", at
    else:
        padding = inner if inner < 5 else 1
        rest, at = strip_columns(text[width:], at, padding)
    reader.add_container(Node("item", reader.number, offset=indent + width + padding))
    return rest, at


def _dash(reader, text, indent, column):
    return (
        _setext(reader, text)
        or _rule(reader, text)
        or _table(reader, text, indent, column)
        or _item(reader, text, indent, column)
    )


def _star(reader, text, indent, column):
    return _rule(reader, text) or _abbreviation(reader, text) or _item(reader, text, indent, column)


def _equals(reader, text, indent, column):
    return _setext(reader, text)


def _underscore(reader, text, indent, column):
    return _rule(reader, text)


def _table(reader, text, indent, column):
    paragraph = reader.paragraph
    if paragraph is None or not reader.all_matched or not paragraph.lines or not is_delimiter_row(text):
        return None
    header = paragraph.lines[-1]
    columns = columns_of(header, text)
    if not columns:
        return None
    paragraph.lines.pop()
    paragraph.end = reader.number - 2
    if not paragraph.lines:
        reader.leaf = None
        reader.open[-1].children.pop()
    reader.prepare()
    reader.add_leaf(Node("table", reader.number - 1, header, columns=columns)).end = reader.number
    return True


def _colon(reader, text, indent, column):
    return _table(reader, text, indent, column) or _definition(reader, text, indent, column)


def _definition(reader, text, indent, column):
    if not _DEFINITION.match(text) or reader.too_deep:
        return None
    if not reader.all_matched and reader.paragraph is not None and reader.open[reader.matched - 1].kind != "dl":
        return None
    reader.close_unmatched()
    parent = reader.open[-1]
    if parent.kind != "dl":
        before = parent.children[-1] if parent.children else None
        if before is None or before.kind != "p" or before.end < reader.number - 2:
            return None
        reader.close_leaf()
        if not before.lines:
            return None
        parent.children.pop()
        if parent.children and parent.children[-1].kind == "dl":
            parent = parent.children[-1]  # the next term of the same list
            reader.open.append(parent)
            reader.matched = len(reader.open)
        else:
            reader.add_container(Node("dl", before.start))
        reader.open[-1].children.append(Node("dt", before.start, *before.lines))
    reader.close_leaf()
    inner, _ = indentation(text[1:], column + indent + 1)
    rest, at = strip_columns(text[1:], column + indent + 1, inner)
    reader.add_container(Node("dd", reader.number, offset=min(indent + 1 + inner, 4)))
    return rest, at


def _abbreviation(reader, text):
    match = _ABBREVIATION.match(text)
    if match is None or not match[1].strip():
        return None
    reader.prepare()
    reader.parser.abbreviations.setdefault(match[1].strip(), match[2].strip())
    return True


def _note(reader, text, indent, column):
    match = _NOTE.match(text)
    if match is None or reader.too_deep:
        return None
    reader.prepare()
    reader.leave_lists()
    node = Node("note", reader.number, label=match[1])
    reader.parser.notes.setdefault(match[1], node)
    reader.add_container(node)
    return text[match.end() :], column + indent + match.end()


def _admonition(reader, text, indent, column):
    match = _ADMONITION.match(text)
    if match is None or reader.too_deep:
        return None
    reader.prepare()
    reader.leave_lists()
    reader.add_container(Node("admonition", reader.number, type=match[1], title=match[2]))
    return True


BY_CHARACTER = {
    ">": _quote,
    "#": _heading,
    "=": _equals,
    "-": _dash,
    "_": _underscore,
    "*": _star,
    "+": _item,
    "|": _table,
    ":": _colon,
    "[": _note,
    "`": verbatim.fence,
    "~": verbatim.fence,
    "<": verbatim.html,
    "%": verbatim.comment,
    "$": verbatim.math,
    "!": _admonition,
} | dict.fromkeys("0123456789", _item)
