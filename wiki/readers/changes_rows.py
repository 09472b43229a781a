"""What lists of changes are made of: what is asked for, one change, and where it stands."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q, Value
from django.db.models.functions import Concat, Trim

from wiki.models import Tag, TaggedEntry, Visibility
from wiki.models.entry import entry_url
from wiki.readers.revisions import Revision
from wiki.readers.rows import Row


@dataclass(frozen=True)
class ChangesAsked:
    """Which changes somebody asks for; '' and None ask for all. `by` is the name of an account or a person as they are
    called, `tag` the slug of a tag, `since` the first moment; `own` False leaves out what the viewer did. `only` is
    'heads', the latest revision of each entry, or 'new', the first one that the viewer sees; `entry` a key."""

    kind: str = ""
    by: str = ""
    tag: str = ""
    since: datetime.datetime | None = None
    own: bool = True
    only: str = ""
    entry: int | None = None


class ChangePlace(NamedTuple):
    """Where a change stands in the list: no key of a table, and no number but that of the revision in its entry."""

    when: datetime.datetime
    source: str
    kind: str
    slug: str
    number: int


@dataclass(slots=True)
class Change:
    """One change as its viewer may know it: a Revision of `row`, or what else was done (`what`), and to what `other`.

    `by` is who did it as they are called, `username` their account; `url` and `diff_url` lead to the revision and to
    what it changed, '' where that is not for the viewer. `before` is the number of the revision before it, 0 for none;
    `title_then` is what a revision calls the entry.
    """

    place: ChangePlace
    row: Row
    what: str
    by: str = ""
    username: str = ""
    summary: str = ""
    number: int = 0
    before: int = 0
    url: str = ""
    diff_url: str = ""
    revision: Revision | None = None
    title_then: str = ""
    other: Row | None = None
    is_own: bool = False
    is_new: bool = False

    @property
    def when(self):
        return self.place.when


def of_entries(rows, asked):
    """Rows about entries of the kind and with the tag, or a narrower one (`a/b` for `a`), that are asked for."""
    if asked.kind:
        rows = rows.filter(entry__kind=asked.kind)
    if asked.tag:
        tags = Tag.objects.filter(Q(slug=asked.tag) | Q(slug__startswith=f"{asked.tag}/"))
        rows = rows.filter(entry__in=TaggedEntry.objects.filter(tag__in=tags).order_by().values("content_object"))
    return rows.filter(entry=asked.entry) if asked.entry else rows


def called(name):
    """Accounts of this name, and people who are called so."""
    full = Trim(Concat("first_name", Value(" "), "last_name"))
    people = get_user_model().objects.annotate(full=full)
    return people.filter(Q(username__iexact=name) | Q(full__iexact=name)).values("pk")


def behind(rows, moment, number, sign, mark):
    """Rows of the source with this sign that come behind a ChangePlace in the list of all sources. `moment` and
    `number` are their columns."""
    rows = rows.filter(**{f"{moment}__lte": mark.when})
    earlier = Q(**{f"{moment}__lt": mark.when})
    if sign > mark.source:
        return rows
    if sign < mark.source:
        return rows.filter(earlier)
    slug = Q(entry__slug__gt=mark.slug) | Q(("entry__slug", mark.slug), (f"{number}__lt", mark.number))
    return rows.filter(earlier | Q(entry__kind__gt=mark.kind) | Q(slug, entry__kind=mark.kind))


def row_of(entry):
    """Return the Row of an entry that the viewer sees."""
    public = entry.visibility == Visibility.PUBLIC
    return Row(entry.title, entry_url(entry.kind, entry.slug), state="live" if public else "private", kind=entry.kind)
