"""The YAML at the top of a document, read as text: no dates, numbers or objects are ever made. Pure.

The reader goes over parser events instead of constructing values. So `title: 1984` stays text, every
entry knows the exact lines it came from, and the caps below hold before anything grows.
"""

import re
from dataclasses import dataclass

import yaml

MAX_CHARACTERS = 100_000  # front matter longer than this is not front matter
MAX_NODES = 10_000
MAX_DEPTH = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is some thirty times faster
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LINE_ENDS = re.compile("[\n\x85\u2028\u2029]")  # what YAML takes for the end of a line
_BOOLEANS = frozenset({"true", "false", "yes", "no", "on", "off"})


class BadFrontMatter(ValueError):
    """The text between the fences is not a readable YAML mapping; `line` and `column` count from 1 inside it."""

    def __init__(self, text, line=1, column=1):
        super().__init__(text)
        self.text, self.line, self.column = text, line, column


@dataclass(slots=True)
class Scalar:
    """A single value as text. `quoted` tells `"true"` from `true`."""

    text: str
    quoted: bool
    source: str = ""

    @property
    def is_null(self):
        return not self.quoted and self.text in _NULLS

    @property
    def is_boolean(self):
        return not self.quoted and self.text.lower() in _BOOLEANS


@dataclass(slots=True)
class Sequence:
    """A list; `source` is its text as written."""

    items: list
    source: str = ""


@dataclass(slots=True)
class Mapping:
    """A mapping as a list of pairs, in order, duplicates included."""

    pairs: list
    source: str = ""


@dataclass(slots=True)
class Field:
    """One top-level entry: its key, value, original lines (ending in a newline) and its line, from 1."""

    key: str
    value: object
    lines: str
    line: int
    anchored: bool = False  # holds an anchor or an alias, so it may not stand alone


def read_fields(text):
    """Return the top-level entries of a YAML mapping as a list of Field, in order.

    An empty text has no entries. Raises BadFrontMatter for invalid YAML, for anything that is not a
    mapping, and beyond the caps.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadFrontMatter(f"The front matter is longer than {MAX_CHARACTERS} characters.")
    try:
        return _Reader(text).fields()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "it cannot be read"
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise BadFrontMatter(f"The front matter is not valid YAML: {what}.", line, column) from None
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        line, column = _place(text, getattr(error, "position", 0))
        raise BadFrontMatter("The front matter holds a character that YAML forbids.", line, column) from None


def _place(text, position):
    before = text[: position or 0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class _Reader:
    def __init__(self, text):
        self.text = text
        self.events = yaml.parse(text, Loader=_LOADER)
        self.anchors = {}
        self.nodes = 0
        self.touched = False  # an anchor or alias was met since the flag was last cleared

    def fields(self):
        next(self.events)  # stream start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return []
        event = next(self.events)
        if isinstance(event, yaml.ScalarEvent) and not event.value and not event.style:
            return []
        if not isinstance(event, yaml.MappingStartEvent):
            raise BadFrontMatter("The front matter is not a list of “key: value” lines.")
        entries = self._entries()
        next(self.events)  # document end
        if not isinstance(extra := next(self.events), yaml.StreamEndEvent):
            mark = extra.start_mark
            raise BadFrontMatter("The front matter ends in the middle.", mark.line + 1, mark.column + 1)
        return self._with_lines(entries, flow=bool(event.flow_style))

    def _entries(self):
        entries = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.touched = False
            start = event.start_mark
            key = self._node(event, 1)
            value_event = next(self.events)
            value = self._node(value_event, 1)
            entries.append((start, self.end, key, value, self.touched))
        return entries

    def _with_lines(self, entries, flow):
        if flow:
            slices = [self.text[start.index : end].strip().replace("\n", "\n ") for start, end, *_ in entries]
        else:
            slices = self._lines_of(entries)
        fields = []
        for (start, _, key, value, touched), lines in zip(entries, slices, strict=True):
            name = key.text if isinstance(key, Scalar) else ""
            lines = lines if lines.endswith("\n") else lines + "\n"
            fields.append(Field(name, value, lines, start.line + 1, touched))
        return fields

    def _lines_of(self, entries):
        """Return the lines of each entry, from its key to the next one, without the indent they all share."""
        lines = [0, *(match.end() for match in _LINE_ENDS.finditer(self.text))]
        begins = [lines[start.line] for start, *_ in entries]
        slices = [self.text[a:b] for a, b in zip(begins, [*begins[1:], len(self.text)], strict=True)]
        indent = len(self.text[begins[0] :]) - len(self.text[begins[0] :].lstrip(" ")) if begins else 0
        if indent:
            slices = [re.sub(f"^ {{1,{indent}}}", "", lines, flags=re.MULTILINE) for lines in slices]
        return slices

    def _node(self, event, depth):
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            mark = event.start_mark
            raise BadFrontMatter("The front matter is too deep or too large.", mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            self.touched = True
            self.end = event.end_mark.index
            return self._repeated(event)
        start = event.start_mark.index
        if isinstance(event, yaml.ScalarEvent):
            self.end = event.end_mark.index
            node = Scalar(event.value, bool(event.style), self.text[start : self.end])
        elif isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(item, depth + 1))
            self.end = item.end_mark.index
            node = Sequence(items, self.text[start : self.end])
        else:
            pairs = []
            while not isinstance(key := next(self.events), yaml.MappingEndEvent):
                pairs.append((self._node(key, depth + 1), self._node(next(self.events), depth + 1)))
            self.end = key.end_mark.index
            node = Mapping(pairs, self.text[start : self.end])
        if event.anchor:
            self.touched = True
            self.anchors[event.anchor] = node
        return node

    def _repeated(self, event):
        """Return what an alias stands for. Nodes are shared, never copied; the walk that flattens them counts too."""
        if event.anchor not in self.anchors:
            mark = event.start_mark
            raise BadFrontMatter(f"“*{event.anchor}” repeats nothing.", mark.line + 1, mark.column + 1)
        return self.anchors[event.anchor]
