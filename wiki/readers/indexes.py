"""Concepts from A to Z with their other names, and essays by date."""

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from urllib.parse import quote, urlencode

from django.db.models import Count
from django.db.models.functions import Substr

from wiki import policies
from wiki.addresses import address
from wiki.document import names
from wiki.models import Alias, Entry, Essay, Visibility, sees_private
from wiki.models.entry import creation_url
from wiki.readers.initials import Heads, plain
from wiki.readers.rows import Row, beginning, of_visible, row, shown
from wiki.readers.wanted import wanted_under
from wiki.remembered import remembered

ALL = 400  # up to so many names stand on one page
PAGE = 300  # names under one head
ESSAYS = 50
FEW = 4  # initials of a head that are looked up one by one; for more the whole index is read


@dataclass(slots=True)
class IndexRow:
    """A name: of a concept, another name that leads to one (`alias_of`), or one that is wanted (state 'red')."""

    title: str
    fold: str
    url: str = ""
    state: str = "live"
    alias_of: str = ""
    wanted: int = 0
    qualifier: str = ""


@dataclass
class Letter:
    """A head in the row of letters; without an address where no name stands under it."""

    letter: str
    url: str
    count: int
    current: bool


@dataclass
class Section:
    """The names under one head: a letter, the digits, the signs, or a script with few names."""

    letter: str
    rows: list[IndexRow]

    @property
    def anchor(self):
        return anchor(self.letter)


@dataclass
class ConceptIndex:
    letters: list[Letter]
    sections: list[Section]
    count: int
    alias_count: int
    whole: bool
    more_url: str = ""


