"""The tags that a person may know of: all of them, those below one, and those above it."""

from dataclasses import dataclass

from django.db.models import Count, Min

from wiki.actions.tagging import tag_parts
from wiki.models import Tag, TaggedEntry, sees_private
from wiki.readers.rows import of_visible


@dataclass(slots=True)
class TagRow:
    name: str
    slug: str
    count: int = 0
    description: str = ""

    @property
    def paragraphs(self):
        return [line.strip() for line in self.description.splitlines() if line.strip()]


@dataclass
class TagIndex:
    tags: list[TagRow]


def tag_rows(user):
    """Return TagRows of the tags this person may know of, by name, each spelt as the first visible spelling.

    First in the order of the letters' numbers, so that the same one is shown whoever was first.
    """
    uses = of_visible(TaggedEntry.objects.order_by("tag_id"), sees_private(user), "content_object")
    slugs = dict(Tag.objects.values_list("pk", "slug"))  # joined here: once a tag, not once a use
    rows = uses.values_list("tag_id").annotate(Count("pk"), Min("name"))
    return sorted([TagRow(name, slugs[key], count) for key, count, name in rows], key=lambda row: row.slug)


def tag_index(user):
    return TagIndex(tag_rows(user))


def counted(uses):
    """TagRows' columns of these uses: slug, how many there are, and the first spelling."""
    return uses.order_by("tag__slug").values_list("tag__slug").annotate(Count("pk"), Min("name"))


def narrower_tags(private, slug):
    """Return TagRows of the tags below this one (`a/b` and `a/b/c` below `a`), in order, by their whole names."""
    below = Tag.objects.filter(slug__startswith=f"{slug}/").values_list("pk", flat=True)
    keys = list(below)  # asked first, since most tags have none below them
    uses = TaggedEntry.objects.scoped(private).filter(tag__in=keys)
    return [TagRow(name, slug, count) for slug, count, name in counted(uses)] if keys else []


def broader_tags(tag):
    """Return TagRows of the tags above one, the broadest first, as it spells them: `a` and `a/b` above `a/b/c`."""
    slugs = tag.slug.split("/")
    return [TagRow(part, "/".join(slugs[:level])) for level, part in enumerate(tag_parts(tag.name)[:-1], start=1)]


def name_of_broader(narrower, slug):
    """Return how a tag is spelt that nothing carries, by the first of the tags below it."""
    level = slug.count("/") + 1
    return min("/".join(tag_parts(tag.name)[:level]) for tag in narrower)


def own_part(tag, above=""):
    """Return the name of a tag without that of the tag above it, whose slug is `above`; the last part without one."""
    parts = tag_parts(tag.name)
    level = above.count("/") + 1 if above else len(parts) - 1
    return "/".join(parts[level:]) or tag.name
