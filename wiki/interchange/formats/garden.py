"""Notes of a digital garden: Markdown with YAML front matter, ours included. Pure."""

import re

from wiki.document.document import ESSAY_TYPES, is_own_writing, parse, without_title_heading
from wiki.document.names import BadName, clean_name, title_key
from wiki.document.values import target_of
from wiki.interchange import titles
from wiki.interchange.dates import iso_date
from wiki.interchange.formats.guessing import guess_title
from wiki.interchange.links import outside_code
from wiki.interchange.records import Record

_TEMPLATE = re.compile(
    r"<%(?:(?!<%)[^\n])*?%>|\{\{\s*(?:date|time|title|yesterday|tomorrow)\s*(?::[^{}\n]*)?\}\}", re.IGNORECASE
)
# The title of a web page, with its author and its site: "On rain - by Ann - The Weather Letter".
_SCRAPED = re.compile(r".+ [-–—|] by .+|.+ [-–—|] .+ [-–—|] .+", re.IGNORECASE)
FIRST_HEADING = "its first heading"
_YES = frozenset({"true", "yes", "on", "1", "public"})
_NO = frozenset({"false", "no", "off", "0"})


def read(text, path, options, document=None):
    """Return the Record of a note; `document` is the text, if it is parsed already.

    Front matter that cannot be read stays in the body, as it was.
    """
    document = document or parse(text)
    own = not document.unread and is_own_writing(text, document)
    record = Record(path, format="garden", kind=document.kind, extra=document.extra, stored_as_text=document.unread)
    for problem in document.problems:
        record.say("error" if problem.serious else "warning", problem.text, problem.line, problem.column)
    if not own and is_template(text):
        record.kind, record.stored_as_text = "skipped", False
        record.messages = []
        record.say("info", "A template for new notes, not a note.")
        return record
    if document.unread:
        record.kind = _kind_in_lines(text)
        record.say("warning", "Imported private, with the whole text as its body: mend the front matter there.")
    origin = _name(record, document, options)
    record.body = document.body
    if origin == FIRST_HEADING:
        record.body = titles.without_heading(document.body)
    elif not (own or document.unread):
        record.body = without_title_heading(document.body, record.title)
    _judge_kind(record, document)
    record.aliases = _aliases(record, document.aliases)
    record.tags = _names(record, document.tags, "tag", key=title_key)
    record.related = _names(record, document.related, "related entry", key=title_key)
    for name in ("author", "publication"):
        value = getattr(document, name)
        setattr(record, name, value if own else target_of(value))
    record.published = document.published if own else iso_date(document.published)
    record.source_url = document.source_url
    _mark(record, document, options)
    return record


def is_template(text):
    """Whether a text holds the blanks of a template (`{{date}}`, `<% … %>`) outside of code."""
    if not _TEMPLATE.search(text):
        return False
    found = []
    outside_code(text, lambda stretch: found.extend(_TEMPLATE.findall(stretch)) or "")
    return bool(found)


def _name(record, document, options):
    """Set the title and return where it was found.

    The option wins, then the key, the heading that opens the text, the file name, the first words.
    """
    candidates = [
        ("", options.title),
        ("", document.title or (_in_lines("title", document.body) if document.unread else "")),
        (FIRST_HEADING, "" if document.unread else titles.from_heading(document.body)),
        ("the file name", titles.from_file_name(record.path)),
    ]
    for origin, text in candidates:
        if text and (name := titles.usable_name(text, record.messages)):
            record.title = name
            if origin:
                record.say("info", f"No title is given; it was taken from {origin}.")
            if _SCRAPED.fullmatch(name):
                record.say("warning", f"The title “{name}” looks like the title of a web page, with author and site.")
            return origin
    guess_title(record, document.body)
    return ""


def _judge_kind(record, document):
    if document.unread or record.kind == "failed" or document.kind == "essay" or document.type == "concept":
        return
    what = f"Unknown type “{document.type}”" if document.type else "No type is given"
    record.say("warning", f"{what}: imported as a concept.")


def _aliases(record, texts):
    own = title_key(record.title)
    names = [name for name in _names(record, texts, "alias", key=title_key) if title_key(name) != own]
    for name in names:
        if _SCRAPED.fullmatch(name):
            record.say("warning", f"The alias “{name}” looks like the title of a web page, with author and site.")
    return tuple(names)


def _names(record, texts, what, key):
    kept = {}
    for text in texts:
        text = re.sub(r"\.md$", "", text) if what == "related entry" else text
        try:
            name = clean_name(text)
        except BadName as error:
            record.say("warning", f"The {what} “{text[:80]}” was left out. {error}")
        else:
            kept.setdefault(key(name), name)
    return tuple(kept.values())


def _mark(record, document, options):
    """Note what the file says about publishing. `visibility` decides; another key only if an option maps it."""
    record.publish_values = dict(document.publishing)
    record.marked = document.visibility
    if record.marked:
        return
    for key, value in document.publishing:
        wanted = value.lower() in (_NO if key == "draft" else _YES)
        if key == options.map_publish and wanted:
            record.marked = "public"
            record.say("info", f"“{key}: {value}” counts as public, as the import asks.")
            return
        if key != "visibility" and wanted:
            record.say("info", f"“{key}: {value}” makes nothing public by itself: private.")
    if not document.unread:
        record.say("info", "No visibility is given: private.")


def _kind_in_lines(text):
    return "essay" if _in_lines("type", text).lower() in ESSAY_TYPES else "concept"


def _in_lines(key, text):
    """Return the value of a `key: value` line near the top of a text whose YAML cannot be read."""
    match = re.search(rf"^{key}:[ \t]*(.+)$", text[:4000], re.MULTILINE | re.IGNORECASE)
    return match[1].strip().strip("\"'").strip() if match else ""
