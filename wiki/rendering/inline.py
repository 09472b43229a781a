"""Inline markup: one walk over each text, then python-markdown's kind of patterns on what is left.

Code, escapes, raw HTML, math, comments and links bind before emphasis, and among them the leftmost wins. So they are
`Literal`s: one walk stops at every character that may begin one and asks those registered for it, in the order of
their priority. What was taken becomes a placeholder, and the ordinary patterns (bare addresses, emphasis,
abbreviations) run after it. Both steps are linear in the length of the text.
"""

import re
import xml.etree.ElementTree as etree
from functools import lru_cache

from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

_PLACEHOLDER = re.compile(f"{STX}([0-9]+){ETX}")


class Allowance:
    """How many characters may still be written by repeating a definition: short uses of a long one must not add up."""

    def __init__(self, characters=100_000):
        self.left = characters

    def spend(self, characters):
        """Take `characters` away and return True, or return False when there are not so many left."""
        if characters > self.left:
            return False
        self.left -= characters
        return True


class Literal:
    """A piece of markup that binds before emphasis, registered in `md.inlinePatterns`."""

    starts = ""  # the characters it may begin with
    makes_link = False  # links do not stand inside links: not asked for there

    def __init__(self, md):
        self.md = md

    def take(self, walk, at):
        """Append to `walk.out` what stands at `at` and return the position after it, or return None."""
        raise NotImplementedError


class Walk:
    """One text on its way: what was put out, which brackets are open, which marks will not be found any more."""

    __slots__ = ("brackets", "inside", "no_links_below", "out", "runner", "seen", "text")

    def __init__(self, runner, text, inside):
        self.runner = runner
        self.text = text
        self.inside = inside
        self.out = []
        self.brackets = []  # [index in out, position in text, whether an image] of each open bracket
        self.no_links_below = 0  # so many of the open brackets stand around a link and cannot become one
        self.seen = {}  # notes of the literals about this text

    def put(self, node):
        """Append an element, or a text that no pattern may touch again."""
        self.out.append(self.runner.stash(node))

    def put_link(self, node):
        """Append a link; brackets around it cannot become a link any more."""
        self.no_links_below = len(self.brackets)
        self.put(node)

    def find(self, mark, at):
        """Return where `mark` is next, from `at` on, or -1; to ask in vain again costs nothing."""
        if self.seen.get(mark):
            return -1
        found = self.text.find(mark, at)
        if found < 0:
            self.seen[mark] = True
        return found


