"""Html of nothing but plain marks, each written in the one way in which this wiki writes it.

A sanitiser reads html as a browser would and writes it anew, which costs more than all the rest of rendering. What
`is_known` accepts needs no such reading: every tag is one of the few below to the letter, all are closed in order, no
element stands where a parser would move it, and the text between has no sign that could begin anything. bleach leaves
such html exactly as it is; a test compares the two. Pure.
"""

import re

DEEPEST = 60  # elements within each other

_NUMBER = "[0-9]{1,9}"
_BLOCK_ID = r"\^[A-Za-z0-9-]{1,100}"
_HEADING_ID = r"(?!(?i:ui-|fn-|fnref-))[\w-]{1,200}"
_ADDRESS = r"https?://[A-Za-z0-9][A-Za-z0-9._~%+,/?#=:@-]{0,1000}"
_CALLOUT = (
    "note|abstract|summary|info|todo|tip|hint|important|success|check|done|question|help|faq|warning|caution|attention|"
    "failure|fail|missing|danger|error|bug|example|quote|cite"
)
_CLOSED = r"</code></(pre)>|</(p|h[1-6]|ul|ol|li|blockquote|section|div|sup|a|em|strong|code|del|mark)>"
_OPENED = "|".join(
    [
        "(ul|ol|blockquote|em|strong|code|del|mark)",
        f'(p|li)(?: id="{_BLOCK_ID}")?',
        '(pre)><code(?: class="language-[a-z0-9_+#.-]{1,60}")?',  # a line end after <pre> alone would be lost
        f'(div) class="callout(?: callout-(?:{_CALLOUT}))?"',
        '(p) class="callout-title"',
        f'(h[1-6]) id="{_HEADING_ID}"',
        f'(li) data-note="{_NUMBER}" id="fn-{_NUMBER}"',
        f'(sup) class="note-ref" data-note="{_NUMBER}" id="fnref-{_NUMBER}(?:-{_NUMBER})?"',
        '(section) class="notes" data-notes=""',
        f'(a) href="(?:(?:wikilink|wikiembed|cite):{_NUMBER}|#fn-{_NUMBER})"',
        f'(a) class="note-back" href="#fnref-{_NUMBER}(?:-{_NUMBER})?"',
        f'(a) class="external" href="{_ADDRESS}" rel="nofollow noopener"',
        f'(a) href="{_ADDRESS}" class="external" rel="nofollow noopener"',
    ]
)
_ALONE = "<(?:br|hr)>"
_TAG = re.compile(f"{_CLOSED}|<(?:{_OPENED})>|{_ALONE}")
_TEXT = re.compile(
    r"(?:[^<>&\x00-\x08\x0b-\x1f\x7f-\xa0\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]|&(?:amp|lt|gt);)*+"
)

_LISTS = frozenset({"ul", "ol"})
_FLOW = frozenset({"", "li", "blockquote", "section", "div"})  # in these stand blocks; "" is the text as a whole
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "blockquote", "section", "div"})
_BARE = frozenset({*_LISTS, "pre"})  # in these nothing else stands


def is_known(html: str) -> bool:
    """Whether html is of known tags alone, well nested, with nothing in it that would have to be changed."""
    if not _TEXT.fullmatch(_TAG.sub("\n", html)):
        return False
    opened = [""]
    for tag in _TAG.finditer(html):
        if tag.lastindex is None:
            if opened[-1] in _BARE or (tag[0] == "<hr>" and opened[-1] not in _FLOW):
                return False
        elif tag[0].startswith("</"):
            if opened.pop() != tag[tag.lastindex]:
                return False
        else:
            name = tag[tag.lastindex]
            if not _may_stand(name, opened) or len(opened) > DEEPEST:
                return False
            opened.append(name)
    return opened == [""]


def _may_stand(name, opened):
    """Whether a parser leaves an element where it is: in what is open now."""
    if name == "li":
        return opened[-1] in _LISTS
    if opened[-1] in _BARE:
        return False
    if name in _BLOCKS:
        return opened[-1] in _FLOW
    return name != "a" or "a" not in opened
