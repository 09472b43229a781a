"""What the page of a search shows of each entry that was found."""

import datetime
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count

from wiki.models import Alias, CitationUse, Entry
from wiki.models.entry import entry_url
from wiki.prepared import Prepared, asked
from wiki.search import snippets
from wiki.search.search import citing, said_of_sources
from wiki.search.words import whole_name, words

MOST = 10  # entries a page
ALIASES, TAGS = 4, 4  # shown of each
CITING = 300  # entries that are looked at for sources


@dataclass
class Hit:
    """An entry that was found. `aliases` are its other names as parts (text, whether asked for); `named_so` the one
    that was asked for exactly, '' for none."""

    title: str
    url: str
    kind: str
    state: str
    aliases: list
    named_so: str
    snippet: snippets.Snippet
    author: str
    publication: str
    year: str
    tags: list[str]
    changed: datetime.datetime


class _Found(NamedTuple):
    id: int
    kind: str
    slug: str
    title: str
    visibility: str
    changed_at: datetime.datetime
    headings: list
    author: str | None
    publication: str | None
    published: str | None
    published_on: datetime.date | None
    lead: str
    text: str


_COLUMNS = [name if name in ("id", "kind", "slug", "title", "visibility", "changed_at", "headings", "lead", "text")
            else f"essay__{name}" for name in _Found._fields]  # fmt: skip
_found = Prepared(
    lambda private, *ids: Entry.objects.scoped(private).filter(pk__in=ids).values_list(*_COLUMNS),
    _Found,
)
# No condition and no order that an index on the kinds could serve: SQLite would read all names of the wiki by it.
_aliases = Prepared(
    lambda private, *ids: (
        Alias.objects.scoped(private)
        .told(False)
        .filter(entry__in=ids)
        .exclude(kind=Alias.Kind.PATH)
        .order_by("position", "id")
        .values_list("entry_id", "text", "kind")
    ),
    lambda *row: row,
)


def _uses(is_many):
    return Prepared(
        lambda private, said: (
            CitationUse.objects.scoped(private)
            .filter(entry__in=citing(private, said, CITING, is_many))
            .exclude(text="")
            .order_by("entry__fold", "position")
            .values_list("citation__key", "text")
        ),
        lambda *row: row,
    )


_counts = Prepared(  # (key of a source, number of entries that cite it)
    lambda private, *keys: (
        CitationUse.objects.scoped(private)
        .filter(citation__key__in=keys)
        .order_by()
        .values_list("citation__key")
        .annotate(Count("entry", distinct=True))
    ),
    lambda *row: row,
)
_cited = {is_many: _uses(is_many) for is_many in (False, True)}


def hits(ids, query, private, uses):
    """Return a Hit for each of these ids, in their order; MOST at most. `uses` are those of tags, in order."""
    if not ids:
        return []
    ids = ids[:MOST]
    padded = [*ids, *ids[:1] * (MOST - len(ids))]  # one SQL for any number
    found = {row.id: row for row in _found(private, *padded)}
    aliases = _grouped(sorted(_aliases(private, *padded), key=itemgetter(2)))
    tags = {key: [use.name for use in uses if use.entry_id == key] for key in ids}
    name = whole_name(query.name)
    return [_hit(found[key], aliases.get(key, ()), tags[key], query, name) for key in ids if key in found]


def _grouped(rows):
    groups = {}
    for key, *values in rows:
        groups.setdefault(key, []).append(values)
    return groups


def _hit(row, aliases, tags, query, name):
    """The Hit of an entry with these other names (text, kind) and tags; `name` is the question as a whole name."""
    names = [_Name(snippets.mark(text, query.terms), text, kind, whole_name(text) == name) for text, kind in aliases]
    # A former title is a name to be found by, and shown only where it was.
    names = [own for own in names if own.kind == Alias.Kind.ALIAS or own.is_asked]
    names.sort(key=lambda own: (not own.is_exact, not own.is_asked))
    return Hit(
        title=row.title,
        url=entry_url(row.kind, row.slug),
        kind=row.kind,
        state="live" if row.visibility == "public" else "private",
        aliases=[own.parts for own in names[:ALIASES]],
        named_so=names[0].text if names and names[0].is_exact else "",
        snippet=snippets.snippet(row.text, [text for _, _, text in row.headings], query.terms),
        author=row.author or "",
        publication=row.publication or "",
        year=str(row.published_on.year) if row.published_on else row.published or "",
        tags=tags[:TAGS],
        changed=row.changed_at,
    )


class _Name(NamedTuple):
    """Another name of an entry: as parts (text, whether asked for), and whether it is what was asked for exactly."""

    parts: tuple
    text: str
    kind: str
    is_exact: bool

    @property
    def is_asked(self):
        return any(is_asked for _, is_asked in self.parts)


@dataclass
class FoundSource:
    """A source whose text has all the words, and how many visible entries cite it."""

    key: str
    text: str
    cited_by: int


def sources(query, private, is_many):
    """Return the FoundSources with all the words of a Query, the most cited first; `is_many` says whether very many
    entries fit it."""
    cited = _cited[is_many](private, said_of_sources(query))
    holding = _holding(list(dict.fromkeys(text for _, text in cited)), query)
    texts = {}
    for key, text in cited:
        if text in holding:
            texts.setdefault(key, text)
    counts = dict(asked(_counts, texts, private))
    found = [FoundSource(key, text, counts[key]) for key, text in texts.items() if key in counts]
    return sorted(found, key=lambda source: (-source.cited_by, source.key))


def _holding(texts, query):
    """The texts that have all the words, and none that are refused."""
    refused = [set(term.words) for term in query.without]
    return {
        text
        for text in snippets.holding(texts, query.terms)
        if not refused or not any(some <= set(words(text)) for some in refused)
    }
