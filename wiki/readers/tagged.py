"""The page of a tag: what carries it, what stands below it, and what goes with it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from wiki import policies
from wiki.document import names
from wiki.models import Alias, Entry, Essay, Link, Tag, TaggedEntry, Visibility, sees_private
from wiki.models.entry import creation_url, entry_url
from wiki.prepared import Prepared, columns
from wiki.readers.rows import ESSAY_AS_SHOWN, Row, Shown, row, shown_by_id
from wiki.readers.tags import TagRow, broader_tags, counted, name_of_broader, narrower_tags, own_part
from wiki.readers.wanted import most_wanted_of

PAGE = 50  # concepts
ESSAYS = 20
TOGETHER = WANTED = 8
NARROWER = 60
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass
class Part:
    """Some of the entries of a tag, and how far they go: `said` is where they stand among all, '' where all are here.

    `next_label` is what follows: names from one to another, or how many.
    """

    rows: list[Row] = field(default_factory=list)
    count: int = 0
    said: str = ""
    next_url: str = ""
    next_label: str = ""
    is_beginning: bool = True


@dataclass
class TagPage:
    """`heading` is the tag's name without those of the tags above it. `concept_of` holds what its name means as that
    of a concept: usually one. `is_carried` is False for a name that only tags below it have."""

    tag: TagRow
    heading: str
    broader: list[TagRow]
    narrower: list[TagRow]
    narrower_count: int
    concepts: Part
    essays: Part
    together: list[TagRow]
    wanted: list[Row]
    concept_of: list[Row]

    @property
    def is_carried(self):
        return bool(self.concepts.count or self.essays.count)


class Carrier(NamedTuple):
    """An entry that carries a tag, in the order of names, with its spelling of the tag."""

    fold: str
    title_key: str
    id: int
    kind: str
    name: str
    tag_id: int


def tag_page(slug, user, after="", number=1):
    """Return the TagPage of this slug, or None: for a tag that neither an entry which this person sees carries nor
    a tag below it stands for.

    Concepts come after the title key `after`, where one is given, else essays from the page with this number on; the
    first page has both.
    """
    private = sees_private(user)
    carriers = _carriers(private, slug)
    narrower = narrower_tags(private, slug)
    if not carriers and not narrower:
        return None
    name = min(carrier.name for carrier in carriers) if carriers else name_of_broader(narrower, slug)
    # What is said of a tag is for whoever may know that an entry carries it.
    tag = TagRow(name, slug, len(carriers), *(_described(private, slug) if carriers or private else ()))
    concepts = sorted(carrier for carrier in carriers if carrier.kind == "concept")
    essay_count = len(carriers) - len(concepts)
    after = after if concepts else ""
    number = 1 if after else min(max(1, number), max(1, -(-essay_count // ESSAYS)))
    is_first = not after and number == 1
    return TagPage(
        tag=tag,
        heading=own_part(tag),
        broader=[TagRow(own_part(above), above.slug) for above in broader_tags(tag)],
        narrower=[TagRow(own_part(row, slug), row.slug, row.count) for row in narrower[:NARROWER]],
        narrower_count=len(narrower),
        concepts=_concepts(private, concepts, after) if number == 1 else Part(),
        essays=_essays_of(private, slug, essay_count, number) if not after else Part(),
        together=_often_together(private, carriers, slug) if is_first else [],
        wanted=_wanted(private, slug, policies.can_edit(user)) if is_first and carriers else [],
        concept_of=concepts_called(private, name),
    )


# Counted, ordered and cut in Python: one question instead of four that each read all of a tag's entries.
_carriers = Prepared(
    lambda private, slug: (
        TaggedEntry.objects.scoped(private)
        .filter(tag__slug=slug)
        .order_by()
        .values_list(*columns("content_object__", ("fold", "title_key", "id", "kind")), "name", "tag_id")
    ),
    Carrier,
)
_described = Prepared(
    lambda private, slug: Tag.objects.filter(slug=slug).order_by().values_list("description"),
    lambda description: description,
)
_together = Prepared(  # the tags that stand beside this one on visible entries
    lambda private, tag_id: counted(
        TaggedEntry.objects.filter(
            content_object__in=TaggedEntry.objects.scoped(private)
            .filter(tag_id=tag_id)
            .order_by()
            .values("content_object")
        ).exclude(tag_id=tag_id)
    ),
    lambda slug, count, name: TagRow(name, slug, count),
)
# Counted in Python too: asked for numbers, SQLite would walk through all names that the whole wiki wants.
_wants = Prepared(
    lambda private, slug: (
        Link.objects.unwritten(private)
        .filter(
            source__in=TaggedEntry.objects.scoped(private).filter(tag__slug=slug).order_by().values("content_object")
        )
        .order_by()
        .values_list("fold", "target", "label", "source_id")
    ),
    lambda *link: link,
)


def _concepts(private, concepts, after):
    """The Part of the concepts behind a title key; beyond the end the last ones."""
    start = bisect_right(concepts, (names.fold(after), after), key=lambda carrier: carrier[:2]) if after else 0
    if concepts and start >= len(concepts):
        start = (len(concepts) - 1) // PAGE * PAGE
    end = start + PAGE
    more = concepts[end:]
    # The names that follow are said on the link to them.
    rows = _rows(private, [carrier.id for carrier in (*concepts[start:end], *more[:1], *more[-1:])])
    part = Part(rows[: len(concepts[start:end])], len(concepts), is_beginning=start == 0)
    if more:
        part.next_url = f"?{urlencode({'after': concepts[end - 1].title_key})}"
        part.next_label = f"{rows[-2].title} to {rows[-1].title}" if len(more) > 1 else rows[-1].title
    if more or start:
        part.said = _place(start, len(part.rows), len(concepts))
    return part


def _essays_of(private, slug, count, number):
    if not count:
        return Part()
    start = (number - 1) * ESSAYS
    rows = [row(essay) for essay in _essays_between(start, start + ESSAYS)(private, slug)]
    part = Part(rows, count, is_beginning=number == 1)
    left = count - start - len(rows)
    if left > 0:
        part.next_url = f"?page={number + 1}"
        part.next_label = f"{spelt(left).capitalize()} older essay{'' if left == 1 else 's'}"
    if left > 0 or start:
        part.said = _place(start, len(rows), count)
    return part


@lru_cache(16)
def _essays_between(start, end):
    return Prepared(
        lambda private, slug: (
            Essay.objects.scoped(private).tagged(slug).by_date().values_list(*ESSAY_AS_SHOWN)[start:end]
        ),
        Shown,
    )


def _place(start, here, count):
    if not start:
        return f"{here} of {count}"
    return f"{start + 1}–{start + here} of {count}" if here > 1 else f"the last of {count}"


def spelt(number):
    """Return a number as it stands in a sentence: in letters below ten."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _rows(private, ids):
    """Rows of these entries, in their order."""
    found = shown_by_id(private, ids)
    return [row(found[key]) for key in ids if key in found]


