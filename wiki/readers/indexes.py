"""Concepts from A to Z with their other names, and essays by date."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.db.models import Count
from django.db.models.functions import Substr

from wiki.document import names
from wiki.models import Alias, Concept, Essay, Visibility, sees_private
from wiki.models.entry import entry_url
from wiki.readers.initials import Heads
from wiki.readers.rows import Row, row
from wiki.readers.wanted import wanted_under

ALL = 400  # up to so many names stand on one page
PAGE = 300  # names under one head
ESSAYS = 50


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
    concepts = Concept.objects.scoped(private)
    aliases = Alias.objects.scoped(private).filter(kind="alias", entry__kind="concept")
    titles, others = _initials(concepts), _initials(aliases)
    heads = Heads(titles + others)
    whole = heads.counts.total() <= ALL
    current = "" if whole else _chosen(letter, heads)
    rows = _rows(concepts, aliases, private, heads, current)
    page = min(max(1, page), max(1, -(-len(rows) // PAGE)))
    more = not whole and len(rows) > page * PAGE
    if not whole:
        rows = rows[(page - 1) * PAGE : page * PAGE]
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


def _initials(rows):
    return Counter(dict(rows.order_by().values_list(Substr("fold", 1, 1)).annotate(Count("pk"))))


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
    """All names under a head ('' for all heads), in order; slices of one such list make the pages."""
    if current:
        initials = heads.under(current)
        concepts, aliases = _from(concepts, initials), _from(aliases, initials)
    concepts = concepts.order_by().values_list("title", "fold", "kind", "slug", "visibility")
    entry = ("entry__title", "entry__kind", "entry__slug", "entry__visibility")
    rows = [_concept_row(*columns) for columns in concepts]
    rows += [_alias_row(*columns) for columns in aliases.order_by().values_list("text", "fold", *entry)]
    rows += [
        IndexRow(wanted.title, wanted.fold, state="red", wanted=wanted.count)
        for wanted in wanted_under(private, current.lower() if len(current) == 1 else "", "concept")
        if not current or heads.of(wanted.fold) == current
    ]
    return sorted(rows, key=lambda made: (made.fold, made.title, made.alias_of))


def _from(rows, initials):
    """Those that begin with one of these characters."""
    if len(initials) == 1:
        return rows.filter(fold__startswith=initials[0])
    return rows.annotate(initial=Substr("fold", 1, 1)).filter(initial__in=initials)


def _concept_row(title, fold, kind, slug, visibility):
    base = names.base_title(title)
    return IndexRow(
        title=base,
        fold=fold,
        url=entry_url(kind, slug),
        state="live" if visibility == Visibility.PUBLIC else "private",
        qualifier=title[len(base) :].strip(" ()"),
    )


def _alias_row(text, fold, title, kind, slug, visibility):
    return IndexRow(
        title=text,
        fold=fold,
        url=entry_url(kind, slug),
        state="live" if visibility == Visibility.PUBLIC else "private",
        alias_of=title,
    )


@dataclass
class Year:
    year: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class EssayIndex:
    years: list[Year]
    count: int
    next_url: str = ""


def essay_index(user, page=1):
    """Return the EssayIndex of a page, newest first; a page beyond the end is the last one."""
    essays = Essay.objects.visible_to(user)
    count = essays.count()
    last = max(1, -(-count // ESSAYS))
    page = min(max(1, page), last)
    years = {}
    for essay in essays.by_date()[(page - 1) * ESSAYS : page * ESSAYS]:
        year = str(essay.published_on.year) if essay.published_on else "Undated"
        years.setdefault(year, Year(year)).rows.append(row(essay))
    return EssayIndex(list(years.values()), count, f"?page={page + 1}" if page < last else "")
