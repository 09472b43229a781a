"""The first page."""

import string
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Substr

from wiki import site
from wiki.models import Entry, Essay, sees_private
from wiki.readers import targets
from wiki.readers.changes import latest
from wiki.readers.changes_rows import Change
from wiki.readers.rows import Row, beginning, row, shown
from wiki.readers.tags import TagRow, tag_rows
from wiki.readers.wanted import Wanted, most_wanted
from wiki.remembered import remembered

ESSAYS, WANTED, TAGS = 3, 4, 40
VOWELS = "aeiou"


@dataclass
class Vowel:
    vowel: str
    count: int


@dataclass
class Cell:
    """One cell of a commonplace book's index: names by their initial and the vowel that follows."""

    letter: str
    rows: list[Vowel]


@dataclass
class HomePage:
    cell: Cell
    concept_count: int
    essay_count: int
    changes: list[Change]
    essays: list[Row]
    wanted: list[Wanted]
    wanted_count: int
    tags: list[TagRow]
    start_essay: Row | None = None
    start_concept: Row | None = None


def home_page(user):
    """Return the HomePage as this person sees the wiki."""
    private = sees_private(user)
    essays = shown(Essay.objects.scoped(private).filter(kind="essay").by_date()[:ESSAYS])
    wanted, wanted_count = most_wanted(private, WANTED)
    tags = sorted(sorted(tag_rows(private), key=lambda tag: -tag.count)[:TAGS], key=lambda tag: tag.slug)
    page = HomePage(
        cell=index_cell(private),
        concept_count=_count(private, "concept"),
        essay_count=_count(private, "essay"),
        changes=latest(user),
        essays=[row(essay) for essay in essays],
        wanted=wanted,
        wanted_count=wanted_count,
        tags=tags,
    )
    if essays:
        page.start_essay = page.essays[0]
        discussed = targets.discussed(targets.outgoing(private, essays[0].id), essays[0].id)
        page.start_concept = discussed[0] if discussed else None
    return page


@remembered
def _count(private, kind):
    return Entry.objects.scoped(private).filter(kind=kind).count()


@remembered
def index_cell(private):
    """Return the Cell of the wiki's own initial, or of the commonest one where no name begins with that."""
    concepts = Entry.objects.scoped(private).filter(kind="concept")
    letter = site.name()[:1].lower()
    folds = list(beginning(concepts, letter).values_list("fold", flat=True))
    if not folds:
        initials = Counter(dict(concepts.order_by().values_list(Substr("fold", 1, 1)).annotate(Count("pk"))))
        letter = min(
            initials, key=lambda char: (char not in string.ascii_lowercase, -initials[char], char), default="c"
        )
        folds = list(beginning(concepts, letter).values_list("fold", flat=True))
    counts = Counter(next((char for char in fold[1:] if char in VOWELS), "") for fold in folds)
    return Cell(letter.upper(), [Vowel(vowel, counts[vowel]) for vowel in VOWELS])
