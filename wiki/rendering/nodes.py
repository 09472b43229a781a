"""The blocks of a text as plain objects, before they become elements."""

CONTAINERS = frozenset({"root", "quote", "list", "item", "note", "dl", "dd", "admonition"})


class Node:
    """A block: its kind, the first and last line it stands on, its children or its lines."""

    __slots__ = ("children", "data", "end", "kind", "lines", "offset", "start", "take", "verbatim")

    def __init__(self, kind, line, *lines, offset=0, take=None, **data):
        self.kind = kind
        self.start = self.end = line
        self.lines = list(lines)
        self.children = []
        self.offset = offset  # columns that a continuing line must be indented
        self.take = take  # for verbatim leaves: (reader, rest, column) → whether the line was taken
        self.verbatim = take is not None
        self.data = data

    @property
    def has_gap(self):
        """Whether a blank line stands between two children."""
        return any(
            after.start > before.end + 1 for before, after in zip(self.children, self.children[1:], strict=False)
        )
