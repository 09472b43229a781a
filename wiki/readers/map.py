"""The map of the whole wiki, for a drawing in the browser: names and the lines between them, as somebody sees them."""

from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest

from wiki.models import Alias, Entry, Link, Tag, TaggedEntry, Visibility, sees_private
from wiki.models.link import target_column
from wiki.prepared import Prepared
from wiki.readers.tags import spellings

NODES = 5_000  # names on the map
EDGES = 20_000  # lines on the map


@dataclass(slots=True)
class WholeMap:
    """Names in the order of kind and slug, with their `other` names; `edges` are (place, place, number of links), lower
    first. `count` and `edge_count` are those of the wiki, which may have more. `private` are the places of private
    names."""

    nodes: list[tuple[str, str, str]]  # kind, slug, title
    other: list[list[str]]
    degrees: list[int]  # how many other names each is joined to, in the whole wiki
    tags: list[tuple[str, str]]  # slug, name
    tagged: list[list[int]]
    edges: list[tuple[int, int, int]]
    private: list[int]
    count: int
    edge_count: int


_entries = Prepared(
    lambda private: Entry.objects.scoped(private).order_by().values_list("kind", "slug", "title", "visibility", "pk"),
    lambda *columns: columns,
)
# In the order of an index that holds both columns; whether the source is visible is known without the database.
_links = Prepared(
    lambda private: (
        Link.objects.exclude(**{target_column(private): None})
        .order_by()
        .values_list("source_id", target_column(private))
    ),
    lambda *pair: pair,
)
_uses = Prepared(
    lambda private: TaggedEntry.objects.order_by().values_list("content_object_id", "tag_id", "name"),
    lambda *columns: columns,
)
_others = Prepared(
    lambda private: (
        Alias.objects.scoped(private)
        .filter(kind=Alias.Kind.ALIAS)
        .order_by("position", "text")
        .values_list("entry_id", "text")
    ),
    lambda *pair: pair,
)


def whole_map(user):
    """Return the WholeMap for this person: of very many names those joined to most others, of very many lines the
    strongest of each name."""
    private = sees_private(user)
    entries = sorted(_entries(private))
    size = len(entries)
    weights = _weights(private, {entry[-1]: at for at, entry in enumerate(entries)}, size)
    degrees = [0] * size
    for code in weights:
        degrees[code // size] += 1
        degrees[code % size] += 1
    kept = range(size)
    if size > NODES:
        kept = sorted(nsmallest(NODES, kept, key=lambda at: (-degrees[at], at)))
    place = {at: number for number, at in enumerate(kept)}
    edges = [
        (place[one], place[other], weights[code])
        for code in sorted(weights)
        for one, other in [divmod(code, size)]
        if one in place and other in place
    ]
    numbers = {entries[at][-1]: place[at] for at in kept}
    tags, tagged = _tags(private, {entry[-1] for entry in entries}, numbers)
    return WholeMap(
        nodes=[entries[at][:3] for at in kept],
        other=_other_names(private, numbers),
        degrees=[degrees[at] for at in kept],
        tags=tags,
        tagged=tagged,
        edges=strongest(edges, len(kept), EDGES),
        private=[number for number, at in enumerate(kept) if entries[at][3] != Visibility.PUBLIC],
        count=size,
        edge_count=len(weights),
    )


def _weights(private, at, size):
    """{one * size + other: number of links, either way} among visible entries; `one` is the lower place."""
    codes = [
        one * size + other if one < other else other * size + one
        for source, target in _links(private)
        if (one := at.get(source)) is not None and (other := at.get(target)) is not None and one != other
    ]
    return Counter(codes)


def strongest(edges, nodes, most):
    """Return edges (place, place, weight) in their order, `most` or fewer: of too many those that are strong for one
    of their ends. There are `nodes` places, fewer than `most`."""
    if len(edges) <= most:
        return edges
    each, had = most // nodes, [0] * nodes
    kept = []
    for edge in sorted(edges, key=lambda edge: -edge[2]):
        one, other, _ = edge
        if had[one] < each or had[other] < each:
            had[one] += 1
            had[other] += 1
            kept.append(edge)
    return sorted(kept)


def _other_names(private, place):
    """The other names of each name on the map; `place` leads from an id to its place."""
    found = [[] for _ in place]
    for entry, text in _others(private):
        if entry in place:
            found[place[entry]].append(text)
    return found


def _tags(private, entries, place):
    """([(slug, name)] by slug, [places of tags] of each name), of tags on names of the map; each is spelt as the
    first of its visible spellings. `entries` are the ids of the visible ones, `place` leads from an id to its place."""
    slugs = dict(Tag.objects.scoped(private).values_list("pk", "slug"))
    # A tag may have come or gone between the two questions.
    seen = [use for use in _uses(private) if use[0] in entries and use[1] in slugs]
    names = spellings((tag, name) for _, tag, name in seen)
    uses = [(entry, tag) for entry, tag, _ in seen if entry in place]
    used = sorted({tag for _, tag in uses}, key=slugs.get)
    index = {tag: at for at, tag in enumerate(used)}
    tagged = [[] for _ in place]
    for entry, tag in uses:
        tagged[place[entry]].append(index[tag])
    return [(slugs[tag], names[tag]) for tag in used], [sorted(found) for found in tagged]


def as_json(page, private):
    """Return a WholeMap as what the browser reads: columns, so that no word is said five thousand times."""
    found = {
        "title": [title for _, _, title in page.nodes],
        "slug": [slug for _, slug, _ in page.nodes],
        "other": page.other,
        "kind": [int(kind == "essay") for kind, _, _ in page.nodes],
        "degree": page.degrees,
        "tagged": page.tagged,
        "tags": [name for _, name in page.tags],
        "edges": [number for edge in page.edges for number in edge],
        "count": page.count,
        "edge_count": page.edge_count,
    }
    return {**found, "private": page.private} if private else found
