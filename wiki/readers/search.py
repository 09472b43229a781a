"""The page of a search: what was found for a question, how it can be narrowed, and where to go on without a hit."""

import datetime
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils import timezone

from wiki import policies
from wiki.actions.tagging import tag_slug
from wiki.document.names import BadName, fold
from wiki.models import Entry, Link, TaggedEntry, Visibility, sees_private
from wiki.models.entry import creation_url
from wiki.prepared import Prepared
from wiki.readers.hits import CITING, MOST, FoundSource, Hit, hits, sources
from wiki.readers.rows import BEHIND
from wiki.readers.tags import SPELLING
from wiki.readers.wanted import Wanted, most_wanted_of
from wiki.search.correcting import meant_name, meant_words
from wiki.search.query import Query, parse
from wiki.search.search import RANKED, citing, count, counts, indexed, search

FACETED = 60  # of the best hits, whose tags are counted
_SIZES = (10, FACETED)  # so that few questions serve any number of hits
TAGS = 8
WANTED = 3
SOURCES = 3  # beside entries, where no kind is chosen
KINDS = {"concept": "Concepts", "essay": "Essays"}
SINCE = {"": "Any time", "week": "In the last week", "month": "In the last month", "year": "In the last year"}
_DAYS = {"week": 7, "month": 31, "year": 366}