def _often_together(private, carriers, slug):
    if not carriers:
        return []
    beside = [tag for tag in _together(private, carriers[0].tag_id) if not tag.slug.startswith(f"{slug}/")]
    return sorted(beside, key=lambda tag: (-tag.count, tag.slug))[:TOGETHER]


def _wanted(private, slug, writes):
    """Rows of the names that entries with this tag link and nobody has written, the most wanted first."""
    return [
        Row(
            wanted.title,
            creation_url(wanted.kind, wanted.title) if writes else "",
            state="red",
            kind=wanted.kind,
            reason="1 page" if wanted.count == 1 else f"{wanted.count} pages",
        )
        for wanted in most_wanted_of(_wants(private, slug), WANTED)
    ]


def concepts_called(private, name):
    """Return Rows of the concepts that have the name of this tag, or its last part: as a title, a qualifier apart, or
    else as another name."""
    fold = names.fold_tail(name)
    found = _concepts_in(_titled(private, fold)) or _concepts_in(_called(private, fold))
    return [
        Row(title, entry_url("concept", slug), "live" if visibility == Visibility.PUBLIC else "private")
        for title, slug, visibility in sorted(found)
    ]


def _concepts_in(rows):
    return {tuple(row) for kind, *row in rows if kind == "concept"}


# No condition on the kind: SQLite would take an index that begins with it and walk through all concepts.


_titled = Prepared(
    lambda private, fold: (
        Entry.objects.scoped(private).filter(base=fold).order_by().values_list("kind", "title", "slug", "visibility")
    ),
    lambda *concept: concept,
)
_called = Prepared(
    lambda private, fold: (
        Alias.objects.scoped(private)
        .filter(kind="alias", fold=fold)
        .order_by()
        .values_list(*columns("entry__", ("kind", "title", "slug", "visibility")))
    ),
    lambda *concept: concept,
)
