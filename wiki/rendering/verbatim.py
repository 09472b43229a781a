"""Leaves that take their lines as they are: code, raw HTML, comments, math.

The functions that begin one are of the kind that `starts` describes; `_take_…` gets (reader, rest, column) of each
further line and says whether it belongs to the leaf.
"""

import re

from .nodes import Node
from .tabs import indentation, strip_columns

_FENCE = re.compile(r"(`{3,}+)([^`]*)$|(~{3,}+)(.*)$")
_MATH_LINE = re.compile(r"\$\$(.+)\$\$[ \t]*$")
_BLOCK_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
)
ATTRIBUTES = r"""(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?+)*+"""
_HTML = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?:\s|>|$)", re.I),
        re.compile(r"</(?:script|pre|style|textarea)>", re.I),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?(?:{_BLOCK_TAGS.replace(' ', '|')})(?:\s|/?>|$)", re.I), None),
    (re.compile(rf"(?:<[A-Za-z][A-Za-z0-9-]*+{ATTRIBUTES}\s*+/?>|</[A-Za-z][A-Za-z0-9-]*+\s*+>)\s*$"), None),
)


def fence(reader, text, indent, column):
    """Begin a fenced block of code; it runs to its closing fence or to the end of its container."""
    match = _FENCE.match(text)
    if match is None:
        return None
    reader.prepare()
    mark, info = (match[1], match[2]) if match[1] else (match[3], match[4])
    node = Node("code", reader.number, take=_take_fenced, mark=mark, info=info.strip(), indent=indent)
    reader.add_leaf(node)
    return True


def _take_fenced(reader, rest, column):
    leaf = reader.leaf
    leaf.end = reader.number
    indent, text = indentation(rest, column)
    mark = leaf.data["mark"]
    if indent < 4 and text.startswith(mark) and not text.rstrip(" \t").strip(mark[0]):
        reader.close_leaf()
    else:
        leaf.lines.append(strip_columns(rest, column, leaf.data["indent"])[0] if leaf.data["indent"] else rest)
    return True


def indented_code(reader, rest, column):
    """Begin a block of indented code with this line."""
    reader.prepare()
    code = strip_columns(rest, column, 4)[0]
    reader.add_leaf(Node("code", reader.number, code, take=_take_indented, info="", indented=True))


def _take_indented(reader, rest, column):
    indent, text = indentation(rest, column)
    if not text:
        reader.leaf.lines.append(strip_columns(rest, column, 4)[0])
        return True
    if indent < 4:
        reader.close_leaf()
        return False
    reader.leaf.lines.append(strip_columns(rest, column, 4)[0])
    reader.leaf.end = reader.number
    return True


def html(reader, text, indent, column):
    """Begin a block of raw HTML, one of CommonMark's seven kinds."""
    kind = next((kind for kind, (begin, _) in enumerate(_HTML, 1) if begin.match(text)), 0)
    if not kind or (kind == 7 and reader.paragraph is not None):
        return None  # any tag alone on a line begins a block, but does not break into a paragraph
    end = _HTML[kind - 1][1]
    reader.prepare()
    node = Node("html", reader.number, " " * indent + text, take=_take_html, end=end)
    reader.add_leaf(node)
    if end is not None and end.search(text):
        reader.close_leaf()
    return True


def _take_html(reader, rest, column):
    leaf = reader.leaf
    end = leaf.data["end"]
    if end is None and not rest.strip():
        reader.close_leaf()
        return False
    leaf.lines.append(rest)
    leaf.end = reader.number
    if end is not None and end.search(rest):
        reader.close_leaf()
    return True


def comment(reader, text, indent, column):
    """Begin a hidden block."""
    # `%%` alone on a line, or with text after it that no second `%%` ends, hides everything up to the next one.
    if not text.startswith("%%") or "%%" in text[2:] or reader.last_line_with("%%") <= reader.number:
        return None
    reader.prepare()
    reader.add_leaf(Node("comment", reader.number, take=_take_comment))
    return True


def _take_comment(reader, rest, column):
    reader.leaf.end = reader.number
    if "%%" in rest:
        reader.close_leaf()
    return True


def math(reader, text, indent, column):
    """Begin a block of `$$ … $$`, on one line or several."""
    if not text.startswith("$$"):
        return None
    one = _MATH_LINE.match(text)
    if one is None and ("$$" in text[2:] or reader.last_line_with("$$") <= reader.number):
        return None
    reader.prepare()
    node = Node("math", reader.number, text, take=_take_math)
    reader.add_leaf(node)
    if one is not None:
        reader.close_leaf()
    return True


def _take_math(reader, rest, column):
    reader.leaf.lines.append(rest)
    reader.leaf.end = reader.number
    if "$$" in rest:
        reader.close_leaf()
    return True
