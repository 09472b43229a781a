"""The index of the texts: one of what everybody sees, one of all. Derived; written in every writer's transaction."""

from collections import defaultdict

from django.db import connection

from wiki.document.names import base_title
from wiki.models import Alias, CitationUse, Entry, Essay, TaggedEntry
from wiki.prepared import Prepared
from wiki.search import spelling
from wiki.search.tables import ALL, PUBLIC, dialect
from wiki.search.words import stems, whole_name, words

_NAMES = (Alias.Kind.ALIAS, Alias.Kind.FORMER)


def index(entries, named=None):
    """Write what search knows of these entries, as they are by now: new, changed, published or hidden ones.

    `named` are those of them that may have new names, where that is known.
    """
    rows = _Rows(list(entries))
    texts = [rows.of(entry) for entry in rows.entries]
    public = [(entry, row) for entry, row in zip(rows.entries, texts, strict=True) if entry.is_public]
    _put(ALL, texts)
    _put(PUBLIC, [rows.for_readers(entry, row) for entry, row in public])
    closed = [entry.pk for entry in rows.entries if not entry.is_public]
    _remove(PUBLIC, closed)
    named = rows.entries if named is None else named
    if named:
        spelling.remove(closed, private=False)
        for private in (True, False):
            spelling.keep(rows.names(named, private), private)


def remove(ids):
    """Forget entries that were deleted."""
    for name, private in ((ALL, True), (PUBLIC, False)):
        _remove(name, ids)
        spelling.remove(list(ids), private)


def _put(name, rows):
    if rows:
        dialect().put(name, rows)


def _remove(name, ids):
    if ids:
        dialect().remove(name, list(ids))


def empty():
    """Forget all entries and spellings."""
    with connection.cursor() as cursor:
        for name in (ALL, PUBLIC):
            cursor.execute(f"DELETE FROM {name}")
    spelling.empty()


def is_missing():
    """Whether there are entries and the index holds nothing: after an upgrade from before there was a search."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {ALL} LIMIT 1")
        return cursor.fetchone() is None and Entry.objects.scoped(private=True).exists()


def stale(entries):
    """Return {table: ids} of those of these live entries whose rows are not what `index` would write, and under
    "names" of those with a name that is not found when it is misspelt."""
    entries = list(entries)
    rows = _Rows(entries)
    texts = [rows.of(entry) for entry in rows.entries]
    public = [rows.for_readers(entry, row) for entry, row in zip(rows.entries, texts, strict=True) if entry.is_public]
    return {
        ALL: dialect().differing(ALL, texts),
        PUBLIC: dialect().differing(PUBLIC, public),
        "names": {
            key for private in (True, False) for key in spelling.differing(rows.names(entries, private), private)
        },
    }


def ids(private):
    """Return the ids of the entries that the index of somebody who sees the private set has, or of somebody else."""
    name = ALL if private else PUBLIC
    with connection.cursor() as cursor:
        return dialect().ids_in(cursor, name)


def clean():
    """Forget rows that should not be there. For a rebuild, inside a writer's transaction."""
    with connection.cursor() as cursor:
        for name, private in ((ALL, True), (PUBLIC, False)):
            known = set(Entry.objects.scoped(private).values_list("pk", flat=True))
            _remove(name, dialect().ids_in(cursor, name) - known)
            spelling.remove(list(spelling.ids(private) - known), private)


def _prepared(build):
    return Prepared(build, lambda *row: row)


_aliases_of = _prepared(
    lambda private, *ids: (
        Alias.objects.filter(entry__in=ids, kind__in=_NAMES)
        .order_by("position", "pk")
        .values_list("entry_id", "text", "number")
    )
)
_tags_of = _prepared(
    lambda private, *ids: (
        TaggedEntry.objects.filter(content_object__in=ids)
        .order_by("position")
        .values_list("content_object_id", "name", "tag__slug")
    )
)
_sources_of = _prepared(
    lambda private, *ids: (
        CitationUse.objects.filter(entry__in=ids).exclude(text="").order_by("position").values_list("entry_id", "text")
    )
)
_SIZES = (1, 2, 5, 20, 100)  # so that few questions serve any number of entries


