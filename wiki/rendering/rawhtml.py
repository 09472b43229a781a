"""Raw HTML in the text: only tags and attributes of a short list, and no address, id, class or style at all.

This is the first of three gates (nh3 and bleach are the others) and the one that also keeps the placeholders of
links from being forged. One pass, linear: nothing is searched for twice.
"""

import re
from html import escape

_KEPT = """
    abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup
    table tbody td tfoot th thead time tr u ul var wbr
"""
# Known to browsers but not let through: the tag goes, what stands in it stays. Any other name is text (`Vec<T>`).
_DROPPED = """
    a acronym address applet area article aside audio base basefont big body button canvas center data datalist
    dialog dir embed fieldset font footer form frame frameset gallery head header hgroup html iframe img input
    label legend link main map math menu meta meter nav noembed noframes noscript nowiki object optgroup option
    output param picture plaintext progress ref references script search section select slot source strike style
    svg template textarea title track tt video xmp
"""
TAGS = frozenset(_KEPT.split())
KNOWN = TAGS | frozenset(_DROPPED.split())
# What stands in these is not meant for readers.
_SILENT = "iframe noembed noframes object script style template textarea title xmp"
SILENT = frozenset(_SILENT.split())
ATTRIBUTES = {
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed"},
    "details": {"open"},
    "abbr": {"title"},
    "time": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
}
EVERYWHERE = frozenset({"dir", "lang"})
MAX_ATTRIBUTES = 12  # on one tag; the rest is left out

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,30}+)(?=[\s/>])")
_ATTRIBUTE = re.compile(r"""[\s/]*+([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+""")
_TAG_END = re.compile(r"[\s/]*+>")
_VALUE = re.compile(r"[\w .,:;()+'’-]{0,200}\Z")
_SPECIAL = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">"))
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")


def clean(html):
    """Return `html` with the tags and attributes of the lists above; any other text is escaped where it must be."""
    out, at, missing = [], 0, set()
    while True:
        opening = _OPENING.search(html, at)
        if opening is None:
            out.append(_text(html[at:]))
            return "".join(out)
        start = opening.start()
        out.append(_text(html[at:start]))
        end = _special_end(html, start, missing)
        if end is None:
            end = _tag(html, start, out, missing)
        at = end


def _special_end(html, start, missing):
    # Comments, declarations and the like are left out; one that is never closed hides the rest, as in a browser.
    for opening, closing in _SPECIAL:
        if html.startswith(opening, start):
            end = -1 if closing in missing else html.find(closing, start + len(opening))
            if end < 0:
                missing.add(closing)
                return len(html)
            return end + len(closing)
    return None


def _tag(html, start, out, missing):
    match = _NAME.match(html, start)
    name = match[1].lower() if match else ""
    if name not in KNOWN:
        out.append("&lt;")
        return start + 1
    attributes, at = {}, match.end()
    allowed = ATTRIBUTES.get(name, EVERYWHERE) | EVERYWHERE
    while not (end := _TAG_END.match(html, at)):
        pair = _ATTRIBUTE.match(html, at)
        if pair is None:
            out.append("&lt;")  # not a tag after all, or one that never ends
            return start + 1
        key, value = pair[1].lower(), (pair[2] or "").strip("\"'")
        if key in allowed and len(attributes) < MAX_ATTRIBUTES and _VALUE.match(value):
            attributes.setdefault(key, value)
        at = pair.end()
    closing = html[start + 1] == "/"
    if name in TAGS:
        written = "" if closing else "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        out.append(f"</{name}{written}>" if closing else f"<{name}{written}>")
    if name in SILENT and not closing:
        return _after(html, name, end.end(), missing)
    return end.end()


def _after(html, name, at, missing):
    # Skip what stands in a silent tag; without a closing tag only the opening one goes.
    mark = f"</{name}"
    if mark in missing:
        return at
    closing = re.compile(rf"</{name}[^>]{{0,200}}>", re.IGNORECASE).search(html, at)
    if closing is None:
        missing.add(mark)
        return at
    return closing.end()


def _text(text):
    return text.replace("<", "&lt;").replace(">", "&gt;")
