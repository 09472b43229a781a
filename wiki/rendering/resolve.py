"""Make the inert placeholders of a rendered text live for one viewer. Pure; no HTML parser, linear in the text.

Sanitised html is the same for everyone. What a viewer may follow arrives here as mappings from the number of a
placeholder to its target; whatever is missing from them becomes plain text, so forgetting an entry hides it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

LIVE, RED, PRIVATE, CHOOSE, TEXT = "live", "red", "private", "choose", "text"
STATES = frozenset({LIVE, RED, PRIVATE, CHOOSE, TEXT})

# In sanitised html `<` stands only at the start of a tag and values never hold a raw quote; the possessive
# quantifiers end every attempt at the next `<`, so text that breaks this promise costs no more than linear time.
_ATTRIBUTES = r'(?:[^<>"]++|"[^"<]*+")*+'
_ANCHOR = re.compile(rf"<a(?=[\s>])({_ATTRIBUTES})>|</a>")
_TAG = re.compile(rf"<[a-z]{_ATTRIBUTES}>")
_PLACEHOLDER = re.compile(r'(?:^|\s)href="(wikilink|wikiembed|cite):([^"]*)"')
_PARAGRAPH = re.compile(r'<p(?P<id> id="[^"<>]*+")?>\s*\Z')
_PARAGRAPH_END = re.compile(r"\s*</p>")
# What must not be said twice on a page, or would lead to the wrong place on it.
_OWN_TO_A_PAGE = re.compile(r' (?:id|data-notes?)="[^"]*"| href="#[^"]*"')
_ADDRESS = re.compile(r"(?:[/?#]|https?://)[^\x00-\x20]*\Z", re.IGNORECASE)

_NOT_WRITTEN = '<span class="vh"> (not written yet)</span>'
_IS_PRIVATE = '<span class="vh">private: </span>'


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, for one viewer.

    state: 'live', 'red', 'private', 'choose' or 'text'. url: address with its fragment, '' for none. title: hint
    of the link, '' for none; never shown on a red link without url. text: replaces the label, unless None.
    """

    url: str = ""
    state: str = TEXT
    title: str = ""
    text: str | None = None

    def __post_init__(self):
        if self.state not in STATES:
            raise ValueError(f"no such state of a link: {self.state!r}")


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a citation by key leads: its address ('' for none), the hint, and the label unless None."""

    url: str = ""
    title: str = ""
    text: str | None = None


_AS_TEXT = Target()
_NO_CITE = Cite()


def resolve(
    html: str,
    links: Mapping[int, Target],
    *,
    cites: Mapping[int, Cite] | None = None,
    embeds: Mapping[int, str] | None = None,
) -> str:
    """Return sanitised `html` with every placeholder replaced as the mappings say.

    links: by number of the mention, for links and embeds. cites: by index of the citation. embeds: finished html
    by number of the mention; it takes the place of an embed that stands alone in its paragraph, else the embed
    acts as a link. Numbers without an entry become their label. No placeholder is left in the result.
    """
    cites, embeds = cites or {}, embeds or {}
    out: list[str] = []
    open_anchors: list[tuple[int, str | None, int]] = []  # place in `out`, scheme, number
    position = 0
    while match := _ANCHOR.search(html, position):
        out.append(html[position : match.start()])
        position = match.end()
        if match[1] is not None:
            placeholder = _PLACEHOLDER.search(match[1])
            open_anchors.append((len(out), placeholder and placeholder[1], _number(placeholder)))
            out.append("" if placeholder else match[0])
        elif open_anchors:
            place, scheme, number = open_anchors.pop()
            if scheme is None:
                out.append("</a>")
            elif scheme == "wikiembed" and number in embeds and (end := _PARAGRAPH_END.match(html, position)):
                if paragraph := _PARAGRAPH.search(out[place - 1][-400:]):
                    out[place - 1] = out[place - 1][: -len(paragraph[0])]
                    out[place:] = [f'<div class="embed"{paragraph["id"] or ""}>{_embedded(embeds[number])}</div>']
                    position = end.end()
                else:
                    _make_link(out, place, links.get(number, _AS_TEXT))
            elif scheme == "cite":
                _make_cite(out, place, cites.get(number, _NO_CITE))
            else:
                _make_link(out, place, links.get(number, _AS_TEXT))
    out.append(html[position:])
    return "".join(out)


def _number(placeholder):
    """Return the number of a placeholder, or -1, which is in no mapping."""
    digits = placeholder[2] if placeholder else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1


def _make_link(out, place, target):
    """Write the tags of a link round its label, which is everything in `out` after `place`."""
    if target.text is not None:
        out[place + 1 :] = [escape(target.text)]
    address = target.url if _ADDRESS.match(target.url) else ""
    if target.state == RED:
        out.append(_NOT_WRITTEN)
        if address:
            _wrap(out, place, "a", "red", address, target.title)
        else:
            _wrap(out, place, "span", "red")
    elif target.state == TEXT or not address:
        return
    elif target.state == PRIVATE:
        _wrap(out, place, "a", "private", address, target.title)
        out[place] += _IS_PRIVATE
    else:
        _wrap(out, place, "a", "choose" if target.state == CHOOSE else "", address, target.title)


def _make_cite(out, place, cite):
    if cite.text is not None:
        out[place + 1 :] = [escape(cite.text)]
    if _ADDRESS.match(cite.url):
        _wrap(out, place, "a", "cite", cite.url, cite.title)


def _wrap(out, place, tag, classes="", url="", title=""):
    given = (("class", classes), ("href", url), ("title", title))
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in given if value)
    out[place] = f"<{tag}{attributes}>"
    out.append(f"</{tag}>")


def _embedded(html):
    """Return the html of another entry as it may stand inside a page: inert, without ids and ways to them."""
    return _TAG.sub(lambda tag: _OWN_TO_A_PAGE.sub("", tag[0]), resolve(html, {}))