class InlineTree(Treeprocessor):
    """Works the inline markup of a whole tree of blocks."""

    def __init__(self, md):
        super().__init__(md)
        self.nodes = []

    def run(self, root):
        self.prepare()
        for element in list(root.iter()):
            self.work(element)

    def prepare(self):
        """Sort the registered patterns; called again after one was added."""
        by_character, self.patterns = {}, []
        for pattern in self.md.inlinePatterns:
            if isinstance(pattern, Literal):
                for char in pattern.starts:
                    by_character.setdefault(char, []).append(pattern)
            else:
                self.patterns.append(pattern)
        self.literals = by_character
        self.linkless = {char: [x for x in known if not x.makes_link] for char, known in by_character.items()}
        self.trigger = _one_of("".join(sorted(by_character)))

    def stash(self, node):
        """Keep an element or a finished text and return its placeholder."""
        self.nodes.append(node)
        return f"{STX}{len(self.nodes) - 1}{ETX}"

    def work(self, element):
        """Work the text of one element, and the text after each of its children."""
        children = None
        text = element.text
        if text and type(text) is str and not text.isspace():
            element.text, children = self.pieces(self.inline(text))
        for index, child in enumerate(element):
            tail = child.tail
            if tail and type(tail) is str and not tail.isspace():
                if children is None:
                    children = []
                if len(children) == 0 and index:
                    children = list(element[:index])
                child.tail, more = self.pieces(self.inline(tail))
                children.append(child)
                children.extend(more)
            elif children is not None:
                children.append(child)
        if children:
            element[:] = children

    def inline(self, text, inside=()):
        """Return the text with a placeholder for each piece of markup. `inside` names the tags around it."""
        return self.apply(self.walk(text, inside), 0, inside)

    def fill(self, element, data, inside=()):
        """Work the patterns on walked text and make it the content of `element`; return the element."""
        element.text, children = self.pieces(self.apply(data, 0, inside))
        element.extend(children)
        return element

    def walk(self, text, inside=()):
        """Return the text with a placeholder for each Literal."""
        search = self.trigger.search
        found = search(text)
        if found is None:
            return text
        walk = Walk(self, text, inside)
        out = walk.out
        literals = self.linkless if "a" in inside else self.literals
        at = 0
        while found is not None:
            start = found.start()
            if start > at:
                out.append(text[at:start])
            for literal in literals[text[start]]:
                end = literal.take(walk, start)
                if end is not None:
                    at = end
                    break
            else:
                out.append(text[start])
                at = start + 1
            found = search(text, at)
        out.append(text[at:])
        return "".join(out)

    def apply(self, data, first, inside):
        """Run the ordinary patterns from number `first` on, each once over the text."""
        for number in range(first, len(self.patterns)):
            pattern = self.patterns[number]
            if inside and any(tag in inside for tag in pattern.ANCESTOR_EXCLUDES):
                continue
            data = self.apply_one(pattern, number, data, inside)
        return data

    def apply_one(self, pattern, number, data, inside):
        search = pattern.getCompiledRegExp().search
        match = search(data)
        if match is None:
            return data
        out, kept, end = [], 0, len(data)
        while match is not None:
            node, start, stop = pattern.handleMatch(match, data)
            if start is None or stop is None:
                at = match.end()
            else:
                at = stop
                if node is not None:
                    out.append(data[kept:start])
                    out.append(self.stash(self.finish(node, number + 1, inside)))
                    kept = stop
            if at >= end:
                break
            match = search(data, at)
        out.append(data[kept:])
        return "".join(out)

    def finish(self, node, number, inside):
        """Work the later patterns inside the element that a pattern made."""
        if isinstance(node, str):
            return node
        for element in list(node.iter()):
            children = []
            if element.text and not isinstance(element.text, AtomicString):
                element.text, children = self.pieces(self.apply(element.text, number, (*inside, element.tag)))
            for child in element:
                children.append(child)
                if child.tail:
                    child.tail, more = self.pieces(self.apply(child.tail, number, (*inside, element.tag)))
                    children.extend(more)
            element[:] = children
        return node

    def pieces(self, data):
        """Return (text before the first element, the elements with their tails) of a text with placeholders."""
        if STX not in data:
            return data, []
        parts = _PLACEHOLDER.split(data)
        elements, text, run = [], None, [parts[0]]
        for index in range(1, len(parts), 2):
            node = self.nodes[int(parts[index])]
            if isinstance(node, str):
                run.append(node)
            else:
                if elements:
                    elements[-1].tail = "".join(run)
                else:
                    text = "".join(run)
                elements.append(node)
                run = []
            run.append(parts[index + 1])
        if elements:
            elements[-1].tail = "".join(run)
        else:
            text = "".join(run)
        return text, elements


@lru_cache(maxsize=8)
def _one_of(characters):
    return re.compile(f"[{re.escape(characters)}]")


def plain(element):
    """Return the text of an element as a reader sees it, an image as its alternative text."""
    parts = [element.get("alt", ""), element.text or ""]
    for child in element:
        parts.append(plain(child))
        parts.append(child.tail or "")
    return "".join(parts)


def new(tag, text=None, **attributes):
    """Return an element with text and attributes."""
    element = etree.Element(tag, attributes)
    element.text = text
    return element
