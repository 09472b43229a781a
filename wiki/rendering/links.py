"""Links and images in brackets: `[t](address "title")`, `[t][label]`, `[label]`, with `!` before them for images.

Brackets are matched on a stack while the text is walked, so the time is linear however they are nested.
"""

import re

from . import addresses
from .images import missing_image, split_size
from .inline import Literal, new, plain
from .references import normal_label
from .wikilinks import Mention

_SPACE = r"[ \t]*+\n?[ \t]*+"
_TITLE = r"""(?:"((?:[^"\\]|\\.){0,1000}+)"|'((?:[^'\\]|\\.){0,1000}+)'|\(((?:[^()\\]|\\.){0,1000}+)\))"""
_POINTED = re.compile(r"<((?:[^<>\n\\]|\\.){0,2000}+)>")
_BEFORE = re.compile(_SPACE)
_AFTER = re.compile(rf"(?:(?:[ \t]++|[ \t]*+\n[ \t]*+){_TITLE})?+{_SPACE}\)", re.DOTALL)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]", re.DOTALL)
# Not CommonMark, but what vaults hold: a file name with plain spaces in it.
_SPACED_FILE = re.compile(r"\(([^()<>\n\\]{1,300}?\.md(?:#[^()<>\n]{0,200})?)\)", re.IGNORECASE)
_STOP = re.compile(r"[\x00-\x20\x7f()\\]")
MAX_ADDRESS = 2000


class Brackets(Literal):
    """Opens a bracket at `[` or `![`, and at `]` makes a link or image of what stands since the last open one."""

    starts = "[]!"

    def take(self, walk, at):
        text = walk.text
        if text[at] == "]":
            return self.close(walk, at)
        image = text[at] == "!"
        if image and (not text.startswith("[", at + 1) or text.startswith("[^", at + 1)):  # “Never![^1]” has a note
            return None
        walk.brackets.append((len(walk.out), at, image))
        walk.out.append("![" if image else "[")
        return at + 1 + image

    def close(self, walk, at):
        if not walk.brackets:
            return None
        index, start, image = walk.brackets.pop()
        inactive = len(walk.brackets) < walk.no_links_below
        if inactive:
            walk.no_links_below = len(walk.brackets)
        if not image and (inactive or "a" in walk.inside):
            return None
        found = self.target(walk.text, start + 1 + image, at)
        if found is None:
            return None
        address, title, end = found
        label = "".join(walk.out[index + 1 :])
        node = (show_image if image else show_link)(self.md, walk, label, addresses.decoded(address), title)
        if node is None:
            return None
        del walk.out[index:]
        if image:
            walk.put(node)  # brackets around it may still become a link
        else:
            walk.put_link(node)
        return end

    def target(self, text, begin, at):
        """Return (address, title, position after it) for the bracket that closes at `at`, or None."""
        after = at + 1
        if text.startswith("(", after):
            found = inline_target(text, after + 1) or spaced_file(text, after)
            if found is not None:
                return found
        label = _LABEL.match(text, after)
        if label is not None and label[1].strip():
            written, end = label[1], label.end()
        else:
            # A label has at most 999 characters and no brackets of its own, so longer ones are not looked at.
            written, end = text[begin : min(at, begin + 1000)], (label.end() if label is not None else after)
        if len(written) > 999:
            return None
        found = self.md.references.get(normal_label(written)) if self.md.references else None
        if found is None or not self.md.allowance.spend(len(found[0]) + len(found[1])):
            return None
        return found[0], addresses.decoded(found[1]), end


def inline_target(text, at):
    """Return (address, title, position after the closing parenthesis) of what follows `](`, or None."""
    at = _BEFORE.match(text, at).end()
    pointed = _POINTED.match(text, at)
    if pointed is not None:
        address, at = pointed[1], pointed.end()
    elif text.startswith("<", at):
        return None
    else:
        end = _bare_end(text, at)
        if end is None:
            return None
        address, at = text[at:end], end
    match = _AFTER.match(text, at)
    if match is None:
        return None
    title = next((group for group in match.groups() if group is not None), "")
    return address, addresses.decoded(title), match.end()


def _bare_end(text, at):
    # The end of an address without < >: parentheses in it must be balanced.
    depth, limit = 0, at + MAX_ADDRESS
    while True:
        stop = _STOP.search(text, at, limit)
        if stop is None:
            return None
        at, char = stop.start(), stop[0]
        if char == "(":
            depth += 1
            if depth > 32:
                return None
        elif char == ")":
            if depth == 0:
                return at
            depth -= 1
        elif char == "\\":
            at += 1
        else:
            return at if depth == 0 else None
        at += 1


def spaced_file(text, at):
    """Return the target of `](Dual power.md)`, which CommonMark would leave as text, or None."""
    match = _SPACED_FILE.match(text, at)
    return match and (match[1].strip(), "", match.end())


def show_link(md, walk, label, address, title):
    """Return the `a` of a Markdown link, or None when its address is not let through."""
    document = addresses.local_document(address)
    if document is not None:
        link = new("a", href="")
        md.mentions[link] = Mention.to_file(*document)
    else:
        link = addresses.anchor(address, title.replace("&", "&amp;"))
        if link is None:
            return None
    walk.runner.fill(link, label, (*walk.inside, "a"))
    for inner in list(link.iter("a"))[1:]:
        # An image that is shown as a link (below) stands inside: one of the two must give way.
        inner.tag = "span"
        inner.attrib.clear()
        md.mentions.pop(inner, None)
    return link


def show_image(md, walk, label, address, title):
    """Return what a reader sees of an image: nothing is fetched from other sites, no file is kept here yet."""
    alt = plain(walk.runner.fill(new("span"), label, (*walk.inside, "a")))
    alt, width, height = split_size(alt)
    if addresses.scheme_of(address) not in ("", "http", "https"):
        return None
    if addresses.is_external(address):
        link = addresses.anchor(address)
        link.set("class", "external image")
        link.text = alt or address.rstrip("/").rsplit("/", 1)[-1].replace("&", "&amp;")
        return link
    return missing_image(alt or address.rsplit("/", 1)[-1], width, height)