def _ask(question, ids):
    """Put a prepared question about some entries."""
    rows = []
    for start in range(0, len(ids), _SIZES[-1]):
        part = ids[start : start + _SIZES[-1]]
        size = next(size for size in _SIZES if size >= len(part))
        rows += question(True, *part, *part[:1] * (size - len(part)))
    return rows


class _Rows:
    """What search needs of some entries, read at once."""

    def __init__(self, entries):
        self.entries = entries
        keys = [entry.pk for entry in entries]
        self.aliases, self.tags, self.sources = defaultdict(list), defaultdict(list), defaultdict(list)
        named = _ask(_aliases_of, keys)
        hidden = _hidden({key for key, _, number in named if number is not None})
        for key, text, number in named:
            if number is None or (key, text) in hidden:
                self.aliases[key].append((text, hidden.get((key, text), False)))
        for key, name, slug in _ask(_tags_of, keys):
            self.tags[key].append((name, slug))
        for key, text in _ask(_sources_of, keys):
            self.sources[key].append(text)
        essays = [entry.pk for entry in entries if entry.kind == Entry.Kind.ESSAY and not hasattr(entry, "author")]
        self.authors = {
            entry.pk: (getattr(entry, "author", ""), getattr(entry, "publication", "")) for entry in entries
        }
        if essays:
            said = Essay.objects.filter(pk__in=essays).values_list("pk", "author", "publication")
            self.authors |= {key: names for key, *names in said}

    def of(self, entry):
        """Return (id, texts of the dialects' FIELDS)."""
        author, publication = self.authors[entry.pk]
        return (
            entry.pk,
            _with_whole([entry.title], _joined([entry.title])),
            _aliases(entry, (text for text, _ in self.aliases[entry.pk])),
            " ".join([_joined(name for name, _ in self.tags[entry.pk]), *self._signs(entry)]),
            " ".join([_joined([author, publication]), *(f"by:{word}" for word in words(author))]),
            _joined(self.sources[entry.pk]),
            _joined([entry.lead]),
            _joined([entry.text]),
        )

    def for_readers(self, entry, row):
        """Return the row of a public entry without the names that readers do not know."""
        return (*row[:2], _aliases(entry, (text for text, hidden in self.aliases[entry.pk] if not hidden)), *row[3:])

    def _signs(self, entry):
        """The words that no text holds, for the conditions of a question."""
        yield f"kind:{entry.kind}"
        # In the order of the tags: a set has another in every process, and rows would differ that mean the same.
        yield from dict.fromkeys(f"tag:{part}" for _, slug in self.tags[entry.pk] for part in _with_wider(slug))

    def names(self, entries, private):
        """Return {id: names that may be misspelt} of some of the entries, as everybody or only some may know them."""
        return {entry.pk: self._names(entry, private) for entry in entries if private or entry.is_public}

    def _names(self, entry, private):
        others = [text for text, hidden in self.aliases[entry.pk] if private or not hidden]
        return [entry.title, base_title(entry.title), *others]


def _hidden(keys):
    """Return {(entry id, former title): whether readers may not know it}, without those that are closed to editors."""
    if not keys:
        return {}
    rows = Alias.objects.scoped(True).filter(entry__in=keys, kind__in=_NAMES).told(False).with_hidden()
    return {(key, text): hidden for key, text, hidden in rows.values_list("entry", "text", "is_hidden")}


def _aliases(entry, texts):
    texts = list(texts)
    # A title without its qualifier is another name of it: who has it exactly comes first.
    return _with_whole([*texts, base_title(entry.title)], _joined(texts))


def _with_whole(texts, said):
    """The words of names and, behind them, each name as a whole."""
    return " ".join([said, *dict.fromkeys(map(whole_name, texts))])


def _joined(texts):
    # A sign between two texts, so that no phrase reaches from one into the other.
    return " | ".join(" ".join(stems(text)) for text in texts)


def _with_wider(slug):
    """`a/b` is under `a` too."""
    parts = slug.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]
