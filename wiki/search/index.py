"""The index of the texts: one of what everybody sees, one of all. Derived; written in every writer's transaction."""

from collections import defaultdict

from django.db import connection

from wiki.document.names import base_title
from wiki.models import Alias, CitationUse, Entry, Essay, TaggedEntry
from wiki.search import spelling
from wiki.search.search import is_name
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
    _remove(PUBLIC, [entry.pk for entry in rows.entries if not entry.is_public])
    names = rows.names(rows.entries if named is None else named)
    if names:
        spelling.keep(names)


def remove(ids):
    """Forget entries that were deleted."""
    for name in (ALL, PUBLIC):
        _remove(name, ids)


def _put(name, rows):
    if rows:
        dialect().put(name, rows)


def _remove(name, ids):
    if ids:
        dialect().remove(name, list(ids))


def is_missing():
    """Whether there are entries and the index holds nothing: after an upgrade from before there was a search."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {ALL} LIMIT 1")
        return cursor.fetchone() is None and Entry.objects.scoped(private=True).exists()


def forget(names):
    """Forget how names were spelt that nobody has any more; what is left of an entry deleted for good."""
    spelling.forget([text for text in spelling.spellings(names) if not is_name(text, private=True)])


def clean():
    """Forget rows that should not be there. For a rebuild, inside a writer's transaction."""
    with connection.cursor() as cursor:
        for name, private in ((ALL, True), (PUBLIC, False)):
            known = set(Entry.objects.scoped(private).values_list("pk", flat=True))
            _remove(name, dialect().ids_in(cursor, name) - known)


class _Rows:
    """What search needs of some entries, read at once."""

    def __init__(self, entries):
        self.entries = entries
        keys = [entry.pk for entry in entries]
        self.aliases, self.tags, self.sources = defaultdict(list), defaultdict(list), defaultdict(list)
        named = Alias.objects.scoped(True).filter(entry__in=keys, kind__in=_NAMES).told(False).with_hidden()
        for key, text, hidden in named.order_by("position", "pk").values_list("entry", "text", "is_hidden"):
            self.aliases[key].append((text, hidden))
        tagged = TaggedEntry.objects.filter(content_object__in=keys).order_by("position")
        for key, name, slug in tagged.values_list("content_object", "name", "tag__slug"):
            self.tags[key].append((name, slug))
        uses = CitationUse.objects.filter(entry__in=keys).exclude(text="").order_by("position")
        for key, text in uses.values_list("entry", "text"):
            self.sources[key].append(text)
        essays = [entry.pk for entry in entries if entry.kind == Entry.Kind.ESSAY and not hasattr(entry, "author")]
        self.authors = {entry.pk: getattr(entry, "author", "") for entry in entries}
        if essays:
            self.authors |= dict(Essay.objects.filter(pk__in=essays).values_list("pk", "author"))

    def of(self, entry):
        """Return (id, texts of the dialects' FIELDS)."""
        author = self.authors[entry.pk]
        return (
            entry.pk,
            _names([entry.title, base_title(entry.title)], _joined([entry.title])),
            _aliases(text for text, _ in self.aliases[entry.pk]),
            " ".join([_joined(name for name, _ in self.tags[entry.pk]), *self._signs(entry)]),
            " ".join([_joined([author]), *(f"by:{word}" for word in words(author))]),
            _joined(self.sources[entry.pk]),
            _joined([entry.lead]),
            _joined([entry.text]),
        )

    def for_readers(self, entry, row):
        """Return the row of a public entry without the names that readers do not know."""
        return (*row[:2], _aliases(text for text, hidden in self.aliases[entry.pk] if not hidden), *row[3:])

    def _signs(self, entry):
        """The words that no text holds, for the conditions of a question."""
        yield f"kind:{entry.kind}"
        for part in {part for _, slug in self.tags[entry.pk] for part in _with_wider(slug)}:
            yield f"tag:{part}"

    def names(self, entries):
        """Return the names of some of the entries, which may be misspelt."""
        titles = [form for entry in entries for form in (entry.title, base_title(entry.title))]
        return titles + [text for entry in entries for text, _ in self.aliases[entry.pk]]


def _aliases(texts):
    texts = list(texts)
    return _names(texts, _joined(texts))


def _names(texts, said):
    """The words of names and, behind them, each name as a whole."""
    return " ".join([said, *dict.fromkeys(map(whole_name, texts))])


def _joined(texts):
    # A sign between two texts, so that no phrase reaches from one into the other.
    return " | ".join(" ".join(stems(text)) for text in texts)


def _with_wider(slug):
    """`a/b` is under `a` too."""
    parts = slug.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]
