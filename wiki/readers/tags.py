"""The index of tags and the page of one."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Min

from wiki.models import Concept, Essay, TaggedEntry, sees_private
from wiki.readers.rows import Row, row

PAGE = 50
ESSAYS = 20


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
    """Return TagRows of the tags this person may know of, by name, spelt as the first visible use spells them.

    Uppercase sorts before lowercase, so of two spellings the same one is shown whoever was first.
    """
    uses = TaggedEntry.objects.visible_to(user).order_by().values_list("tag__slug", "name")
    counts, spelt = Counter(), {}
    for slug, name in uses:
        counts[slug] += 1
        spelt[slug] = min(spelt.get(slug, name), name)
    return [TagRow(spelt[slug], slug, counts[slug]) for slug in sorted(spelt)]


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
    beside = TaggedEntry.objects.filter(content_object__in=carriers).exclude(tag=tag).order_by()
    counts, spelt = Counter(), {}
    for slug, name in beside.values_list("tag__slug", "name"):
        counts[slug] += 1
        spelt[slug] = min(spelt.get(slug, name), name)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]
    return [TagRow(spelt[slug], slug, count) for slug, count in most]
