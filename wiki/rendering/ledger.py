"""The ledger: one walk over the finished tree that writes down headings, links, citations, text and lead.

Numbers are given here, in reading order, and written into the placeholders.
"""

import re
from html import unescape

from markdown.extensions.toc import unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, STX

from . import sources
from .rendered import Citing, Heading, LinkMention
from .sentences import around, spans
from .wikilinks import heading_id

MAX_SENTENCES = 2000  # links and citations that carry their sentence; beyond, the place alone is known
MAX_USES = 20  # uses of one note that are written down as citations
MAX_SOURCE_TEXT = 2000  # characters of a footnote that are kept with its citation
MAX_SECTION = 300  # characters of a heading that each link under it carries
LEAD = 240  # characters

_BLOCK_TAGS = """
    p h1 h2 h3 h4 h5 h6 li td th dt dd summary blockquote ul ol dl table thead tbody tr div details section pre hr
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAGS = re.compile(r"<(?:script|style)\b.*?</|<[^<>]*>", re.DOTALL)
_SPACES = re.compile(r"\s\s+")
_FURTHER = "further reading"


class Ledger(Treeprocessor):
    """Fills `headings`, `links`, `citations`, `text` and `lead` of one document."""

    def __init__(self, md):
        super().__init__(md)
        self.clear()

    def clear(self):
        self.headings, self.links, self.citations = [], [], []
        self.lines, self.text, self.lead, self.fallback = [], "", "", ""
        self.section = ("", "")
        self.further_level = 0  # level of the heading “Further reading” that we stand under, 0 for none
        self.ids, self.counters = set(), {}
        self.pending = []  # citations in reading order: (note number or element, sentence, section)
        self.note_sections, self.note_uses, self.note_facts = {}, {}, {}
        self.sentences_left = MAX_SENTENCES

    def run(self, root):
        self.clear()
        self.block(root, in_list=False, top=True)
        self.number_citations()
        self.text = "\n".join(self.lines)
        self.lead = self.lead or self.fallback

    # Walking

    def block(self, element, in_list, top=False):
        run = Run(self)
        run.add(element.text)
        for child in element:
            if child.tag in _BLOCKS:
                self.flush(run, element, in_list)
                run = Run(self)
                if child.tag == "section" and child.get("class") == "notes":
                    self.notes(child)
                elif child.tag != "pre":
                    begin = len(self.lines)
                    self.block(child, in_list or child.tag in ("ul", "ol"))
                    if top and not self.lead and child.tag == "p" and len(self.lines) > begin:
                        self.lead = first_sentences(self.lines[begin])
            else:
                run.inline(child)
            run.add(child.tail)
        self.flush(run, element, in_list)

    def flush(self, run, element, in_list):
        text = "".join(run.parts)
        line = " ".join(text.split())
        if element.tag in _HEADINGS:
            self.heading(element, line)
        elif line and not self.fallback:
            self.fallback = first_sentences(line)
        if line:
            self.lines.append(line)
        for what, start, end in run.places:
            self.place(what, text, start, end, in_list)

    def place(self, what, text, start, end, in_list):
        if self.sentences_left > 0:
            self.sentences_left -= 1
            sentence, at = around(text, start, end)
        else:
            sentence, at = "", 0
        if isinstance(what, int):
            uses = self.note_uses[what] = self.note_uses.get(what, 0) + 1
            self.note_sections.setdefault(what, self.section)
            if uses <= MAX_USES:
                self.pending.append((what, sentence, self.section))
            return
        if what in self.md.cites:
            self.pending.append((what, sentence, self.section))
            return
        mention = self.md.mentions[what]
        number = len(self.links)
        if mention.target:
            what.set("href", f"{'wikiembed' if mention.embed else 'wikilink'}:{number}")
        else:  # a place on the same page is there for whoever reads it: nothing is left to resolve
            what.set("href", f"#{mention.fragment}")
        kind = "embed" if mention.embed else "further" if in_list and self.further_level else "link"
        shown = " ".join(text[start:end].split())
        label = shown if mention.labelled and shown else None
        length = len(shown) if sentence[at : at + len(shown)] == shown else max(len(sentence) - at, 0)
        self.links.append(
            LinkMention(number, mention.target, mention.fragment, label, kind, sentence, at, length, *self.section)
        )

    # Headings

    def heading(self, element, text):
        level = int(element.tag[1])
        name = unique(heading_id(text) or "section", self.ids, self.counters)
        element.set("id", name)
        self.headings.append(Heading(level, name, text, self.md.heading_lines.get(element, -1)))
        self.section = (text[:MAX_SECTION], name)
        if text.rstrip(":").strip().casefold() == _FURTHER:
            self.further_level = level
        elif level <= self.further_level:
            self.further_level = 0

    # Notes and citations

    def notes(self, section):
        outer, further, fallback = self.section, self.further_level, self.fallback
        self.further_level = 0
        for item in section[0]:
            number = int(item.get("data-note"))
            self.section = self.note_sections.get(number, outer)
            begin = len(self.lines)
            self.block(item, in_list=False)
            text = " ".join(self.lines[begin:])
            italics = [" ".join("".join(em.itertext()).split()) for em in item.iter("em")]
            links = (a.get("href") for a in item.iter("a") if a.get("class") == "external")
            self.note_facts[number] = (text, italics, unescape(next(links, "")))
        self.section, self.further_level, self.fallback = outer, further, fallback

    def number_citations(self):
        labels = {note.number: note.label for note in self.md.notes.used}
        is_source = {
            number: sources.is_source(labels[number], text, italics, url)
            for number, (text, italics, url) in self.note_facts.items()
        }
        for what, sentence, section in self.pending:
            if not isinstance(what, int):
                key, locator = self.md.cites[what]
                what.set("href", f"cite:{len(self.citations)}")
                self.citations.append(Citing(0, "", key, "", "", "", "", locator, sentence, *section))
            elif is_source.get(what):
                text, _, url = self.note_facts[what]
                found = (
                    sources.url_of(text) or url,
                    sources.doi_of(text) or sources.doi_of(url),
                    sources.isbn_of(text),
                )
                self.citations.append(
                    Citing(what, labels[what], "", text[:MAX_SOURCE_TEXT], *found, "", sentence, *section)
                )


class Run:
    """The text of a block between two blocks inside it, and where links stand in it."""

    __slots__ = ("ledger", "length", "parts", "places")

    def __init__(self, ledger):
        self.ledger = ledger
        self.parts, self.places, self.length = [], [], 0

    def add(self, text):
        if not text:
            return
        if STX in text:
            text = HTML_PLACEHOLDER_RE.sub(self.raw, text)
        if "&" in text:
            text = unescape(text)
        text = text.replace("\n", " ")  # a soft break does not end a sentence
        if "  " in text or not text.isascii():
            text = _SPACES.sub(" ", text)
        self.parts.append(text)
        self.length += len(text)

    def raw(self, match):
        return _TAGS.sub("", str(self.ledger.md.htmlStash.rawHtmlBlocks[int(match[1])]))

    def inline(self, element):
        tag, md = element.tag, self.ledger.md
        if tag == "sup" and element.get("class") == "note-ref":
            self.places.append((int(element.get("data-note")), self.length, self.length))
            return
        if tag == "a" and element.get("class") == "note-back":
            return
        begin = self.length
        if tag == "img":
            self.add(element.get("alt"))
        self.add(element.text)
        place = None
        if tag == "a" and (element in md.mentions or element in md.cites):
            place = len(self.places)
            self.places.append(None)
        for child in element:
            self.inline(child)
            self.add(child.tail)
        if place is not None:
            self.places[place] = (element, begin, self.length)


def first_sentences(text):
    """Return the first sentences of a text, as many as fit into LEAD characters; a longer one is cut at a word."""
    if len(text) <= LEAD:
        return text
    head = text[: 4 * LEAD]
    end = 0
    for _, stop in spans(head):
        if len(head[:stop].rstrip()) > LEAD:
            break
        end = stop
    if end:
        return head[:end].rstrip()
    cut = text[: LEAD - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > LEAD // 2 else cut).rstrip(" ,;:") + "…"
