"""The canonical text form of an entry: front matter and Markdown. `parse` and `write` are inverse. Pure."""

import re
from dataclasses import dataclass, field

from wiki.document.frontmatter import BadFrontMatter, Scalar, read_fields
from wiki.document.names import title_key
from wiki.document.toml import read_toml_fields
from wiki.document.values import list_of, text_of
from wiki.document.writing import entry_line

ESSAY_TYPES = frozenset({"essay", "writing", "article", "post"})
# Six ways in which notes say that they are meant for the public. Only `visibility` counts by itself.
PUBLISHING_KEYS = ("visibility", "publish", "dg-publish", "draft", "share", "published")
_TEXTS = {
    "title": "title",
    "author": "author",
    "publication": "publication",
    "published": "published",
    "source_url": "source_url",
    "url": "source_url",
}
_LISTS = {"aliases": "aliases", "alias": "aliases", "tags": "tags", "tag": "tags", "related": "related"}
_KNOWN = frozenset({*_TEXTS, *_LISTS, "type"})
KEYS = _KNOWN | frozenset(PUBLISHING_KEYS)
_OPENING = re.compile(r"\ufeff?(?P<blank>(?:[ \t]*\r?\n)*)---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(?P<front>(?:(?!\+\+\+)[^\n]*\n)*?)\+\+\+[ \t]*\r?(?:\n|\Z)")
_BLANK_LINE = re.compile(r"\r?\n")
_LOOKS_LIKE_KEY = re.compile(r"[\w\"'#][^\n]*:")
# To the end of the line: where its text ends, `_first_heading` says. A pattern for that would try every space in turn.
_FIRST_HEADING = re.compile(r"[ \t\r\n]*+#[ \t]++(?P<line>[^\n]*+)\n?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a document's front matter that the author should know; `line` and `column` count from 1."""

    line: int
    column: int
    text: str
    serious: bool = False  # the front matter could not be read: the whole text became the body


@dataclass(frozen=True, slots=True)
class Document:
    """An entry as text. `extra` holds the unknown keys as their original YAML lines, in order.

    `visibility` is what the text says, lower-cased; it makes nothing public. `publishing` holds each
    of PUBLISHING_KEYS that the text gives, with its value as written.
    """

    kind: str = "concept"
    title: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    author: str = ""
    publication: str = ""
    published: str = ""
    source_url: str = ""
    visibility: str = ""
    extra: str = ""
    body: str = ""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    publishing: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    type: str = field(default="", compare=False)  # `type:` as written, lower-cased; '' when it is missing

    @property
    def unread(self):
        """Whether there is front matter that could not be read, so that `body` is the whole text."""
        return any(problem.serious for problem in self.problems)


def parse(text):
    """Return the Document that a text holds. Never raises: what cannot be read is a problem, and text stays text."""
    if toml := _TOML.match(text):
        return _parse_toml(text, toml)
    split = _split(text)
    if split is None:
        return Document(body=text)
    front, line, body, surely = split
    if body is None:
        problem = Problem(line, 1, "The front matter is opened by “---” but never closed.", serious=True)
        return Document(body=text, problems=(problem,)) if surely else Document(body=text)
    try:
        fields = read_fields(front)
    except BadFrontMatter as error:
        problem = Problem(error.line + line, error.column, error.text, serious=True)
        return Document(body=text, problems=(problem,)) if surely else Document(body=text)
    if not surely and fields and not any(entry.key.lower() in _KNOWN or entry.key == "visibility" for entry in fields):
        return Document(body=text)
    notice = [Problem(1, 1, "Blank lines stand before the front matter.")] if line > 1 else []
    return _Filling(line, notice).document(fields, body)


def _parse_toml(text, match):
    try:
        fields = read_toml_fields(match["front"].replace("\r\n", "\n").replace("\r", "\n"))
    except BadFrontMatter as error:
        return Document(body=text, problems=(Problem(1, 1, error.text, serious=True),))
    body = text[match.end() :]
    blank = _BLANK_LINE.match(body)
    notice = Problem(1, 1, "The front matter is TOML; it is kept as YAML.")
    return _Filling(1, [notice]).document(fields, body[blank.end() :] if blank else body)


def write(document, visibility=""):
    """Return the text of a Document: known keys in a fixed order, unknown keys as they were, one blank line, the body.

    `title` and `type` are always there, other empty keys never; `visibility` only if it is given here.
    """
    lines = ["---\n", entry_line("title", document.title, single=opens_with_title(document.body, document.title))]
    lines.append(entry_line("type", document.kind))
    pairs = [("visibility", visibility)]
    pairs += [(key, getattr(document, key)) for key in ("aliases", "tags", "related")]
    pairs += [(key, getattr(document, key)) for key in ("author", "publication", "published", "source_url")]
    lines += [entry_line(key, value) for key, value in pairs if value]
    lines.append(document.extra if document.extra.endswith("\n") or not document.extra else document.extra + "\n")
    lines.append("---\n")
    if document.body:
        lines += ["\n", document.body]
    return "".join(lines)


def is_own_writing(text, document):
    """Whether `text` is exactly what `write` makes of `document`, which was parsed from it."""
    return text == write(document, visibility=document.visibility)


def opens_with_title(body, title):
    """Whether the body begins with a first-level heading that repeats the title."""
    heading, _ = _first_heading(body)
    return bool(heading is not None and title) and title_key(heading) == title_key(title)


def without_title_heading(body, title):
    """Return the body without the heading at its beginning that repeats the title, and the blank lines after it."""
    if not opens_with_title(body, title):
        return body
    _, end = _first_heading(body)
    return body[end:].lstrip("\r\n")


def _first_heading(body):
    """Return (text, where its line ends) of the heading that the body begins with; (None, 0) without one."""
    match = _FIRST_HEADING.match(body)
    if match is None:
        return None, 0
    return match["line"].rstrip(" \t\r").rstrip("#").rstrip(" \t"), match.end()


def _split(text):
    """Return (front matter, line of its fence, body, surely) or None; body is None when no fence closes it.

    `surely` is False where `---` may as well be a rule between paragraphs.
    """
    opening = _OPENING.match(text)
    if not opening:
        return None
    line = opening["blank"].count("\n") + 1
    surely = not opening["blank"] and bool(_LOOKS_LIKE_KEY.match(text, opening.end()))
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return text[opening.end() :], line, None, surely
    front = text[opening.end() : closing.start()].replace("\r\n", "\n").replace("\r", "\n")
    body = text[closing.end() :]
    blank = _BLANK_LINE.match(body)
    return front, line, body[blank.end() :] if blank else body, surely or not front.strip()


class _Filling:
    """Fills a Document from the entries of its front matter, collecting problems on the way."""

    def __init__(self, fence_line, problems):
        self.fence_line = fence_line
        self.values = {}
        self.publishing = {}
        self.extra = {}
        self.problems = problems
        self.type = ""

    def document(self, fields, body):
        seen = {}
        for entry in fields:
            name = self._name(entry)
            if name in seen and not name.startswith("?"):
                self._complain(entry, "is given twice; the last one counts")
            seen[name] = entry
        lists = {}
        texts = {}
        for name, entry in seen.items():
            if entry.key in PUBLISHING_KEYS and (entry.key != "published" or name != "published"):
                self.publishing[entry.key] = _as_written(entry.value)
            if name == "type":
                self.type = text_of(entry.value, self._complainer(entry)).lower()
            elif name in _LISTS:
                items = list_of(entry.value, self._complainer(entry), spaces_split=_LISTS[name] == "tags")
                lists.setdefault(_LISTS[name], []).extend(items)
            elif name in _TEXTS:
                texts[name] = text_of(entry.value, self._complainer(entry))
            elif name != "visibility":
                self.extra[name] = entry
        values = {name: texts[name] for name in ("title", "author", "publication", "published") if name in texts}
        return Document(
            kind="essay" if self.type in ESSAY_TYPES else "concept",
            aliases=tuple(lists.get("aliases", ())),
            tags=tuple(tag for item in lists.get("tags", ()) if (tag := item.lstrip("#").strip())),
            related=tuple(lists.get("related", ())),
            source_url=texts.get("source_url", "") or texts.get("url", ""),
            visibility=self.publishing.get("visibility", "").strip().lower(),
            extra=self._extra_lines(),
            body=body,
            problems=tuple(self.problems),
            publishing=tuple(self.publishing.items()),
            type=self.type,
            **values,
        )

    def _name(self, entry):
        """Return what an entry is known by. `visibility` counts only when it is spelt exactly so."""
        if not entry.key:
            return f"?{entry.line}"
        lower = entry.key.lower()
        if lower == "published" and isinstance(entry.value, Scalar) and entry.value.is_boolean:
            return "published:boolean"  # here it says whether, elsewhere it says when
        return lower if lower in _KNOWN else entry.key

    def _extra_lines(self):
        entries = list(self.extra.values())
        if any(entry.anchored for entry in entries) and not _stands_alone(entries):
            for entry in (entry for entry in entries if entry.anchored):
                self._complain(entry, "repeats a value from elsewhere; it is left out")
            entries = [entry for entry in entries if not entry.anchored]
        return "".join(entry.lines for entry in entries)

    def _complain(self, entry, text):
        problem = Problem(entry.line + self.fence_line, 1, f"“{entry.key}” {text}.")
        if problem not in self.problems:
            self.problems.append(problem)

    def _complainer(self, entry):
        return lambda text: self._complain(entry, text)


def _as_written(value):
    if isinstance(value, Scalar):
        return value.text.strip()
    return value.source.strip()


def _stands_alone(entries):
    try:
        read_fields("".join(entry.lines for entry in entries))
    except BadFrontMatter:
        return False
    return True
