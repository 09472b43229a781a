"""Take everything out of html that this wiki does not write itself. The only importer of bleach and nh3.

Two independent sanitisers, one after the other, each with lists of its own written out in full: either of them alone
must stop every attack, so that a hole in one, or a slip in one list, opens nothing, and either can be removed.
nh3 comes first: it is fast, and bleach then reads well-formed html. What `known` finds to be of plain marks alone, to
the letter, bleach would leave as it is, and is not asked.

What stays: text markup, lists, tables, code, callouts, notes, headings with ids, inert placeholders
(`wikilink:N`, `wikiembed:N`, `cite:N`) and links. What never stays: script in any form, style, forms but a
disabled checkbox, pictures' addresses, foreign namespaces, names, ids beginning with `ui-`.
"""

import re

import nh3
from bleach._vendor.html5lib._inputstream import HTMLUnicodeInputStream
from bleach.sanitizer import Cleaner

from wiki.rendering.known import is_known

MAX_ATTRIBUTES = 1000  # of one tag, roughly; more is no text that somebody wrote, and costs quadratic time to read


def clean(html: str) -> str:
    """Return `html` with only what is allowed, well-formed, quotes double, `<` only at the start of a tag."""
    html = clean_with_nh3(html)
    return html if is_known(html) else clean_with_bleach(html)


# Possessive, and `<` inside a tag is no end of it, for a browser either: linear, and nothing hides from it.
_A_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/=]")


def _cap_attributes(html):
    """Turn tags with absurdly many attributes into text."""

    def capped(tag):
        many = len(tag[0]) > MAX_ATTRIBUTES and len(_BETWEEN_ATTRIBUTES.findall(tag[0])) > MAX_ATTRIBUTES
        return "&lt;" + tag[0][1:].replace("<", "&lt;") if many else tag[0]

    return _A_TAG.sub(capped, html)


# --- nh3 -------------------------------------------------------------------------------------------------------------

_NH3_TAGS = {
    *("a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div"),
    *("dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "input", "ins"),
    *("kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span"),
    *("strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr"),
}
_NH3_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "class", "rel", "title"},
    "abbr": {"title"},
    "blockquote": {"id"},
    "code": {"class"},
    "details": {"class", "id", "open"},
    "dfn": {"title"},
    "div": {"class", "id"},
    "dl": {"id"},
    "figure": {"id"},
    **{heading: {"id"} for heading in ("h1", "h2", "h3", "h4", "h5", "h6")},
    "img": {"alt", "class", "height", "title", "width"},
    "input": {"checked"},
    "li": {"class", "data-note", "id", "value"},
    "ol": {"id", "start"},
    "p": {"class", "id"},
    "pre": {"id"},
    "section": {"class", "data-notes"},
    "span": {"class", "id"},
    "sup": {"class", "data-note", "id"},
    "table": {"id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ul": {"id"},
}
_NH3_CALLOUT = (
    "callout(?: callout-(?:note|abstract|summary|info|todo|tip|hint|important|success|check|done|question|help|faq"
    "|warning|caution|attention|failure|fail|missing|danger|error|bug|example|quote|cite))?"
)
_NH3_BLOCK_ID = r"\^[\w-]{1,200}"
# The whole value must match; attributes that are not here may have any value.
_NH3_VALUES = {
    "a.class": r"external(?: image)?|note-back",
    "code.class": r"language-[\w+#.-]{1,60}",
    "details.class": _NH3_CALLOUT,
    "div.class": rf"math|{_NH3_CALLOUT}",
    "img.class": "missing",
    "li.class": "task",
    "p.class": "callout-title",
    "section.class": "notes",
    "span.class": "math",
    "sup.class": "note-ref",
    "a.href": (
        r"(?:https?://|mailto:)[^\x00-\x1f]+"
        r"|(?:wikilink|wikiembed|cite):[0-9]{1,9}"
        r"|#[^\x00-\x1f]*"
        r"|/(?:[^/\\\x00-\x1f][^\x00-\x1f]*)?"
        r"|(?:[\w.~%()+,!@*$=-]+(?:[/?#][^\x00-\x1f]*)?)"
    ),
    "a.rel": "nofollow noopener",
    **{f"{heading}.id": r"(?!ui-|fn-|fnref-)[^\s<>\"'&=`]{1,1000}" for heading in ("h1", "h2", "h3", "h4", "h5", "h6")},
    "li.id": rf"fn-[0-9]{{1,6}}|{_NH3_BLOCK_ID}",
    "sup.id": r"fnref-[0-9]{1,6}(?:-[0-9]{1,6})?",
    **{
        f"{block}.id": _NH3_BLOCK_ID
        for block in ("blockquote", "details", "div", "dl", "figure", "ol", "p", "pre", "span", "table", "ul")
    },
    "li.data-note": "[0-9]{1,6}",
    "sup.data-note": "[0-9]{1,6}",
    "section.data-notes": "",
    "ol.start": "-?[0-9]{1,9}",
    "li.value": "-?[0-9]{1,9}",
    "img.width": "[0-9]{1,5}",
    "img.height": "[0-9]{1,5}",
    **{f"{cell}.align": "left|center|right" for cell in ("td", "th")},
    **{f"{cell}.{span}": "[0-9]{1,3}" for cell in ("td", "th") for span in ("colspan", "rowspan")},
    "th.scope": "row|col|rowgroup|colgroup",
    "lang": r"[A-Za-z0-9-]{1,35}",
    "dir": "ltr|rtl|auto",
}
_NH3_MATCH = {
    name: re.compile(pattern, re.IGNORECASE if name.endswith((".href", ".id")) else 0).fullmatch
    for name, pattern in _NH3_VALUES.items()
}


