"""What the page of a search shows of each entry that was found."""

import datetime
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from wiki.models import Alias, CitationUse, Entry, TaggedEntry
from wiki.models.entry import entry_url
from wiki.prepared import Prepared
from wiki.search import snippets
from wiki.search.words import whole_name, words

MOST = 10  # entries a page
ALIASES, TAGS = 4, 4  # shown of each
CITING = 300  # entries that are looked at for sources
_SIZES = (10, 50, CITING)  # so that few questions serve any number of entries


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
_tags = Prepared(
    lambda private, *ids: (
        TaggedEntry.objects.scoped(private)
        .filter(content_object__in=ids)
        .order_by("position")
        .values_list("content_object_id", "name")
    ),
    lambda *row: row,
)
_cited = Prepared(
    lambda private, *ids: (
        CitationUse.objects.scoped(private)
        .filter(entry__in=ids)
        .exclude(text="")
        .order_by("entry__fold", "position")
        .values_list("entry_id", "citation__key", "text")
    ),
    lambda *row: row,
)


def hits(ids, query, private):
    """Return a Hit for each of these ids, in their order; MOST at most."""
    if not ids:
        return []
    ids = ids[:MOST]
    asked = [*ids, *ids[:1] * (MOST - len(ids))]  # one SQL for any number
    found = {row.id: row for row in _found(private, *asked)}
    aliases = _grouped(sorted(_aliases(private, *asked), key=itemgetter(2)))
    tags = _grouped(_tags(private, *asked))
    return [_hit(found[key], aliases.get(key, ()), tags.get(key, ()), query) for key in ids if key in found]


def _grouped(rows):
    groups = {}
    for key, *values in rows:
        groups.setdefault(key, []).append(values)
    return groups


def _hit(row, aliases, tags, query):
    name = whole_name(query.name)
    marked = [(snippets.mark(text, query.terms), text, kind) for text, kind in aliases]
    # A former title is a name to be found by, and shown only where it was.
    marked = [item for item in marked if item[2] == Alias.Kind.ALIAS or _is_asked(item[0])]
    marked.sort(key=lambda item: (whole_name(item[1]) != name, not _is_asked(item[0])))
    exact = [text for _, text, _ in marked if whole_name(text) == name]
    return Hit(
        title=row.title,
        url=entry_url(row.kind, row.slug),
        kind=row.kind,
        state="live" if row.visibility == "public" else "private",
        aliases=[parts for parts, _, _ in marked[:ALIASES]],
        named_so=exact[0] if exact else "",
        snippet=snippets.snippet(row.text, [text for _, _, text in row.headings], query.terms),
        author=row.author or "",
        publication=row.publication or "",
        year=str(row.published_on.year) if row.published_on else row.published or "",
        tags=[name for (name,) in tags[:TAGS]],
        changed=row.changed_at,
    )


def _is_asked(parts):
    return any(asked for _, asked in parts)


@dataclass
class FoundSource:
    """A source whose text has all the words, and how many visible entries cite it."""

    key: str
    text: str
    cited_by: int


def sources(ids, query, private):
    """Return the FoundSources that these entries cite, CITING at most, the most cited first."""
    if not ids:
        return []
    size = next(size for size in _SIZES if size >= len(ids))
    cited = _cited(private, *ids, *ids[:1] * (size - len(ids)))
    holding = _holding(list(dict.fromkeys(text for _, _, text in cited)), query)
    texts, citing = {}, {}
    for entry, key, text in cited:
        if key in texts or text in holding:
            texts.setdefault(key, text)
            citing.setdefault(key, set()).add(entry)
    return sorted(
        (FoundSource(key, texts[key], len(citing[key])) for key in texts), key=lambda row: (-row.cited_by, row.key)
    )


def _holding(texts, query):
    """The texts that have all the words, and none that are refused."""
    refused = [set(term.words) for term in query.without]
    return {
        text
        for text in snippets.holding(texts, query.terms)
        if not refused or not any(some <= set(words(text)) for some in refused)
    }
