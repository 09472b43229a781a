"""The map of the whole wiki as a list: subjects, their most linked concepts, and what each of these names."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F

from wiki.models import Entry, Link, Tag, TaggedEntry, sees_private
from wiki.models.link import target_column
from wiki.prepared import columns
from wiki.readers.neighbours import Known, Neighbour, neighbour, rank
from wiki.readers.paging import Paging, page_of
from wiki.readers.rows import of_visible
from wiki.readers.tags import spellings

TAGS = 8  # on a page
CONCEPTS = 6  # of a tag
NAMED = 5  # of a concept


@dataclass(slots=True)
class Linked:
    """A concept, how many entries link to it, and the names that it links to most."""

    concept: Neighbour
    linked_by: int
    graph_url: str
    names: list[Neighbour] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    """A tag with its most linked concepts, of `count`; without a slug: those that bear no tag."""

    name: str
    slug: str
    count: int
    rows: list[Linked]


@dataclass(slots=True)
class MapList:
    subjects: list[Subject]
    paging: Paging
    count: int  # of all entries

    @property
    def previous_url(self):
        return self.paging.previous_url

    @property
    def next_url(self):
        return self.paging.next_url


def map_list(user, number=1):
    """Return the MapList page with this number (from 1); a number beyond the end gives the last page."""
    private = sees_private(user)
    tags, paging = page_of([*_tags(private), ("", "")], number, TAGS)
    names, members = _members(private, [key for key, _ in tags if key])
    if not tags[-1][0]:
        members[""] = _untagged(private)
    linked = _linked_by(private, {key for found in members.values() for key in found})
    concepts = Entry.objects.scoped(private).filter(pk__in={key for found in members.values() for key in found})
    known = {row[0]: Known(*row) for row in concepts.values_list(*Known._fields)}
    members = {tag: [key for key in found if key in known] for tag, found in members.items()}  # some may be gone
    top = {tag: sorted(found, key=lambda key: _order(known[key], linked))[:CONCEPTS] for tag, found in members.items()}
    named = _named(private, {key for found in top.values() for key in found})
    subjects = [
        Subject(names.get(key, ""), slug, len(members[key]), [_row(known[one], linked, named) for one in top[key]])
        for key, slug in tags
        if members.get(key)
    ]
    return MapList(subjects, paging, Entry.objects.scoped(private).count())


def _order(entry, linked):
    return -linked[entry.id], entry.fold, entry.slug


def _tags(private):
    """(id, slug) of the tags that visible concepts bear, by slug."""
    uses = of_visible(TaggedEntry.objects.all(), private, "content_object", kind="concept")
    return Tag.objects.scoped(private).filter(pk__in=uses.values("tag")).order_by("slug").values_list("pk", "slug")


def _members(private, tags):
    """({tag: first of its visible spellings}, {tag: ids of its visible concepts})."""
    members = defaultdict(list)
    uses = TaggedEntry.objects.scoped(private).filter(tag__in=tags).order_by()
    uses = list(uses.values_list("tag_id", "name", "content_object_id", "content_object__kind"))
    for tag, _, entry, kind in uses:
        if kind == "concept":
            members[tag].append(entry)
    return spellings((tag, name) for tag, name, *_ in uses), members


def _untagged(private):
    concepts = Entry.objects.scoped(private).filter(kind="concept")
    return list(concepts.exclude(pk__in=TaggedEntry.objects.values("content_object")).values_list("pk", flat=True))


def _linked_by(private, entries):
    """{id: how many other visible entries link to it}."""
    column = target_column(private)
    links = Link.objects.scoped(private).filter(**{f"{column}__in": entries}).exclude(source=F(column))
    return Counter(dict(links.order_by().values_list(column).annotate(Count("source", distinct=True))))


def _named(private, entries):
    """{id: Neighbours that it links to, the most linked first}."""
    column = target_column(private)
    links = Link.objects.scoped(private).filter(source__in=entries).exclude(**{column: None})
    said = defaultdict(set)
    for source, sentence, *target in links.order_by().values_list(
        "source_id", "sentence", *columns(f"{column}__", Known._fields)
    ):
        said[source, Known(*target)].add(sentence)
    found = defaultdict(list)
    for (source, target), sentences in said.items():
        if target.id != source:
            found[source].append(neighbour(target, sentences=len(sentences - {""})))
    return {source: sorted(names, key=rank)[:NAMED] for source, names in found.items()}


def _row(entry, linked, named):
    concept = neighbour(entry)
    return Linked(concept, linked[entry.id], f"{concept.url}graph/", named.get(entry.id, []))
