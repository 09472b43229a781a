"""The index of tags and the page of one."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Min

from wiki.document import names
from wiki.models import Entry, Essay, Tag, TaggedEntry, sees_private
from wiki.readers.prepared import Prepared, columns
from wiki.readers.rows import ESSAY_AS_SHOWN, Row, Shown, of_visible, row, shown

PAGE = 50
ESSAYS = 20
TOGETHER = 8


@dataclass
class TagRow:
    name: str
    slug: str
    count: int = 0
    description: str = ""


@dataclass
class TagIndex:
    tags: list[TagRow]


@dataclass
class TagPage:
    tag: TagRow
    concepts: list[Row]
    essays: list[Row]
    concept_count: int
    essay_count: int
    together: list[TagRow]
    next_url: str = ""


def tag_rows(user):
    """Return TagRows of the tags this person may know of, by name, each spelt as the first visible spelling.

    First in the order of the letters' numbers, so that the same one is shown whoever was first.
    """
    uses = of_visible(TaggedEntry.objects.order_by("tag_id"), sees_private(user), "content_object")
    slugs = dict(Tag.objects.values_list("pk", "slug"))  # joined here: once a tag, not once a use
    rows = uses.values_list("tag_id").annotate(Count("pk"), Min("name"))
    return sorted([TagRow(name, slugs[key], count) for key, count, name in rows], key=lambda row: row.slug)


def _counted(uses):
    return uses.order_by("tag__slug").values_list("tag__slug").annotate(Count("pk"), Min("name"))


def tag_index(user):
    return TagIndex(tag_rows(user))


def tag_page(tag, user, after=""):
    """Return the TagPage of a tag this person may know of; concepts come after the title key `after`."""
    private = sees_private(user)
    carriers = _carriers(private, tag.pk)
    concepts = sorted(carrier for carrier in carriers if carrier.kind == "concept")
    start = bisect_right(concepts, (names.fold(after), after), key=lambda carrier: carrier[:2]) if after else 0
    page = concepts[start : start + PAGE]
    return TagPage(
        tag=TagRow(min(carrier.name for carrier in carriers), tag.slug, description=tag.description),
        concepts=_rows(private, [carrier.id for carrier in page]),
        essays=[row(essay) for essay in _essays(private, tag.pk)],
        concept_count=len(concepts),
        essay_count=len(carriers) - len(concepts),
        together=sorted(_together(private, tag.pk), key=lambda tag: (-tag.count, tag.slug))[:TOGETHER],
        next_url=f"?{urlencode({'after': page[-1].title_key})}" if len(concepts) > start + PAGE else "",
    )


class Carrier(NamedTuple):
    """An entry that carries a tag, in the order of names, with its spelling of the tag."""

    fold: str
    title_key: str
    id: int
    kind: str
    name: str


# Counted, ordered and cut in Python: one question instead of four that each read all of a tag's entries.
_carriers = Prepared(
    lambda private, tag_id: (
        TaggedEntry.objects.scoped(private)
        .filter(tag_id=tag_id)
        .order_by()
        .values_list(*columns("content_object__", ("fold", "title_key", "id", "kind")), "name")
    ),
    Carrier,
)
_essays = Prepared(
    lambda private, tag_id: (
        Essay.objects.scoped(private).filter(tagged__tag_id=tag_id).by_date().values_list(*ESSAY_AS_SHOWN)[:ESSAYS]
    ),
    Shown,
)
_together = Prepared(  # the tags that stand beside this one on visible entries
    lambda private, tag_id: _counted(
        TaggedEntry.objects.filter(
            content_object__in=TaggedEntry.objects.scoped(private)
            .filter(tag_id=tag_id)
            .order_by()
            .values("content_object")
        ).exclude(tag_id=tag_id)
    ),
    lambda slug, count, name: TagRow(name, slug, count),
)


def _rows(private, ids):
    """Rows of these entries, in their order."""
    found = {entry.id: entry for entry in shown(Entry.objects.scoped(private).filter(pk__in=ids))}
    return [row(found[key]) for key in ids if key in found]
