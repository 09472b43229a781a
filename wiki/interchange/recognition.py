"""Which entry an earlier import made from a file. Reads what is known, writes nothing.

A path alone proves nothing: every vault has a README.md. Each entry is taken by one file at most.
"""

from wiki.document import names
from wiki.interchange import titles

ALIKE = 0.5  # share of common words from which a text with a new title is the old one


class Recognition:
    """Gives each item the origin that it comes from, as `item.origin`, the surest ones first."""

    def __init__(self, known):
        self.known = known
        self.taken = set()  # ids of entries that a file of this import was found to be

    def take_unchanged(self, item):
        """Give the item its origin if the same bytes came from the same path. Returns whether they did."""
        return self._take(item, self._unchanged(item.record))

    def take_others(self, items):
        """Give the rest of the items theirs: by path and title, by digest (moved), by path and words, by name."""
        paths = {item.record.path for item in items}
        ways = (
            self._at_its_path,
            self._moved_with_its_name,
            self._moved,
            self._retitled,
            lambda record: self._by_name(record, paths),
        )
        for way in ways:
            for item in items:
                if item.origin is None:
                    self._take(item, way(item.record))

    def _take(self, item, origins):
        for origin in origins:
            if origin.entry_id not in self.taken:
                self.taken.add(origin.entry_id)
                item.origin = origin
                return True
        return False

    def _unchanged(self, record):
        return [origin for origin in self.known.by_digest.get(record.sha256, ()) if origin.path == record.path]

    def _at_its_path(self, record):
        here = [origin for origin in self.known.by_path.get(record.path, ()) if self._has_title(origin, record)]
        return sorted(here, key=lambda origin: self._likeness(origin, record))

    def _likeness(self, origin, record):
        entry = self.known.entries[origin.entry_id]
        return entry.kind != record.kind, names.title_key(entry.title) != names.title_key(record.title)

    def _has_title(self, origin, record):
        """Whether the file still has the title of its entry, with or without a qualifier, or of the last import."""
        wanted = names.title_key(record.title)
        title = self.known.entries[origin.entry_id].title
        if wanted in _keys(title):
            return True
        return origin.entry_id not in self.taken and wanted in _keys(self.known.imported(origin).title)

    def _retitled(self, record):
        """A file at its path that has another title and, for the most part, the words it had."""
        here = [origin for origin in self.known.by_path.get(record.path, ()) if origin.entry_id not in self.taken]
        return [origin for origin in here if _likeness(self.known.imported(origin).body, record.body) >= ALIKE]

    def _moved_with_its_name(self, record):
        return [origin for origin in self._moved(record) if titles.stem(origin.path) == titles.stem(record.path)]

    def _moved(self, record):
        return self.known.by_digest.get(record.sha256, ())

    def _by_name(self, record, paths):
        """A file that was moved and changed: the title and the file's name are the same, and its old place is empty."""
        entry = self.known.by_title.get((record.kind, names.title_key(record.title)))
        origin = self.known.origin_of.get(entry.id) if entry else None
        if origin is None or origin.path in paths or entry.title != record.title:
            return []
        return [origin] if titles.stem(origin.path) == titles.stem(record.path) else []


def _likeness(one, other):
    """The share of words that two texts have in common: 0 to 1."""
    one, other = set(one.casefold().split()), set(other.casefold().split())
    return len(one & other) / max(len(one | other), 1)


def _keys(title):
    return names.title_key(title), names.title_key(names.base_title(title))