def _nh3_value(tag, attribute, value):
    matches = _NH3_MATCH.get(f"{tag}.{attribute}") or _NH3_MATCH.get(attribute)
    return value if matches is None or matches(value) else None


_nh3_cleaner = nh3.Cleaner(
    tags=_NH3_TAGS,
    attributes=_NH3_ATTRIBUTES,
    attribute_filter=_nh3_value,
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    url_schemes={"http", "https", "mailto", "wikilink", "wikiembed", "cite"},
    clean_content_tags={"script", "style", "template", "iframe", "object", "noscript"},
    link_rel=None,
)


def clean_with_nh3(html: str) -> str:
    """Return what nh3 alone leaves of `html`."""
    return _nh3_cleaner.clean(_cap_attributes(html))


# --- bleach ----------------------------------------------------------------------------------------------------------

_BLEACH_TAGS = frozenset(
    [
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "hr", "br", "wbr", "blockquote", "pre", "div", "section"),
        *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "img", "input"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "rp"),
        *("rt", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"),
    ]
)
_BLEACH_CALLOUTS = frozenset(
    [
        *("note", "abstract", "summary", "info", "todo", "tip", "hint", "important", "success", "check", "done"),
        *("question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger"),
        *("error", "bug", "example", "quote", "cite"),
    ]
)
_BLEACH_SAFE_START = re.compile(r"[\w.~%()+,!@*$=-]+(?:$|[/?#])|[#]|/(?![/\\])|/$|(?:https?://|mailto:)[^\s]")


def _bleach_href(value):
    """Whether an address is one that the wiki writes. Entities are still written out in it."""
    if any(char < " " for char in value):
        return False
    scheme, colon, number = value.partition(":")
    if colon and scheme.lower() in ("wikilink", "wikiembed", "cite"):
        return number.isascii() and number.isdigit() and len(number) < 10
    return _BLEACH_SAFE_START.match(value.lower()) is not None


def _bleach_heading_id(value):
    forbidden = any(char.isspace() or char in "<>\"'&=`" for char in value)
    return 0 < len(value) <= 1000 and not forbidden and not value.lower().startswith(("ui-", "fn-", "fnref-"))


def _bleach_block_id(value):
    return value.startswith("^") and 1 < len(value) <= 201 and all(char.isalnum() or char in "_-" for char in value[1:])


def _bleach_note_id(value):
    return (value.startswith("fn-") and _bleach_number(value[3:])) or _bleach_block_id(value)


def _bleach_reference_id(value):
    first, dash, second = value.removeprefix("fnref-").partition("-")
    return value.startswith("fnref-") and _bleach_number(first) and (not dash or _bleach_number(second))


def _bleach_number(value):
    return value.isascii() and value.isdigit() and len(value) < 10


