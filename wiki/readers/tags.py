"""The tags that a person may know of: all of them, those below one, and those above it."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from wiki.actions.tagging import tag_parts
from wiki.models import Tag, TaggedEntry, sees_private
from wiki.prepared import Prepared
from wiki.readers.rows import BEHIND, of_visible
from wiki.remembered import remembered


@dataclass(slots=True)
class TagRow:
    name: str
    slug: str
    count: int = 0
    description: str = ""

    @property
    def paragraphs(self):
        return [line.strip() for line in self.description.splitlines() if line.strip()]


@dataclass(slots=True)
class Node:
    """A tag in the list of all: its name there, and the tags below it. One that nothing carries itself has no count."""

    name: str
    tag: TagRow
    below: list


@dataclass
class TagIndex:
    """`nodes` are all tags, nested by their names or, by count, beside each other."""

    nodes: list[Node]
    count: int
    by_count: bool


# A tag is spelt as the first of the spellings that somebody sees: first in the order of the letters' numbers, so that
# the same one is shown whoever was first. The same three times, for a question about uses, for one tag, for uses read.
SPELLING = Min("name")


def spelling(private, slug):
    """Return how this tag is spelt for somebody, None where they see no use of it."""
    return TaggedEntry.objects.scoped(private).filter(tag__slug=slug).aggregate(name=SPELLING)["name"]


def spellings(uses):
    """Return {tag: how it is spelt} for (tag, name) of uses that somebody sees."""
    found = {}
    for tag, name in uses:
        if name < found.setdefault(tag, name):
            found[tag] = name
    return found


@remembered
def tag_rows(private):
    """Return TagRows of the tags that somebody may know of, by name."""
    uses = of_visible(TaggedEntry.objects.order_by("tag_id"), private, "content_object")
    # Joined here: once a tag, not once a use.
    tags = {key: more for key, *more in Tag.objects.values_list("pk", "slug", "description")}
    rows = uses.values_list("tag_id").annotate(Count("pk"), SPELLING)
    found = [TagRow(name, tags[key][0], count, tags[key][1]) for key, count, name in rows]
    return sorted(found, key=lambda row: row.slug)


def tag_index(user, order=""):
    """Return the TagIndex of all tags that this person may know of: by name, or with the order 'count' by how many
    entries carry them."""
    rows = tag_rows(sees_private(user))
    if order == "count":
        rows = sorted(rows, key=lambda row: -row.count)
        return TagIndex([Node(row.name, row, []) for row in rows], len(rows), by_count=True)
    return TagIndex(_nested(rows), len(rows), by_count=False)


def _nested(rows):
    """Nodes for tags in the order of their slugs, each below the tag above it."""
    top, nodes = [], {}
    for row in sorted(rows, key=lambda row: row.slug.split("/")):
        above = top
        for parent in [*broader_tags(row), row]:
            node = nodes.get(parent.slug)
            if node is None:
                node = nodes[parent.slug] = Node(own_part(parent), parent, [])
                above.append(node)
            above = node.below
    return top


def counted(uses):
    """TagRows' columns of these uses: slug, how many there are, and the first spelling."""
    return uses.order_by("tag__slug").values_list("tag__slug").annotate(Count("pk"), SPELLING)


def narrower_tags(private, slug):
    """Return TagRows of the tags below this one (`a/b` and `a/b/c` below `a`), in order, by their whole names."""
    keys = _below(private, f"{slug}/", f"{slug}/{BEHIND}")  # asked first, since most tags have none below them
    uses = TaggedEntry.objects.scoped(private).filter(tag__in=keys)
    return [TagRow(name, slug, count) for slug, count, name in counted(uses)] if keys else []


_below = Prepared(  # nobody is told of these: which of them somebody sees is asked next
    lambda private, start, end: Tag.objects.filter(Q(slug__gte=start) & Q(slug__lt=end)).values_list("pk"),
    lambda key: key,
)


def broader_tags(tag):
    """Return TagRows of the tags above one, the broadest first, as it spells them: `a` and `a/b` above `a/b/c`."""
    if "/" not in tag.slug:
        return []
    slugs, parts = tag.slug.split("/"), tag_parts(tag.name)
    return [TagRow("/".join(parts[:level]), "/".join(slugs[:level])) for level in range(1, len(slugs))]


def name_of_broader(narrower, slug):
    """Return how a tag is spelt that nothing carries, by the first of the tags below it."""
    level = slug.count("/") + 1
    return min("/".join(tag_parts(tag.name)[:level]) for tag in narrower)


def own_part(tag, above=""):
    """Return the name of a tag without that of the tag above it, whose slug is `above`; the last part without one."""
    if "/" not in tag.slug:
        return tag.name
    parts = tag_parts(tag.name)
    level = above.count("/") + 1 if above else len(parts) - 1
    return "/".join(parts[level:]) or tag.name
