"""Concepts from A to Z with their other names, and essays by date."""

import string
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import Substr

from wiki.document import names
from wiki.models import Alias, Concept, Essay, sees_private
from wiki.models.entry import entry_url
from wiki.readers.rows import Row, row
from wiki.readers.wanted import wanted_under

ALL = 400  # up to so many names stand on one page
PAGE = 300  # names of one letter
ESSAYS = 50


@dataclass
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
    letter: str
    url: str
    count: int
    current: bool


@dataclass
class Section:
    letter: str
    rows: list[IndexRow]


@dataclass
class ConceptIndex:
    letters: list[Letter]
    sections: list[Section]
    count: int
    alias_count: int
    more_url: str = ""


def concept_index(user, letter="", after=""):
    """Return the ConceptIndex for this person: all names of a small wiki, else those of one letter after a name."""
    private = sees_private(user)
    concepts = Concept.objects.scoped(private)
    aliases = Alias.objects.scoped(private).filter(kind="alias", entry__kind="concept")
    titles, others = _initials(concepts), _initials(aliases)
    counts = titles + others
    total = counts.total()
    whole = total <= ALL
    current = "" if whole else _chosen(letter, counts)
    rows = _rows(concepts, aliases, private, current, after)
    more = not whole and len(rows) > PAGE
    if not whole:
        rows = rows[:PAGE]
    return ConceptIndex(
        letters=_letters(counts, current, whole),
        sections=[Section(initial, list(group)) for initial, group in groupby(rows, key=lambda r: _initial(r.fold))],
        count=titles.total(),
        alias_count=others.total(),
        more_url=f"?{urlencode({'letter': current, 'after': rows[-1].fold})}" if more else "",
    )


def _initials(rows):
    found = rows.order_by().values_list(Substr("fold", 1, 1)).annotate(Count("pk"))
    return Counter({_initial(char): count for char, count in found})


def _initial(fold):
    return fold[:1].upper()


def _chosen(letter, counts):
    letter = letter.strip()[:1].upper()
    return letter if letter in counts else min(counts)


def _letters(counts, current, whole):
    known = [*string.ascii_uppercase, *sorted(set(counts) - set(string.ascii_uppercase))]
    return [
        Letter(
            letter,
            f"#{letter}" if whole else f"?{urlencode({'letter': letter})}",
            counts[letter],
            letter == current,
        )
        for letter in known
    ]


def _rows(concepts, aliases, private, current, after):
    prefix = current.lower()
    concepts = concepts.filter(fold__startswith=prefix, fold__gt=after).order_by("fold", "title_key")
    aliases = aliases.filter(fold__startswith=prefix, fold__gt=after).order_by("fold", "key")
    rows = [
        _concept_row(concept) for concept in concepts.only("kind", "slug", "title", "visibility", "fold")[: PAGE + 1]
    ]
    rows += [_alias_row(alias) for alias in aliases.select_related("entry")[: PAGE + 1]]
    rows += [
        IndexRow(wanted.title, wanted.fold, state="red", wanted=wanted.count)
        for wanted in wanted_under(private, prefix, "concept")
        if wanted.fold > after
    ]
    return sorted(rows, key=lambda made: (made.fold, made.title))


def _concept_row(concept):
    base = names.base_title(concept.title)
    return IndexRow(
        title=base,
        fold=concept.fold,
        url=entry_url(concept.kind, concept.slug),
        state="live" if concept.is_public else "private",
        qualifier=concept.title[len(base) :].strip(" ()"),
    )


def _alias_row(alias):
    return IndexRow(
        title=alias.text,
        fold=alias.fold,
        url=entry_url(alias.entry.kind, alias.entry.slug),
        state="live" if alias.entry.is_public else "private",
        alias_of=alias.entry.title,
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
