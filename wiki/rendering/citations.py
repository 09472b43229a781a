"""Footnotes `[^x]`, notes in the line `^[…]`, and citations of the library `[@key, p. 12]`."""

import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .emit import Emitter, add_text
from .inline import Literal, new
from .nodes import Node

MAX_BACK_LINKS = 20  # for one note; a text that uses it more often has them only for the first uses

_REFERENCE = re.compile(r"\[\^([^\]\s\[]{1,100})\]")
_INLINE_NOTE = re.compile(
    r"\^\[((?:[^\[\]\\]|\\.|\[\[[^\[\]\n]{1,600}+\]\]|\[[^\[\]\n]{0,600}+\]){1,2000}+)\]", re.DOTALL
)
_CITATION = re.compile(r"\[([^\[\]\n]{0,300}?(?<![\w.@-])-?@[\w*][^\[\]\n]{0,300}+)\](?![\[(:])")
_KEY = re.compile(r"(-?)@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")


class Note:
    """A footnote that is used: its number, its label ('' for one in the line), and its block."""

    __slots__ = ("label", "node", "number", "uses")

    def __init__(self, number, label, node):
        self.number = number
        self.label = label
        self.node = node
        self.uses = 0


class Notes:
    """The notes of one document in the order of their first use."""

    def __init__(self):
        self.used = []
        self.by_label = {}

    def refer(self, label, node):
        """Return the `sup` of one more use of a note; the first use gives it its number."""
        note = self.by_label.get(label) if label else None
        if note is None:
            note = Note(len(self.used) + 1, label, node)
            self.used.append(note)
            if label:
                self.by_label[label] = note
        note.uses += 1
        name = f"fnref-{note.number}" if note.uses == 1 else f"fnref-{note.number}-{note.uses}"
        mark = etree.Element("sup", {"class": "note-ref", "id": name, "data-note": str(note.number)})
        link = etree.SubElement(mark, "a", {"href": f"#fn-{note.number}"})
        link.text = AtomicString(str(note.number))
        return mark


class NoteReference(Literal):
    """`[^label]`, when there is a definition for it."""

    starts = "["
    makes_link = True

    def take(self, walk, at):
        match = _REFERENCE.match(walk.text, at)
        if match is None or match[1] not in self.md.parser.notes:
            return None
        walk.put_link(self.md.notes.refer(match[1], self.md.parser.notes[match[1]]))
        return match.end()


class InlineNote(Literal):
    """`^[text]`: a note where it is used."""

    starts = "^"
    makes_link = True

    def take(self, walk, at):
        match = _INLINE_NOTE.match(walk.text, at)
        if match is None or not match[1].strip():
            return None
        node = Node("note", 0)
        node.children.append(Node("p", 0, *match[1].strip().split("\n")))
        walk.put_link(self.md.notes.refer("", node))
        return match.end()


class CiteKey(Literal):
    """`[see @a, p. 3; @b]`: each key becomes a placeholder of its own, with its locator; the brackets go."""

    starts = "["
    makes_link = True

    def take(self, walk, at):
        if "@" not in walk.text:
            return None
        match = _CITATION.match(walk.text, at)
        if match is None:
            return None
        for number, part in enumerate(match[1].split(";")):
            self.one(walk, part.strip(), "; " if number else "")
        walk.no_links_below = len(walk.brackets)
        return match.end()

    def one(self, walk, part, joint):
        key = _KEY.search(part)
        if key is None:
            walk.put((joint + part).replace("&", "&amp;"))
            return
        prefix = part[: key.start()]
        link = new("a", AtomicString(part[key.start() :].replace("&", "&amp;")), href="")
        locator = part[key.end() :].lstrip(",").strip()
        self.md.cites[link] = (key[2], locator)
        walk.put((joint + prefix).replace("&", "&amp;"))
        walk.put(link)


class NoteList(Treeprocessor):
    """Appends the notes that were used; notes in notes are found while their text is worked."""

    def run(self, root):
        notes, inline = self.md.notes, self.md.treeprocessors["inline"]
        if not notes.used:
            return
        section = etree.SubElement(root, "section", {"class": "notes", "data-notes": ""})
        section.tail = "\n"
        items = etree.SubElement(section, "ol")
        emitter = Emitter(self.md)
        for note in notes.used:  # grows on the way
            item = etree.SubElement(items, "li", {"id": f"fn-{note.number}", "data-note": str(note.number)})
            item.tail = "\n"
            self.write(emitter, item, note.node)
            for element in list(item.iter()):
                inline.work(element)
        for note, item in zip(notes.used, items, strict=True):
            back(item, note)

    def write(self, emitter, item, node):
        for block in node.children:
            if block.kind == "p" and len(node.children) == 1:
                emitter.tight_paragraph(item, block)
            else:
                emitter.children(item, _only(block))


def _only(block):
    node = Node("root", block.start)
    node.children.append(block)
    return node


def back(item, note):
    """Append the links back to where a note was used, at the end of its last paragraph."""
    last = item[-1] if len(item) and item[-1].tag == "p" else item
    for use in range(1, min(note.uses, MAX_BACK_LINKS) + 1):
        name = f"fnref-{note.number}" if use == 1 else f"fnref-{note.number}-{use}"
        add_text(last, " ")
        link = etree.SubElement(last, "a", {"class": "note-back", "href": "#" + name})
        link.text = AtomicString("↩")
