"""Patterns of running text: bare web addresses and abbreviations."""

import re

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from .addresses import anchor
from .inline import new

MAX_ABBREVIATIONS = 300  # of one document

_TRAILING = "?!.,:;*_~'\""
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,31};$")


class BareAddress(InlineProcessor):
    """`https://…` in running text, without the punctuation that ends the sentence around it."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md):
        # The look behind stands after the first letters, so that the search can skip to these.
        super().__init__(
            r"http(?<![A-Za-z0-9_/@.:-]http)s?://[^\s<>\x02\x03。，、；：！？（）「」『』【】《》“”]{1,2000}", md
        )

    def handleMatch(self, m, data):
        address = without_trailing(m[0])
        if address.endswith("==") and data.endswith("==", 0, m.start()):
            address = address[:-2]  # `==https://…==` is marked; elsewhere an address may end so
        if address.endswith("/") and address.count("/") == 2:
            return None, None, None
        link = anchor(address)
        link.text = AtomicString(address.replace("&", "&amp;"))
        return link, m.start(), m.start() + len(address)


def without_trailing(address):
    """Return the address without closing punctuation; `)` and `]` stay when they are opened inside it."""
    while address:
        last = address[-1]
        unopened = last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        if last in _TRAILING or unopened:
            address = address[:-1]
        elif last == ";" and (entity := _ENTITY.search(address[-33:])):
            address = address[: -len(entity[0])]
        else:
            break
    return address


class Abbreviations(InlineProcessor):
    """Words that `*[HTML]: Hypertext…` explains; made for one document when it holds such lines."""

    def __init__(self, md, meanings):
        self.meanings = dict(list(meanings.items())[:MAX_ABBREVIATIONS])
        longest_first = sorted(self.meanings, key=len, reverse=True)
        super().__init__(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", md)

    def handleMatch(self, m, data):
        if not self.md.allowance.spend(len(self.meanings[m[0]])):
            return None, None, None
        abbreviation = new("abbr", AtomicString(m[0].replace("&", "&amp;")))
        abbreviation.set("title", self.meanings[m[0]].replace("&", "&amp;"))
        return abbreviation, m.start(), m.end()
