"""The page of a search: what was found for a question, how it can be narrowed, and where to go on without a hit."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Q

from wiki import policies
from wiki.actions.tagging import tag_slug
from wiki.document.names import BadName, fold
from wiki.models import Link, sees_private
from wiki.models.entry import creation_url
from wiki.prepared import Prepared
from wiki.readers import narrowing
from wiki.readers.hits import MOST, FoundSource, Hit, hits, sources
from wiki.readers.narrowing import FACETED, Choice
from wiki.readers.rows import BEHIND
from wiki.readers.wanted import Wanted, most_wanted_of
from wiki.search.correcting import meant_name, meant_words
from wiki.search.query import Query, parse
from wiki.search.search import RANKED, indexed, search

WANTED = 3
SHORT = 80  # characters of a question in the name of the page
SOURCES = 3  # beside entries, where no kind is chosen


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

    @property
    def short_text(self):
        """The question for the name of the page."""
        return self.text if len(self.text) <= SHORT else f"{self.text[: SHORT - 1]}…"

    def url(self, **changes):
        """The address of the same search with some of it changed."""
        asked = replace(self, **{"page": 1, **changes})
        pairs = [("q", asked.text), *(("kind", kind) for kind in asked.kinds), *(("tag", tag) for tag in asked.tags)]
        pairs += [("visibility", asked.visibility), ("changed", asked.changed)]
        pairs += [("order", "" if asked.order == "best" else asked.order), ("exact", "1" if asked.literally else "")]
        pairs += [("page", "" if asked.page == 1 else asked.page)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


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
    def start(self):
        """The number of the first hit in the list."""
        return self.first or 1

    @property
    def is_part(self):
        """Whether there are more results than the page shows."""
        return self.count > len(self.hits)

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
    with indexed():
        is_found = _fill(page, query, private)
        if not is_found and not asked.literally:
            _fill_instead(page, query, private)
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


def _fill(page, query, private):
    """Look for a Query and fill the page; returns whether there is something to show."""
    asked = page.asked
    left = narrowing.left(asked, query, private)
    found = sources(query, private, left["all"] > RANKED) if query.terms else []
    page.source_count = len(found)
    kinds = asked.kinds or list(query.kinds)
    if "citation" in kinds or (asked.page == 1 and not kinds):
        page.sources = found if kinds else found[:SOURCES]
    if kinds == ["citation"]:
        _offer(page, query, left, [], private)
        return bool(found)
    best, shown = _fill_in_order(page, query, left["all"], private)
    uses = narrowing.tags_of(dict.fromkeys([*best, *shown]), private)
    page.hits = hits(shown, query, private, uses)
    if page.hits or asked.is_narrowed:
        _offer(page, query, left, [use for use in uses if use.entry_id in best], private)
    return bool(page.hits or page.sources)


def _fill_in_order(page, query, total, private):
    """Look for the entries, and fill in which of them the page shows. Returns (ids of the best, ids of those shown)."""
    asked = page.asked
    chosen, within = query.narrowed(kinds=asked.kinds, tags=asked.tags), narrowing.within(asked, private)

    def found(limit):
        return search(chosen, private, limit=min(limit, RANKED), within=within, order=asked.order, total=total)

    best = found(max(asked.page * MOST, FACETED))
    last = max(1, -(-best.count // MOST))
    if asked.page > last:
        page.asked = asked = replace(asked, page=last)
        if last * MOST > len(best.ids):
            best = found(last * MOST)
    start = (asked.page - 1) * MOST
    shown = best.ids[start : start + MOST]
    page.count, page.is_more = best.count, best.is_more
    page.first, page.last = start + 1 if shown else 0, start + len(shown)
    page.previous_url = asked.url(page=asked.page - 1) if asked.page > 1 else ""
    page.next_url = asked.url(page=asked.page + 1) if asked.page < last else ""
    return best.ids[:FACETED], shown


def _offer(page, query, left, uses, private):
    """Fill in how the hits can be narrowed: what is `left` by each choice, and the Uses of tags by the best of them."""
    asked = page.asked
    page.kinds = narrowing.kind_choices(left, page.source_count if query.terms else None, asked.kinds)
    page.tags = narrowing.tag_choices(uses, asked.tags)
    if private:
        page.visibilities = narrowing.visibility_choices(left, asked.visibility)


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


def _fill_instead(page, query, private):
    """Nothing has all the words: look for what they may have been meant for, then for what begins so, then for some."""
    for instead, other in _others(query, private):
        if other and other != query and _fill(page, other, private):
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