def concept_index(user, letter="", page=1):
    """Return the ConceptIndex for this person: all names of a small wiki, else a page of those under one head."""
    private = sees_private(user)
    concepts = Entry.objects.scoped(private).filter(kind="concept")
    titles, others = _initials(private)
    aliases = Alias.objects.scoped(private).filter(kind="alias", entry__kind="concept")
    heads = Heads(titles + others)
    whole = heads.counts.total() <= ALL
    current = "" if whole else _chosen(letter, heads)
    rows = _rows(concepts, aliases, private, heads, current)
    page = min(max(1, page), max(1, -(-len(rows) // PAGE)))
    more = not whole and len(rows) > page * PAGE
    if not whole:
        rows = rows[(page - 1) * PAGE : page * PAGE]
    writes = policies.can_edit(user)
    rows = [_index_row(*columns, writes) for columns in rows]
    sections = _sections(rows, heads)
    return ConceptIndex(
        letters=_letters(heads, [section.letter for section in sections], current, whole),
        sections=sections,
        count=titles.total(),
        alias_count=others.total(),
        whole=whole,
        more_url=f"?{urlencode({'letter': current, 'page': page + 1})}" if more else "",
    )


def anchor(head):
    """Return the id of a head on the page, which stands in addresses as it is."""
    return f"letter-{head.lower()}"


@remembered
def _initials(private):
    """Return with how many concepts, and with how many of their other names, each first character stands."""
    concepts = Entry.objects.scoped(private).filter(kind="concept")
    aliases = of_visible(Alias.objects.filter(kind="alias"), private, kind="concept")
    counted = [rows.order_by().values_list(Substr("fold", 1, 1)).annotate(Count("pk")) for rows in (concepts, aliases)]
    return tuple(Counter(dict(rows)) for rows in counted)


def _chosen(letter, heads):
    """The head that was asked for, by any name that stands under it; for nonsense the first."""
    letter = letter.strip()
    asked = [letter, letter.capitalize(), heads.of(names.fold(letter))] if letter else []
    used = [head for head in heads.ordered() if heads.counts[head]]
    return next((head for head in asked if head in used), used[0])


def _letters(heads, present, current, whole):
    letters = []
    for head in heads.ordered(present):
        url = f"#{quote(anchor(head))}" if whole else f"?{urlencode({'letter': head})}"
        filled = head in present if whole else heads.counts[head]
        letters.append(Letter(head, url if filled else "", heads.counts[head], head == current))
    return letters


def _sections(rows, heads):
    found = {}
    for made in rows:
        found.setdefault(heads.of(made.fold), []).append(made)
    return [Section(head, found[head]) for head in heads.ordered(found) if head in found]


def _rows(concepts, aliases, private, heads, current):
    """What makes an IndexRow of each name under a head ('' for all heads), in order; slices of them make the pages."""
    if current:
        initials = heads.under(current)
        concepts, aliases = _from(concepts, initials), _from(aliases, initials)
    rows = [_concept(*columns) for columns in concepts.values_list("title", "fold", "slug", "visibility")]
    entry = ("entry__title", "entry__slug", "entry__visibility")
    rows += [_alias(*columns) for columns in aliases.order_by().values_list("text", "fold", *entry)]
    rows += [
        (wanted.fold, wanted.title, "", "", "red", wanted.count, "")
        for wanted in wanted_under(private, current.lower() if len(current) == 1 else "", "concept")
        if not current or heads.of(wanted.fold) == current
    ]
    return sorted(rows, key=lambda columns: (plain(columns[0]), *columns))


def _from(rows, initials):
    """Those that begin with one of these characters."""
    if len(initials) <= FEW:
        return reduce(or_, [beginning(rows, char) for char in initials])
    return rows.annotate(initial=Substr("fold", 1, 1)).filter(initial__in=initials)


def _concept(title, fold, slug, visibility):
    base = names.base_title(title)
    return fold, base, "", slug, _STATES[visibility], 0, title[len(base) :].strip(" ()")


def _alias(text, fold, title, slug, visibility):
    return fold, text, title, slug, _STATES[visibility], 0, ""


_STATES = {Visibility.PUBLIC: "live", Visibility.PRIVATE: "private"}


def _index_row(fold, title, alias_of, slug, state, wanted, qualifier, writes):
    """`writes`: whoever looks can make the page of a name that is wanted."""
    url = address("concept_detail", slug) if slug else creation_url("concept", title) if writes else ""
    return IndexRow(title, fold, url, state, alias_of, wanted, qualifier)


@dataclass
class Year:
    year: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class Author:
    """Whom essays name as their author, as most of them spell it; `count` are essays."""

    name: str
    count: int


@dataclass
class EssayIndex:
    """Essays by year: all, or those of one `author`. `by_author` is there instead of years: [Author] in order, and
    `unsigned` essays that name none."""

    years: list[Year]
    count: int
    next_url: str = ""
    author: str = ""
    by_author: list[Author] | None = None
    unsigned: int = 0


def essay_index(user, page=1, author=""):
    """Return the EssayIndex of a page, newest first; a page beyond the end is the last one. With an author, however
    spelt, of that one's essays: None where this person sees no such essay."""
    private = sees_private(user)
    essays = Essay.objects.scoped(private).filter(kind="essay")
    name = ""
    if author:
        spelt = {name: count for name, count in _authors(private) if names.fold(name) == names.fold(author)}
        if not spelt:
            return None
        essays, count, name = essays.filter(author__in=spelt), sum(spelt.values()), _usual(spelt)
    else:
        count = Entry.objects.scoped(private).filter(kind="essay").count()
    last = max(1, -(-count // ESSAYS))
    page = min(max(1, page), last)
    years = {}
    for essay in shown(essays.by_date()[(page - 1) * ESSAYS : page * ESSAYS]):
        year = str(essay.published_on.year) if essay.published_on else "Undated"
        years.setdefault(year, Year(year)).rows.append(row(essay))
    following = {**({"author": name} if name else {}), "page": page + 1}
    return EssayIndex(list(years.values()), count, f"?{urlencode(following)}" if page < last else "", name)


def author_index(user):
    """Return the EssayIndex of all authors of essays that this person sees, with how many each has."""
    spelt = {}
    for name, count in _authors(sees_private(user)):
        spelt.setdefault(names.fold(name) if name.strip() else "", {})[name] = count
    unsigned = sum(spelt.pop("", {}).values())
    authors = [Author(_usual(spellings), sum(spellings.values())) for _, spellings in sorted(spelt.items())]
    count = unsigned + sum(author.count for author in authors)
    return EssayIndex([], count, by_author=authors, unsigned=unsigned)


def _authors(private):
    """(author as written, number of visible essays), in no order."""
    return Essay.objects.scoped(private).order_by().values_list("author").annotate(Count("pk"))


def _usual(spellings):
    """The spelling that most essays have; of equals the first."""
    return min(spellings, key=lambda name: (-spellings[name], name))
