"""How the hits of a search can be narrowed: its conditions, and what each of them leaves."""

import datetime
from collections import Counter
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from django.utils import timezone

from wiki import prepared
from wiki.models import Entry, TaggedEntry, Visibility
from wiki.readers.rows import of_visible
from wiki.readers.tags import spellings
from wiki.search.search import RANKED, count, counts

FACETED = 60  # of the best hits, whose tags are counted
TAGS = 8
KINDS = {"concept": "Concepts", "essay": "Essays"}
SINCE = {"": "Any time", "week": "In the last week", "month": "In the last month", "year": "In the last year"}
_DAYS = {"week": 7, "month": 31, "year": 366}


@dataclass
class Choice:
    """A box to tick, and how many of the hits it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


def within(asked, private):
    """Return the entries that the conditions of the form leave, or None for all."""
    if not asked.changed and not (asked.visibility and private):
        return None
    entries = Entry.objects.scoped(private)
    if asked.changed:
        entries = entries.filter(changed_at__gte=timezone.now() - datetime.timedelta(days=_DAYS[asked.changed]))
    if asked.visibility and private:
        entries = entries.filter(visibility=asked.visibility)
    return entries


def left(asked, query, private):
    """Return how many entries each choice leaves: of "all" that are chosen now, of each kind and of each visibility."""
    entries = within(asked, private)
    chosen, tagged = query.narrowed(kinds=asked.kinds, tags=asked.tags), query.narrowed(tags=asked.tags)
    asking = {"all": (chosen, entries), "essay": (tagged.narrowed(kinds=["essay"]), entries)}
    if private:
        asking |= {value: (chosen, within(replace(asked, visibility=value), private)) for value in Visibility.values}
    found = dict(zip(asking, counts(asking.values(), private), strict=True))
    if asked.kinds or query.kinds or found["all"] > RANKED:
        found["concept"] = count(tagged.narrowed(kinds=["concept"]), private, entries)
    else:
        found["concept"] = found["all"] - found["essay"]
    return found


def kind_choices(left, sources, chosen):
    """Return a Choice of each kind; of how many `sources` there are, None where nothing is asked of them."""
    choices = [Choice(kind, label, left[kind], kind in chosen) for kind, label in KINDS.items()]
    return choices if sources is None else [*choices, Choice("citation", "Sources", sources, "citation" in chosen)]


def visibility_choices(left, chosen):
    """Return a Choice of each visibility, for somebody who sees the private set."""
    return [Choice(value, label, left[value], chosen == value) for value, label in Visibility.choices]


class Use(NamedTuple):
    """A tag that an entry carries."""

    entry_id: int
    slug: str
    name: str
    position: int


_uses = prepared.Prepared(
    lambda private, *ids: of_visible(TaggedEntry.objects.order_by(), private, "content_object", pk__in=ids).values_list(
        "content_object_id", "tag__slug", "name", "position"
    ),
    Use,
)


def tags_of(ids, private):
    """Return the Uses of tags by these entries, those of one entry in its order."""
    return sorted(prepared.asked(_uses, ids, private), key=attrgetter("position"))


def tag_choices(uses, chosen):
    """Return Choices of the tags that are chosen, and of those with most of these Uses."""
    number = Counter(use.slug for use in uses)
    best = sorted(number, key=lambda slug: (-number[slug], slug))
    shown = list(dict.fromkeys([*chosen, *best]))[: max(TAGS, len(chosen))]
    spelt = spellings((use.slug, use.name) for use in uses if use.slug in shown)
    return [Choice(slug, spelt.get(slug, slug), number[slug], slug in chosen) for slug in shown]
