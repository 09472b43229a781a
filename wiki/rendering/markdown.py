"""Markdown to html: python-markdown with our block parser, our literals and the ledger. See `draft`."""

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import build_postprocessors
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from . import bare, citations, emphasis, inline, ledger, links, literals, wikilinks
from .blocks import CommonMarkBlocks
from .rendered import Rendered

# C0 controls but tab and newline, and DEL; STX and ETX among them would forge python-markdown's own marks.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_NEWLINES = re.compile("\r\n?|[\u2028\u2029\u0085]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Converter(Markdown):
    """python-markdown without its own processors: the extensions bring all there are."""

    def build_parser(self):
        self.preprocessors = Registry()
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.postprocessors = build_postprocessors(self)
        return self


class Blocks(Extension):
    """Our block parser in the place of `md.parser`; must be registered first."""

    def extendMarkdown(self, md):
        md.parser = CommonMarkBlocks(md)
        md.block_ids = set()
        md.heading_lines = {}  # `h1` … `h6` element that stands in nothing else → line of the source


class Inline(Extension):
    """The inline markup: literals in one walk, then patterns; every one a row in this table."""

    literals = (
        (literals.CodeSpan, "backtick", 190),
        (literals.Math, "math", 186),
        (wikilinks.Wikilink, "wikilink", 185),
        (literals.Comment, "comment", 184),
        (literals.Escape, "escape", 180),
        (citations.NoteReference, "note", 178),
        (citations.InlineNote, "inline_note", 177),
        (citations.CiteKey, "cite", 176),
        (links.Brackets, "brackets", 160),
        (literals.Autolink, "autolink", 120),
        (literals.LineEnd, "linebreak", 100),
        (literals.RawHtml, "html", 90),
    )
    patterns = (
        (bare.BareAddress, "bare_address", 80),
        (emphasis.Emphasis, "em_strong", 60),
    )

    def extendMarkdown(self, md):
        for kind, name, priority in self.literals + self.patterns:
            md.inlinePatterns.register(kind(md), name, priority)
        md.allowance = inline.Allowance()
        md.mentions = {}  # `a` element → wikilinks.Mention
        md.treeprocessors.register(KnownAbbreviations(md), "abbr", 25)
        md.treeprocessors.register(inline.InlineTree(md), "inline", 20)


class KnownAbbreviations(Treeprocessor):
    """Registers the pattern for the abbreviations that the block parser has met."""

    def run(self, root):
        if self.md.parser.abbreviations:
            pattern = bare.Abbreviations(self.md, self.md.parser.abbreviations)
            self.md.inlinePatterns.register(pattern, "abbr", 50)


class Notes(Extension):
    """Footnotes and citations."""

    def extendMarkdown(self, md):
        md.notes = citations.Notes()
        md.cites = {}  # `a` element → (key, locator)
        md.treeprocessors.register(citations.NoteList(md), "notes", 15)


class Bookkeeping(Extension):
    """The ledger, after everything else."""

    def extendMarkdown(self, md):
        md.treeprocessors.register(ledger.Ledger(md), "ledger", 5)


def normalise(source):
    """Return the source as the parser wants it: `\\n` for every line end, no control characters, no lone surrogates."""
    source = _NEWLINES.sub("\n", source)
    source = _CONTROLS.sub("", source)
    return _SURROGATES.sub("\ufffd", source)


def build():
    """Return a python-markdown converter for one document."""
    return Converter(extensions=[Blocks(), Inline(), Notes(), Bookkeeping()], output_format="html")


def draft(source):
    """Return the Rendered of a Markdown text. Its html is NOT sanitised: only `sandbox.render` gives html to show."""
    source = normalise(source)
    converter = build()
    converter.allowance = inline.Allowance(max(100_000, len(source)))
    html = converter.convert(source)
    found = converter.treeprocessors["ledger"]
    return Rendered(html, tuple(found.headings), tuple(found.links), tuple(found.citations), found.text, found.lead)
