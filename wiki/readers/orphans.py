"""Entries to which no other entry links, as far as a person sees, and any page of the wiki at random.

A link is one in a text: a link, an embed, an item of further reading. That a name merely stands in an essay, or in a
list of related entries, leads nobody here while reading, and does not count.
"""

import random
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from wiki.models import Entry, Link, sees_private
from wiki.models.entry import entry_url, path_of
from wiki.models.link import IN_TEXT, target_column
from wiki.readers.paging import Paging, page_of
from wiki.readers.rows import Row, row, shown
from wiki.readers.wanted import KINDS

PAGE = 50


@dataclass
class Orphan:
    """An entry that nothing links to; `named_in` essays name it, `listed_by` entries list it as related."""

    row: Row
    path: str
    named_in: int
    listed_by: int


@dataclass
class OrphansPage:
    rows: list[Orphan]
    kind: str
    paging: Paging


def orphans_page(user, kind="", number=1):
    """Return the OrphansPage with this number (from 1), by name. Three questions.

    An unknown kind means both; a number beyond the end gives the last page.
    """
    private = sees_private(user)
    kind = kind if kind in KINDS else ""
    found = orphans(private)
    if kind:
        found = found.filter(kind=kind)
    here, paging = page_of(list(found.values_list("pk", flat=True)), number, PAGE, kind=kind)
    return OrphansPage(orphan_rows(private, here), kind, paging)


def orphans(private):
    """Return the entries without a link from another one, by name."""
    links = Link.objects.scoped(private).filter(kind__in=IN_TEXT, **{target_column(private): OuterRef("pk")})
    linked = Exists(links.exclude(source=OuterRef("pk")))
    return Entry.objects.scoped(private).filter(~linked).alphabetical()


def orphan_rows(private, keys):
    """Return an Orphan for each of these entries, by name."""
    column = target_column(private)
    links = Link.objects.scoped(private).filter(**{f"{column}__in": keys}).exclude(kind__in=IN_TEXT).order_by()
    counted = links.values_list(column, "kind").annotate(Count("source", distinct=True))
    counts = Counter({(key, kind): count for key, kind, count in counted})
    entries = shown(Entry.objects.scoped(private).filter(pk__in=keys).alphabetical())
    return [
        Orphan(row(entry), path_of(entry), counts[entry.id, Link.Kind.MENTION], counts[entry.id, Link.Kind.RELATED])
        for entry in entries
    ]


def any_page(user, choose=random.randrange):
    """Return the address of an entry that this person sees, each as likely as every other, or None where there is none.

    `choose(count)` gives a number below count. Only visible entries are counted, in an index; what is private does not
    move the choice. Two questions.
    """
    entries = Entry.objects.scoped(sees_private(user)).filter(kind__in=KINDS)
    counts = dict(entries.order_by().values_list("kind").annotate(Count("pk")))
    if not counts:
        return None
    place = choose(sum(counts.values()))
    kind = "concept" if place < counts.get("concept", 0) else "essay"
    place -= counts.get("concept", 0) if kind == "essay" else 0
    order = entries.filter(kind=kind).order_by("visibility", "fold")  # as the index has them
    (slug,) = order.values_list("slug", flat=True)[place : place + 1] or (None,)
    return entry_url(kind, slug) if slug else None
