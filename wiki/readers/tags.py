"""The index of tags and the page of one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Min

from wiki.models import Concept, Essay, TaggedEntry, sees_private
from wiki.readers.rows import Row, row

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
    return _counted(TaggedEntry.objects.visible_to(user))


def _counted(uses):
    rows = uses.order_by("tag__slug").values_list("tag__slug").annotate(Count("pk"), Min("name"))
    return [TagRow(name, slug, count) for slug, count, name in rows]


def tag_index(user):
    return TagIndex(tag_rows(user))


def tag_page(tag, user, after=""):
    """Return the TagPage of a tag this person may know of; concepts come after the title key `after`."""
    private = sees_private(user)
    uses = TaggedEntry.objects.visible_to(user).filter(tag=tag).order_by()
    name = uses.aggregate(name=Min("name"))["name"]
    concepts = Concept.objects.visible_to(user).tagged(tag.slug)
    essays = Essay.objects.visible_to(user).tagged(tag.slug)
    page = list(concepts.after(after).alphabetical()[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    return TagPage(
        tag=TagRow(name, tag.slug, description=tag.description),
        concepts=[row(concept) for concept in page],
        essays=[row(essay) for essay in essays.by_date()[:ESSAYS]],
        concept_count=concepts.count(),
        essay_count=essays.count(),
        together=_together(tag, private),
        next_url=f"?{urlencode({'after': page[-1].title_key})}" if more else "",
    )


def _together(tag, private):
    """The tags that most often stand beside this one."""
    carriers = TaggedEntry.objects.scoped(private).filter(tag=tag).order_by().values("content_object")
    beside = TaggedEntry.objects.filter(content_object__in=carriers).exclude(tag=tag)
    return sorted(_counted(beside), key=lambda row: (-row.count, row.slug))[:TOGETHER]