@dataclass
class SearchAsked:
    """What the form of the search says; nonsense is left out."""

    text: str = ""
    kinds: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    visibility: str = ""
    changed: str = ""
    order: str = "best"
    literally: bool = False
    page: int = 1

    @property
    def is_narrowed(self):
        return bool(self.kinds or self.tags or self.visibility or self.changed)

    def url(self, **changes):
        """The address of the same search with some of it changed."""
        asked = replace(self, **{"page": 1, **changes})
        pairs = [("q", asked.text), *(("kind", kind) for kind in asked.kinds), *(("tag", tag) for tag in asked.tags)]
        pairs += [("visibility", asked.visibility), ("changed", asked.changed)]
        pairs += [("order", "" if asked.order == "best" else asked.order), ("exact", "1" if asked.literally else "")]
        pairs += [("page", "" if asked.page == 1 else asked.page)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


@dataclass
class Choice:
    """A box to tick, and how many of the hits it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass
class SearchPage:
    """All that the page shows. `said` are the words that were looked for where others were typed, `instead` says why:
    "spelling", "beginning" or "some"."""

    asked: SearchAsked
    query: Query
    hits: list[Hit] = field(default_factory=list)
    sources: list[FoundSource] = field(default_factory=list)
    source_count: int = 0
    count: int = 0
    is_more: bool = False
    said: str = ""
    instead: str = ""
    unknown: list[str] = field(default_factory=list)
    did_you_mean: str = ""
    kinds: list[Choice] = field(default_factory=list)
    tags: list[Choice] = field(default_factory=list)
    visibilities: list[Choice] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    write_url: str = ""
    first: int = 0
    last: int = 0
    previous_url: str = ""
    next_url: str = ""

    @property
    def tags_of_best(self):
        """Among how many of the best hits the tags are counted; 0 for all."""
        return FACETED if self.count > FACETED else 0

    @property
    def clear_url(self):
        return self.asked.url(kinds=[], tags=[], visibility="", changed="")

    @property
    def literal_url(self):
        return self.asked.url(literally=True)

    @property
    def loose_url(self):
        return self.asked.url(literally=False)

    @property
    def meant_url(self):
        return self.asked.url(text=self.did_you_mean)

    @property
    def named_so(self):
        """Hits that have exactly this as another name."""
        return [hit for hit in self.hits if hit.named_so]


def search_page(asked, user):
    """Return the SearchPage of what this person asked for. A page beyond the end is the last one."""
    private = sees_private(user)
    query = parse(asked.text, _slug)
    page = SearchPage(asked, query)
    if not query:
        return page
    within = _within(asked, private)
    with indexed():
        is_found = _fill(page, query, within, private)
        if not is_found and not asked.literally:
            _fill_instead(page, query, within, private)
    if (is_found or asked.literally) and asked.page == 1 and query.name and not _is_named(page, query):
        page.did_you_mean = meant_name(query.name, private)
    if asked.page == 1 and query.name:
        page.wanted = most_wanted_of(_wanted(private, fold(query.name), fold(query.name) + BEHIND), WANTED)
        if policies.can_edit(user) and not any(fold(hit.title) == fold(query.name) for hit in page.hits):
            page.write_url = creation_url("concept", query.name)
    return page


def _slug(name):
    """The slug of a tag somebody asks for; '' where nothing can be called so."""
    try:
        return tag_slug(name)
    except BadName:
        return ""


def _within(asked, private):
    """The entries that the conditions of the form leave, or None for all."""
    if not asked.changed and not (asked.visibility and private):
        return None
    entries = Entry.objects.scoped(private)
    if asked.changed:
        entries = entries.filter(changed_at__gte=timezone.now() - datetime.timedelta(days=_DAYS[asked.changed]))
    if asked.visibility and private:
        entries = entries.filter(visibility=asked.visibility)
    return entries


def _fill(page, query, within, private):
    """Look for a Query and fill the page; returns whether there is something to show."""
    asked = page.asked
    found = sources(citing(replace(query, kinds=()), private, CITING), query, private) if query.terms else []
    page.source_count = len(found)
    kinds = asked.kinds or list(query.kinds)
    if "citation" in kinds or (asked.page == 1 and not kinds):
        page.sources = found if kinds else found[:SOURCES]
    if kinds == ["citation"]:
        _offer(page, query, _left(page, query, within, private), private, [])
        return bool(found)
    chosen = query.narrowed(kinds=asked.kinds, tags=asked.tags)
    left = _left(page, query, within, private)
    limit = min(max(asked.page * MOST, FACETED), RANKED)
    found = search(chosen, private, limit=limit, within=within, order=asked.order, total=left["all"])
    last = max(1, -(-found.count // MOST))
    if asked.page > last:
        page.asked = asked = replace(asked, page=last)
        if last * MOST > len(found.ids):
            limit = last * MOST
            found = search(chosen, private, limit=limit, within=within, order=asked.order, total=left["all"])
    page.count, page.is_more = found.count, found.is_more
    start = (asked.page - 1) * MOST
    page.hits = hits(found.ids[start : start + MOST], query, private)
    page.first, page.last = start + 1 if page.hits else 0, start + len(page.hits)
    page.previous_url = asked.url(page=asked.page - 1) if asked.page > 1 else ""
    page.next_url = asked.url(page=asked.page + 1) if asked.page < last else ""
    if page.hits or asked.is_narrowed:
        _offer(page, query, left, private, found.ids[:FACETED])
    return bool(page.hits or page.sources)


def _left(page, query, within, private):
    """Return how many entries each choice leaves: of "all" that are chosen now, of each kind and of each visibility."""
    asked = page.asked
    chosen, tagged = query.narrowed(kinds=asked.kinds, tags=asked.tags), query.narrowed(tags=asked.tags)
    asking = {"all": (chosen, within), "essay": (tagged.narrowed(kinds=["essay"]), within)}
    if private:
        asking |= {value: (chosen, _within(replace(asked, visibility=value), private)) for value in Visibility.values}
    left = dict(zip(asking, counts(asking.values(), private), strict=True))
    if asked.kinds or query.kinds or left["all"] > RANKED:
        left["concept"] = count(tagged.narrowed(kinds=["concept"]), private, within)
    else:
        left["concept"] = left["all"] - left["essay"]
    return left


def _offer(page, query, left, private, best):
    """Fill in how the hits can be narrowed, with what each choice leaves; `best` are ids, whose tags are counted."""
    asked = page.asked
    page.kinds = [Choice(kind, label, left[kind], kind in asked.kinds) for kind, label in KINDS.items()]
    if query.terms:
        page.kinds.append(Choice("citation", "Sources", page.source_count, "citation" in asked.kinds))
    page.tags = _tags_of(best, asked.tags, private)
    if private:
        page.visibilities = [
            Choice(value, label, left[value], asked.visibility == value) for value, label in Visibility.choices
        ]


def _tags_of(ids, chosen, private):
    """Return Choices of the tags that are chosen and of those that most of these entries have, FACETED at most."""
    size = next(size for size in _SIZES if size >= len(ids))
    rows = _tags(private, *ids, *ids[:1] * (size - len(ids))) if ids else []
    spelt, uses = {slug: name for slug, name, _ in rows}, {slug: number for slug, _, number in rows}
    best = sorted(uses, key=lambda slug: (-uses[slug], slug))
    shown = list(dict.fromkeys([*chosen, *best]))[: max(TAGS, len(chosen))]
    return [Choice(slug, spelt.get(slug, slug), uses.get(slug, 0), slug in chosen) for slug in shown]


_tags = Prepared(
    lambda private, *ids: (
        TaggedEntry.objects.scoped(private)
        .filter(content_object__in=ids)
        .order_by()
        .values("tag__slug")
        .values_list("tag__slug", SPELLING, Count("pk"))
    ),
    lambda *row: row,
)


_wanted = Prepared(
    lambda private, name, end: (
        Link.objects.wanted(private)
        .filter(Q(fold__gte=name) & Q(fold__lt=end))
        .order_by()
        .values_list("fold", "target", "label", "source__title")[:FACETED]
    ),
    lambda *row: row,
)


def _is_named(page, query):
    """Whether what was typed is how something is called, as the best hits tell."""
    wanted = set(fold(query.name).split())
    return any(wanted <= set(fold(hit.title).split()) or hit.named_so for hit in page.hits[:3])


def _fill_instead(page, query, within, private):
    """Nothing has all the words: look for what they may have been meant for, then for what begins so, then for some."""
    for instead, other in _others(query, private):
        if other and other != query and _fill(page, other, within, private):
            page.instead, page.query, page.said = instead, other, _said(other)
            page.unknown = [word for word in query.words if word not in other.words]
            return


def _others(query, private):
    if name := meant_name(query.name, private) if query.name else "":
        yield "spelling", replace(parse(name), kinds=query.kinds, tags=query.tags, authors=query.authors)
    if query.terms:
        *before, last = query.terms
        if not last.prefix:
            yield "beginning", replace(query, terms=(*before, replace(last, prefix=True)))
    if spelt := meant_words(query, private):
        query = query.said_as(spelt)
        yield "spelling", query
    if len(query.terms) > 1:
        yield "some", replace(query, any_of=True)


def _said(query):
    said = (" ".join(term.words) for term in query.terms)
    return " ".join(f"{words}*" if term.prefix else words for words, term in zip(said, query.terms, strict=True))
