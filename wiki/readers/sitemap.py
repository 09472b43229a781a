"""The addresses of the public wiki, with the day from which each is as it is. The same for everybody who asks."""

import datetime
from hashlib import blake2b
from typing import NamedTuple

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from wiki.addresses import address
from wiki.models import Entry, Tag
from wiki.models.entry import entry_url

MOST = 50_000  # addresses a file, says sitemaps.org
FULL = 0.8  # of that a part holds on average: they are not equal
PAGES = ("home", "concept_list", "essay_list", "tag_list", "citation_list", "about")


class SitemapPlace(NamedTuple):
    """An address; `changed` is when the public last got something new there, None where that is not known."""

    path: str
    changed: datetime.datetime | None = None


def places():
    """Return every public SitemapPlace, by address."""
    found = [SitemapPlace(reverse(name)) for name in PAGES]
    found += [SitemapPlace(address("tag_detail", slug)) for slug in _tags().values_list("slug", flat=True)]
    current = FilteredRelation("edits", condition=Q(edits__number=F("number")))
    rows = _entries().annotate(current=current).values_list(
        "kind", "slug", "public_from", "published_at", "number", "current__revision__date_created"
    )  # fmt: skip
    found += [
        SitemapPlace(entry_url(kind, slug), _changed(*when)) for kind, slug, *when in rows.iterator(chunk_size=5000)
    ]
    return sorted(found)


def _changed(public_from, published_at, number, saved):
    """Readers got the first revision that they see when it was published, and the later ones when they were saved."""
    return published_at or saved if number == public_from else saved


def part_count():
    """Return how many files hold all places: 1, or a power of two."""
    count, parts = len(PAGES) + _tags().count() + _entries().count(), 1
    while count > MOST and count > parts * MOST * FULL:
        parts *= 2
    return parts


def places_of(part, parts):
    """Return the Places of a part, numbered from 1. A place stays in its part until their number doubles."""
    return [place for place in places() if _digest(place.path) % parts == part - 1]


def _digest(path):
    return int.from_bytes(blake2b(path.encode(), digest_size=4).digest())


def _entries():
    return Entry.objects.scoped(private=False).order_by()


def _tags():
    return Tag.objects.scoped(private=False).order_by()