def _bleach_integer(value):
    return _bleach_number(value.removeprefix("-"))


def _bleach_callout(value):
    first, _, kind = value.partition(" callout-")
    return first == "callout" and (not kind or kind in _BLEACH_CALLOUTS)


def _bleach_language(value):
    rest = value.removeprefix("language-")
    return value.startswith("language-") and 0 < len(rest) < 61 and all(c.isalnum() or c in "_+#.-" for c in rest)


def _bleach_lang(value):
    return len(value) < 36 and value.isascii() and value.replace("-", "").isalnum()


def _bleach_any(value):
    return True


def _bleach_one_of(*values):
    return frozenset(values).__contains__


_BLEACH_CELL = {
    "align": _bleach_one_of("left", "center", "right"),
    "colspan": _bleach_number,
    "rowspan": _bleach_number,
}
_BLEACH_ATTRIBUTES = {
    "a": {
        "href": _bleach_href,
        "class": _bleach_one_of("external", "external image", "note-back"),
        "rel": _bleach_one_of("nofollow noopener"),
        "title": _bleach_any,
    },
    "abbr": {"title": _bleach_any},
    "code": {"class": _bleach_language},
    "details": {"class": _bleach_callout, "open": _bleach_any, "id": _bleach_block_id},
    "dfn": {"title": _bleach_any},
    "div": {"class": lambda value: value == "math" or _bleach_callout(value), "id": _bleach_block_id},
    "img": {
        "alt": _bleach_any,
        "title": _bleach_any,
        "width": _bleach_number,
        "height": _bleach_number,
        "class": _bleach_one_of("missing"),
    },
    "input": {"type": _bleach_any, "disabled": _bleach_any, "checked": _bleach_any},
    "li": {
        "class": _bleach_one_of("task"),
        "data-note": _bleach_number,
        "id": _bleach_note_id,
        "value": _bleach_integer,
    },
    "ol": {"start": _bleach_integer, "id": _bleach_block_id},
    "p": {"class": _bleach_one_of("callout-title"), "id": _bleach_block_id},
    "section": {"class": _bleach_one_of("notes"), "data-notes": _bleach_one_of("")},
    "span": {"class": _bleach_one_of("math"), "id": _bleach_block_id},
    "sup": {"class": _bleach_one_of("note-ref"), "data-note": _bleach_number, "id": _bleach_reference_id},
    "td": _BLEACH_CELL,
    "th": {**_BLEACH_CELL, "scope": _bleach_one_of("row", "col", "rowgroup", "colgroup")},
    **{heading: {"id": _bleach_heading_id} for heading in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **{block: {"id": _bleach_block_id} for block in ("blockquote", "dl", "figure", "pre", "table", "ul")},
}
_BLEACH_EVERYWHERE = {"lang": _bleach_lang, "dir": _bleach_one_of("ltr", "rtl", "auto")}


def _bleach_allows(tag, attribute, value):
    accepts = _BLEACH_ATTRIBUTES.get(tag, {}).get(attribute) or _BLEACH_EVERYWHERE.get(attribute)
    return accepts is not None and accepts(value)


# The parser counts unusual code points, for error messages that nobody reads: a quarter of all the time of bleach.
HTMLUnicodeInputStream.characterErrorsUCS4 = lambda stream, data: None


def _only_dead_checkboxes(source):
    """Make every input a checkbox that nobody can tick: a text field would ask readers for what they type."""
    for token in source:
        if token.get("name") == "input" and "data" in token:
            ticked = {(None, "checked"): ""} if (None, "checked") in token["data"] else {}
            token["data"] = {(None, "type"): "checkbox", (None, "disabled"): "", **ticked}
        yield token


_bleach_cleaner = Cleaner(
    tags=_BLEACH_TAGS,
    attributes=_bleach_allows,
    protocols={"http", "https", "mailto", "wikilink", "wikiembed", "cite"},
    strip=True,
    strip_comments=True,
    filters=[_only_dead_checkboxes],
)


def clean_with_bleach(html: str) -> str:
    """Return what bleach alone leaves of `html`. Not for several threads at once: the parser keeps state."""
    return _bleach_cleaner.clean(_cap_attributes(html))
