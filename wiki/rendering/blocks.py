"""Our block parser: CommonMark's block structure, line by line, with the blocks that Obsidian and GitHub add.

It stands in the place of python-markdown's own (`md.parser`), because that one splits the text at blank lines and
asks for four spaces, and so cannot read lists, quotes and fences as people write them. The time is linear: each
line is matched against at most DEPTH open containers, and no line is read twice.
"""

from markdown.blockparser import BlockParser

from . import starts, verbatim
from .emit import Emitter
from .nodes import CONTAINERS, Node
from .references import take_definitions
from .tabs import indentation, strip_columns

DEPTH = 24  # open quotes, items, notes at once; what is nested deeper stays text (no recursion without end)


class CommonMarkBlocks(BlockParser):
    """The block parser of the dialect; made for one document."""

    def __init__(self, md):
        super().__init__(md)
        self.notes = {}  # label → Node of a footnote definition
        self.abbreviations = {}  # short form → what it stands for

    def parseChunk(self, parent, text):
        """Parse Markdown text and append its elements to `parent`."""
        tree = self.read(text.split("\n"))
        Emitter(self.md).children(parent, tree)

    def parseBlocks(self, parent, blocks):
        """Parse blocks (as other extensions of python-markdown split them) and append their elements."""
        self.parseChunk(parent, "\n\n".join(blocks))
        blocks.clear()

    def read(self, lines):
        """Return the root Node of the lines."""
        reader = Reader(self, lines)
        return reader.read()


class Reader:
    """The state between two lines: which containers are open, and the leaf that takes the next line."""

    def __init__(self, parser, lines):
        self.parser = parser
        self.references = parser.md.references
        self.lines = lines
        self.root = Node("root", 0)
        self.open = [self.root]
        self.leaf = None
        self.number = 0
        self.depth = 0
        self.last = {}  # mark → number of the last line that holds it; an opening mark after that never closes

    def read(self):
        if self.lines and not self.lines[-1]:
            self.lines.pop()  # what follows the last line end is no line
        for number, line in enumerate(self.lines):
            self.number = number
            self.feed(line)
        self.close_to(1)
        return self.root

    def last_line_with(self, mark):
        """Return the number of the last line with `mark` in it, -1 when there is none."""
        if mark not in self.last:
            self.last[mark] = next((n for n in range(len(self.lines) - 1, -1, -1) if mark in self.lines[n]), -1)
        return self.last[mark]

    # One line

    def feed(self, line):
        rest, column = line, 0
        self.matched = 1
        for node in self.open[1:]:
            left = CONTINUES[node.kind](self, node, rest, column)
            if left is None:
                break
            rest, column = left
            self.matched += 1
        leaf = self.leaf
        if leaf is not None and leaf.verbatim and self.all_matched and leaf.take(self, rest, column):
            return
        self.start_blocks(rest, column)

    @property
    def all_matched(self):
        return self.matched == len(self.open)

    @property
    def paragraph(self):
        """The open paragraph, if the next line of text may belong to it (also lazily)."""
        return self.leaf if self.leaf is not None and self.leaf.kind == "p" else None

    def start_blocks(self, rest, column):
        while True:
            indent, text = indentation(rest, column)
            if not text:
                self.blank()
                return
            if indent >= 4:
                if self.paragraph is None:
                    verbatim.indented_code(self, rest, column)
                    return
                break
            start = starts.BY_CHARACTER.get(text[0])
            if start is None:
                break
            done = start(self, text, indent, column)
            if done is True:
                return
            if done is None:
                break
            rest, column = done  # a container was opened; what follows its mark may begin another block
        self.text(text)

    def blank(self):
        self.close_unmatched()
        self.close_leaf()

    def text(self, text):
        paragraph = self.paragraph
        if paragraph is not None:
            paragraph.lines.append(text)  # also lazily, after a quote or an item whose mark is missing
            paragraph.end = self.number
            return
        self.close_unmatched()
        if self.leaf is not None and self.leaf.kind == "table":
            self.leaf.lines.append(text)
            self.leaf.end = self.number
            return
        self.add_leaf(Node("p", self.number, text))

    # Opening and closing

    def add_leaf(self, node):
        """Make `node` the open leaf of the innermost matched container."""
        self.leave_lists()
        self.open[-1].children.append(node)
        self.leaf = node
        return node

    def add_closed(self, node):
        """Append a leaf that is complete with this line."""
        self.add_leaf(node)
        self.close_leaf()

    def add_container(self, node):
        self.open[-1].children.append(node)
        self.open.append(node)
        self.matched = len(self.open)
        self.depth += node.kind not in ("list", "dl")

    @property
    def too_deep(self):
        """Whether one more container would be too many; what would have opened it is text then."""
        return self.depth >= DEPTH

    def prepare(self):
        """Close whatever the line does not continue, before a new block begins."""
        self.close_unmatched()
        self.close_leaf()

    def leave_lists(self):
        # Only items stand in a list and definitions in a dl; anything else ends it.
        while self.open[-1].kind in ("list", "dl"):
            self.close_to(len(self.open) - 1)

    def close_unmatched(self):
        if not self.all_matched:
            self.close_to(self.matched)

    def close_to(self, size):
        self.close_leaf()
        while len(self.open) > size:
            node = self.open.pop()
            self.depth -= node.kind not in ("list", "dl")
            parent = self.open[-1]
            parent.end = max(parent.end, node.end)

    def close_leaf(self):
        leaf = self.leaf
        if leaf is None:
            return
        self.leaf = None
        if leaf.kind == "p":
            take_definitions(leaf, self.references)
        parent = self.open[-1]
        parent.end = max(parent.end, leaf.end)


# Does a container go on in this line? Each returns what is left of the line and its column, or None.


def _quote(reader, node, rest, column):
    indent, text = indentation(rest, column)
    if indent > 3 or not text.startswith(">"):
        return None
    node.end = reader.number
    return strip_columns(text[1:], column + indent + 1, 1)


def _item(reader, node, rest, column):
    indent, text = indentation(rest, column)
    if not text:
        empty = not node.children and reader.leaf is None
        return None if empty else (rest, column)  # an item may begin with one blank line, not with two
    if indent < node.offset:
        return None
    return strip_columns(rest, column, node.offset)


def _note(reader, node, rest, column):
    indent, text = indentation(rest, column)
    if not text:
        return rest, column
    if indent < 2:
        return None
    if not node.offset:
        node.offset = min(indent, 4)  # the first indented line says how far this note is indented
    return strip_columns(rest, column, min(indent, node.offset))


def _always(reader, node, rest, column):
    return rest, column


CONTINUES = {"quote": _quote, "item": _item, "note": _note, "dd": _item, "admonition": _note}
CONTINUES |= {"list": _always, "dl": _always}
assert set(CONTINUES) | {"root"} == CONTAINERS
