"""The audit log: what happened to accounts and to entries, in one list by time. For people who manage people."""

import datetime
import heapq
from dataclasses import dataclass
from functools import partial
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from wiki.readers.audit_sources import GROUPS, SOURCES

PAGE, BATCH = 50, 500  # rows a page, and rows of an export that are fetched together


@dataclass(frozen=True)
class AuditAsked:
    """Which rows somebody asks for; '' and None ask for all. `since` and `until` are days, both included."""

    kind: str = ""  # one of GROUPS
    person: str = ""
    q: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    def fields(self):
        """Return what is asked for as {name: text}, without what is left open."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass
class AuditPage:
    rows: list
    older_url: str = ""
    is_beginning: bool = True


def audit_page(asked, after=""):
    """Return the AuditPage of what is asked for, behind the place `after`, or the newest where that is nonsense."""
    mark = _read(after)
    rows = _rows(asked, mark, PAGE + 1)
    page = AuditPage(rows=rows[:PAGE], is_beginning=mark is None)
    if len(rows) > PAGE:
        page.older_url = f"?{urlencode({**asked.fields(), 'after': _written(page.rows[-1])})}"
    return page


def every_row(asked):
    """Yield all rows that are asked for, newest first, a batch of them at a time."""
    mark = None
    while rows := _rows(asked, mark, BATCH):
        yield from rows
        mark = rows[-1].place


def _rows(asked, mark, count):
    """The newest rows of all sources behind a place: one query a source, whatever the filters."""
    lists = []
    for number, source in enumerate(SOURCES):
        kinds = source.kinds_of(asked.kind)
        if kinds is not None:
            found = source.rows(kinds, partial(_filtered, asked, mark, number))[:count]
            lists.append([source.line(row, number) for row in found])
    return list(islice(heapq.merge(*lists, key=lambda row: _order(row.place)), count))


def _filtered(asked, mark, number, rows, moment, people, texts):
    """Narrow a queryset: `moment` is its column of time, `people` and `texts` are lookups."""
    if asked.person:
        rows = rows.filter(Q(*[(f"{column}__iexact", asked.person) for column in people], _connector=Q.OR))
    for word in asked.q.split():
        rows = rows.filter(Q(*[(f"{column}__icontains", word) for column in texts], _connector=Q.OR))
    if asked.since:
        rows = rows.filter(**{f"{moment}__gte": _moment(asked.since, datetime.time.min)})
    if asked.until:
        rows = rows.filter(**{f"{moment}__lte": _moment(asked.until, datetime.time.max)})
    if mark:
        when, source, key = mark
        same = {"pk__lt": key} if number == source else {} if number > source else {"pk__lt": 0}
        rows = rows.filter(Q(**{f"{moment}__lt": when}) | Q(**{moment: when}, **same))
    return rows.order_by(f"-{moment}", "-pk")


def _moment(day, time):
    return timezone.make_aware(datetime.datetime.combine(day, time))


# A place in the list: a moment, which of SOURCES, a key there. Only people who manage people see it.


def _order(place):
    when, source, key = place
    return -when.timestamp(), source, -key


def _written(row):
    when, source, key = row.place
    return f"{when.astimezone(datetime.UTC):%Y%m%d%H%M%S%f}-{source}-{key}"


def _read(text):
    try:
        when, source, key = text.split("-")
        moment = datetime.datetime.strptime(when, "%Y%m%d%H%M%S%f").replace(tzinfo=datetime.UTC)
        return (moment, int(source[:2]), int(key[:18])) if (source + key).isascii() else None
    except ValueError:
        return None


__all__ = ["GROUPS", "AuditAsked", "AuditPage", "audit_page", "every_row"]
