"""What the wiki holds, as an import needs to compare it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from wiki import history
from wiki.document import names
from wiki.document.document import parse
from wiki.models import Alias, Entry, Origin


class KnownEntry(NamedTuple):
    id: int
    kind: str
    slug: str
    title: str
    number: int
    visibility: str


class KnownOrigin(NamedTuple):
    entry_id: int
    path: str
    sha256: str
    number: int
    marked: str


@dataclass
class Known:
    """Entries by id, title and slug; origins by path, digest and entry; every name by its folded form."""

    entries: dict[int, KnownEntry] = field(default_factory=dict)
    by_title: dict[tuple[str, str], KnownEntry] = field(default_factory=dict)
    by_slug: dict[tuple[str, str], KnownEntry] = field(default_factory=dict)
    by_path: dict[str, list[KnownOrigin]] = field(default_factory=dict)
    by_digest: dict[str, list[KnownOrigin]] = field(default_factory=dict)
    origin_of: dict[int, KnownOrigin] = field(default_factory=dict)
    folds: set[str] = field(default_factory=set)
    aliases: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def load(cls):
        """Read it from the database. An import is done by people who see every entry."""
        known = cls()
        columns = ("id", "kind", "slug", "title", "number", "visibility")
        for row in Entry.objects.scoped(private=True).values_list(*columns, "title_key"):
            entry = KnownEntry(*row[:6])
            known.entries[entry.id] = entry
            known.by_title[entry.kind, row[6]] = entry
            known.by_slug[entry.kind, entry.slug] = entry
            known.folds |= {names.fold(entry.title), names.fold_tail(entry.title)}
        for entry_id, key, text in Alias.objects.scoped(private=True).values_list("entry_id", "key", "text"):
            known.folds |= {names.fold(text), names.fold_tail(text)}
            known.aliases.setdefault(entry_id, set()).add(key)
        columns = ("entry_id", "path", "sha256", "number", "marked")
        for row in Origin.objects.scoped(private=True).order_by("entry_id").values_list(*columns):
            origin = KnownOrigin(*row)
            known.by_path.setdefault(origin.path, []).append(origin)
            known.by_digest.setdefault(origin.sha256, []).append(origin)
            known.origin_of[origin.entry_id] = origin
        return known

    def has_names(self, entry, texts):
        """True when each of these names leads to the entry already."""
        held = self.aliases.get(entry.id, set()) | {names.title_key(entry.title)}
        return all(names.title_key(text) in held for text in texts)

    def imported(self, origin):
        """Return the Document that the last import stored from this file."""
        found = Origin.objects.scoped(private=True).filter(entry=origin.entry_id).values_list("document", flat=True)
        return parse(found.first() or "")

    @staticmethod
    def current(entry):
        """Return the Document that a KnownEntry is now."""
        return history.read_number(entry.id, entry.number)
