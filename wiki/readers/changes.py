"""What was changed lately, newest first: by day, and within a day by entry, as far as whoever looks may know of it."""

import datetime
import heapq
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, pairwise

from django.utils import timezone

from wiki.models import Visit
from wiki.prepared import Prepared
from wiki.readers.changes_logs import ActLog, VisibilityLog
from wiki.readers.changes_revisions import Publications, Revisions
from wiki.readers.changes_rows import Change, ChangePlace, ChangesAsked
from wiki.readers.revisions import Eyes, signed
from wiki.readers.rows import Row

PAGE, LATEST = 50, 5  # changes a page, and entries on the first page of the wiki
EVERYTHING, HEADS = ChangesAsked(), ChangesAsked(only="heads")


@dataclass
class Group:
    """What happened to one entry on one day, newest first."""

    row: Row
    changes: list[Change]
    is_new: bool = False
    opens_seen: bool = False  # from here on everything was seen before

    @property
    def people(self):
        """(username, name) of everybody who is named, the latest first."""
        return list(dict.fromkeys((change.username, change.by) for change in self.changes if change.by))

    @property
    def revisions(self):
        return [change for change in self.changes if change.revision]

    @property
    def change(self):
        """The size change over all of them with its sign; None where one of them is not known or left out."""
        made = self.revisions
        sizes = [change.revision.change for change in made]
        complete = made and made[0].number - made[-1].number == len(made) - 1
        return sum(sizes) if complete and None not in sizes else None

    @property
    def change_text(self):
        return "" if self.change is None else signed(self.change)

    @property
    def diff_url(self):
        """Where the difference over all of them is shown; '' where there is none for the viewer."""
        made = self.revisions
        if len(made) < 2:
            return made[0].diff_url if made else ""
        return f"{self.row.url}diff/?from={made[-1].before or made[-1].number}&to={made[0].number}"

    @property
    def history_url(self):
        return f"{self.row.url}history/" if self.row.url else ""


@dataclass
class Day:
    date: datetime.date
    groups: list[Group]


@dataclass
class ChangesPage:
    """A page of changes. `after` is the place of the last one where more follow. `seen_at` is up to when the viewer
    has seen them, None where they never said; `until` is the newest one here, `all_new_here` whether none that is new
    follows on a later page."""

    days: list[Day] = field(default_factory=list)
    after: str = ""
    is_beginning: bool = True
    is_signed_in: bool = False
    seen_at: datetime.datetime | None = None
    until: datetime.datetime | None = None
    new_count: int = 0
    all_new_here: bool = True

    @property
    def asks_seen(self):
        """Whether the viewer can be asked to mark these as seen: where nothing newer is left out."""
        newer = self.until is not None and (self.seen_at is None or self.until > self.seen_at)
        return self.is_signed_in and self.is_beginning and newer


def changes_page(user, asked=EVERYTHING, after=""):
    """Return the ChangesPage of what is asked for, behind the place `after`, or the newest where that is nonsense."""
    mark = read_place(after)
    found = changes(user, asked, PAGE + 1, mark)
    page = ChangesPage(is_beginning=mark is None, is_signed_in=user.is_authenticated, seen_at=_seen_at(user))
    shown = found[:PAGE]
    if len(found) > PAGE:
        page.after = write_place(shown[-1].place)
    page.until = shown[0].when if shown else None
    if page.seen_at is not None:
        for change in shown:
            change.is_new = change.when > page.seen_at and not change.is_own
        page.new_count = sum(change.is_new for change in shown)
        page.all_new_here = not page.after or shown[-1].when <= page.seen_at
    page.days = _by_day(shown, page.seen_at)
    return page


def changes(user, asked=EVERYTHING, count=PAGE, mark=None):
    """Return the newest Changes that are asked for, at most `count`, behind a ChangePlace: one query a source."""
    lists, since = [], None
    for source in _sources(Eyes.of(user), user):
        lists.append(source.rows(asked, mark, count, since))
        if len(lists[0]) == count:
            since = lists[0][-1].when  # nothing older of another source could come before it
    return _merged(lists, count)


def _sources(eyes, user):
    """Return the sources of what these eyes may know of; the first one tells how far back the others are asked."""
    kinds = (Revisions, VisibilityLog, ActLog) if eyes.private else (Revisions, Publications)
    return [kind(eyes, user) for kind in kinds]


def latest(user):
    """Return the latest Change of the text of each of the LATEST entries that were changed last."""
    eyes = Eyes.of(user)
    lists = [
        [source.change(values) for values in _HEADS[type(source)](eyes.private)]
        for source in _sources(eyes, user)
        if type(source) in _HEADS
    ]
    return _merged(lists, LATEST)


def _merged(lists, count):
    return list(islice(heapq.merge(*lists, key=lambda row: (-row.when.timestamp(), row.place.source)), count))


def _heads(source):
    return Prepared(lambda private: source(Eyes(private, False), None).query(HEADS, None, LATEST), lambda *row: row)


_HEADS = {source: _heads(source) for source in (Revisions, Publications)}


def _seen_at(user):
    return Visit.objects.visible_to(user).values_list("changes_seen_at", flat=True).first()


def _by_day(found, seen_at):
    days = [Day(date, _by_entry(list(rows))) for date, rows in groupby(found, lambda row: timezone.localdate(row.when))]
    if seen_at is not None:
        groups = [group for day in days for group in day.groups]
        for before, group in pairwise(groups):
            if before.changes[0].when > seen_at >= group.changes[0].when:
                group.opens_seen = True
    return days


def _by_entry(rows):
    groups = {}
    for change in rows:
        groups.setdefault((change.place.kind, change.place.slug), []).append(change)
    made = [Group(next((row.row for row in rows if row.row.url), rows[0].row), rows) for rows in groups.values()]
    return [replace(group, is_new=any(change.is_new for change in group.changes)) for group in made]


# The place of the last one on a page, as an address holds it.


def write_place(place):
    """Return a ChangePlace as text for an address."""
    when = place.when.astimezone(datetime.UTC)
    return f"{when:%Y%m%d%H%M%S%f}-{place.source}-{place.kind}-{place.number}-{place.slug}"


def read_place(text):
    """Return the ChangePlace that a text says, None for nonsense."""
    try:
        when, source, kind, number, slug = text.split("-", 4)
        moment = datetime.datetime.strptime(when, "%Y%m%d%H%M%S%f").replace(tzinfo=datetime.UTC)
        return ChangePlace(moment, source, kind, slug, int(number) if number.isascii() and len(number) < 10 else 0)
    except ValueError:
        return None
