"""Blocks to elements of python-markdown's tree; text that still holds inline markup is left as it is."""

import re
import xml.etree.ElementTree as etree

from markdown.util import AtomicString, code_escape

from . import callouts, rawhtml
from .tables import split_cells

_BLOCK_ID = re.compile(r"(?:^|[ \t\n])\^([A-Za-z0-9-]{1,64})[ \t]*$")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_LANGUAGE = re.compile(r"[^\s{,]+")
_ENTITY_OR_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Emitter:
    """Turns Nodes into elements, for one document."""

    def __init__(self, md):
        self.md = md

    def children(self, parent, node):
        """Append the elements of a node's children to `parent`."""
        for child in node.children:
            EMIT[child.kind](self, parent, child)

    def add(self, parent, tag, text=None, **attributes):
        element = etree.SubElement(parent, tag, attributes)
        element.text = text
        element.tail = "\n"
        return element

    def claim(self, element, name):
        # A block id that is taken already stays with the block that had it first.
        if name not in self.md.block_ids:
            self.md.block_ids.add(name)
            element.set("id", "^" + name)

    # Leaves

    def paragraph(self, parent, node):
        text = paragraph_text(node)
        if not text:
            return
        text, name = split_block_id(text)
        if name and not text:
            if len(parent):
                self.claim(parent[-1], name)
            return
        element = self.add(parent, "p", text)
        if name:
            self.claim(element, name)

    def heading(self, parent, node):
        text, name = split_block_id(paragraph_text(node))
        element = self.add(parent, f"h{node.data['level']}", text)
        if parent is self.md.parser.root:
            self.md.heading_lines[element] = node.start
        if name:
            # The heading's own id comes from its text; the block id stands on an anchor before that text.
            self.claim(etree.SubElement(element, "span"), name)

    def rule(self, parent, node):
        self.add(parent, "hr")

    def code(self, parent, node):
        lines = node.lines
        if node.data.get("indented"):
            while lines and not lines[-1].strip():
                lines.pop()
        pre = self.add(parent, "pre")
        code = etree.SubElement(pre, "code")
        if language := _LANGUAGE.match(_ENTITY_OR_ESCAPE.sub(r"\1", node.data["info"])):
            code.set("class", f"language-{language[0]}")
        code.text = AtomicString(code_escape("".join(line + "\n" for line in lines)))

    def html(self, parent, node):
        html = rawhtml.clean("\n".join(node.lines))
        if html.strip():
            # An element without a tag is written as its text: a bare placeholder, for the raw-HTML postprocessor.
            element = etree.SubElement(parent, None)
            element.text = AtomicString(self.md.htmlStash.store(html))
            element.tail = "\n"

    def math(self, parent, node):
        text = "\n".join(node.lines).strip()
        self.add(parent, "div", AtomicString(code_escape(text))).set("class", "math")

    def nothing(self, parent, node):
        pass

    # Containers

    def quote(self, parent, node):
        if callouts.emit(self, parent, node):
            return
        element = self.add(parent, "blockquote", "\n")
        self.children(element, node)

    def admonition(self, parent, node):
        callouts.admonition(self, parent, node)

    def list(self, parent, node):
        loose = node.has_gap or any(item.has_gap for item in node.children)
        element = self.add(parent, "ul" if node.data["number"] is None else "ol", "\n")
        if node.data["number"] not in (None, 1):
            element.set("start", str(node.data["number"]))
        for item in node.children:
            self.item(element, item, loose)

    def item(self, parent, node, loose):
        element = self.add(parent, "li")
        box = self.checkbox(element, node)
        for child in node.children:
            if child.kind == "p" and not loose:
                self.tight_paragraph(element, child)
            else:
                if len(element) == 0 and not element.text:
                    element.text = "\n"
                elif element.text and element.text[-1] != "\n" and len(element) == 0:
                    element.text += "\n"
                EMIT[child.kind](self, element, child)
        if box is not None:
            # In a loose item the box belongs into the first paragraph, before its text.
            first = element[0] if len(element) and element[0].tag == "p" else element
            box.tail = " " + (first.text or "")
            first.text = None
            first.insert(0, box)

    def checkbox(self, element, node):
        first = node.children[0] if node.children else None
        if first is None or first.kind != "p" or not first.lines:
            return None
        match = _TASK.match(first.lines[0])
        if match is None:
            return None
        first.lines[0] = first.lines[0][match.end() :]
        element.set("class", "task")
        box = etree.Element("input", {"type": "checkbox", "disabled": "disabled"})
        if match[1] != " ":
            box.set("checked", "checked")
        return box

    def tight_paragraph(self, element, node):
        text, name = split_block_id(paragraph_text(node))
        if name:
            self.claim(element, name)
        if text:
            add_text(element, text)

    def definitions(self, parent, node):
        element = self.add(parent, "dl", "\n")
        for child in node.children:
            if child.kind == "dt":
                for line in child.lines:
                    self.add(element, "dt", line.strip())
            else:
                definition = self.add(element, "dd")
                loose = child.has_gap
                for block in child.children:
                    if block.kind == "p" and not loose:
                        self.tight_paragraph(definition, block)
                    else:
                        EMIT[block.kind](self, definition, block)

    def table(self, parent, node):
        table = self.add(parent, "table", "\n")
        columns = node.data["columns"]
        header, *rows = node.lines
        self.row(self.add(table, "thead", "\n"), "th", header, columns)
        if rows:
            body = self.add(table, "tbody", "\n")
            for row in rows:
                self.row(body, "td", row, columns)

    def row(self, parent, tag, line, columns):
        row = self.add(parent, "tr", "\n")
        # Only cells that were written: rows × columns would be quadratic in the length of the text.
        for text, alignment in zip(split_cells(line, len(columns)), columns, strict=False):
            cell = self.add(row, tag, text)
            if alignment:
                cell.set("align", alignment)


EMIT = {
    "p": Emitter.paragraph,
    "heading": Emitter.heading,
    "rule": Emitter.rule,
    "code": Emitter.code,
    "html": Emitter.html,
    "math": Emitter.math,
    "comment": Emitter.nothing,
    "note": Emitter.nothing,  # notes are written at the end, in the order of their first use
    "quote": Emitter.quote,
    "admonition": Emitter.admonition,
    "list": Emitter.list,
    "dl": Emitter.definitions,
    "table": Emitter.table,
}


def paragraph_text(node):
    """Return the lines of a paragraph or heading as one text."""
    return "\n".join(node.lines).rstrip(" \t\n")


def split_block_id(text):
    """Return (text without a block id ` ^name` at its end, the name or '')."""
    if "^" not in text:
        return text, ""
    tail = text[-80:]
    match = _BLOCK_ID.search(tail)
    if match is None:
        return text, ""
    return text[: len(text) - len(tail) + match.start()].rstrip(), match[1]


def add_text(parent, text):
    """Append text after the last child of `parent`, or to its own text when it has none."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
