"""Which format a document has, told by its content alone, and the one way to read it. Pure."""

import hashlib
import re
from dataclasses import replace

from wiki.document.document import parse
from wiki.interchange.decoding import decode
from wiki.interchange.formats import essay, garden, mediawiki
from wiki.interchange.links import outside_code
from wiki.interchange.records import Record, failed, skipped

MAX_BODY = 1_000_000  # bytes of UTF-8
FORMATS = ("garden", "mediawiki", "essay")
LONG = 120  # words: prose without any markup that is as long as this is an essay
LONG_WITH_MARKUP = 400  # words of prose without headings or wikilinks
_NOTE_SIGNS = re.compile(r"\[\[[^\[\]\n]+\]\]|^(?:>\s*)?\[!\w+\]|^```|^~~~|^\|?\s*:?-{3,}:?\s*\|", re.MULTILINE)
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HEADINGS = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_INLINE_SIGNS = re.compile(
    r"\*\*[^\s*][^*\n]*\*\*|\]\((?:https?:|/|\.|#|<)|\[\^[^\]\s]+\]|^\s*[*_]{1,2}[^\s*_]", re.MULTILINE
)


def read_document(raw, path, options):
    """Return the Record of one document: `raw` bytes, `path` inside the import root. Never raises."""
    text, messages = decode(raw)
    record = _read(text, path, options)
    record.raw, record.sha256 = raw, hashlib.sha256(raw).hexdigest()
    record.messages = messages + record.messages
    size = len(record.body.encode("utf-8", "replace"))
    if size > MAX_BODY and record.kind not in ("skipped", "failed"):
        refusal = failed(path, f"The text has {size:,} bytes; at most {MAX_BODY:,} are possible.")
        return replace(refusal, raw=raw, sha256=record.sha256)
    if record.kind in ("concept", "essay"):
        record.kind = options.type or record.kind
        for name in ("author", "source_url", "published"):
            setattr(record, name, getattr(options, name) or getattr(record, name))
    return record


def detect(text, as_essay=False):
    """Return `garden`, `mediawiki` or `essay`. `as_essay` decides where a text could be either note or essay."""
    return _detect(text, parse(text), as_essay)


def _detect(text, document, as_essay):
    if document.unread or len(document.body) < len(text):
        return "garden"
    if mediawiki.is_mediawiki(text):
        return "mediawiki"
    return "essay" if _is_essay(text, as_essay) else "garden"


def _is_essay(text, as_essay):
    if _count(_NOTE_SIGNS, text):
        return False
    if essay.looks_like_page(text):
        return True
    if has_headings(text):
        return False
    words = len(text.split())
    return words >= (LONG_WITH_MARKUP if _count(_INLINE_SIGNS, text) else LONG) or (as_essay and words > 0)


def has_headings(text):
    """Whether a text has Markdown headings, and not just a line that happens to begin with `#`."""
    count = _count(_HEADINGS, text)
    return count > 1 or (count == 1 and bool(_HEADINGS.match(text.lstrip())))


def _count(signs, text):
    found = []
    outside_code(text, lambda stretch: found.extend(signs.findall(stretch)) or "")
    return len(found) + (1 if "```" in text and signs is _NOTE_SIGNS else 0)


def _read(text, path, options) -> Record:
    if _WEB_PAGE.match(text):
        return skipped(path, "A web page in HTML; save its text instead.")
    document = parse(text)
    kind = _detect(text, document, options.type == "essay")
    if kind == "mediawiki":
        return mediawiki.read(text, path, options)
    if kind == "essay":
        return essay.read(text, path, options, markup=has_headings(text) or bool(_count(_INLINE_SIGNS, text)))
    return garden.read(text, path, options, document)
