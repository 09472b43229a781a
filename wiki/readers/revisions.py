"""The history of an entry, as far as it is open to whoever looks: its revisions, and pages of them."""

import datetime
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from django.db.models import Count, Q

from wiki import history, policies
from wiki.models import Edit, Entry, sees_private
from wiki.prepared import Prepared
from wiki.readers import targets

PAGE = 50  # revisions a page
FAR = 2**31 - 1  # behind the last number that a database holds
COLUMNS = (
    "number",
    "kind",
    "size",
    "revision__date_created",
    "revision__comment",
    "revision__user__username",
    "revision__user__first_name",
    "revision__user__last_name",
    "text_suppressed",
    "summary_suppressed",
    "author_suppressed",
    "is_publication",
)


class Eyes(NamedTuple):
    """What somebody may see of histories: private entries and all revisions; suppressed parts of them."""

    private: bool
    suppressed: bool

    @classmethod
    def of(cls, user):
        return cls(sees_private(user), policies.can_moderate(user))


@dataclass(slots=True)
class Revision:
    """A revision as its viewer may know it. What is not for them is '' or None.

    `by` is who wrote it as they are called, `username` their account. `is_published` marks the first one of a reader,
    who gets it as a publication. `change` is in bytes of the text. `is_closed` says that its text is suppressed and
    not for this viewer; `suppressed` names the parts that are, for editors. `opens_editors_part` is True of the newest
    one that readers do not get.
    """

    number: int
    when: datetime.datetime
    kind: str
    by: str = ""
    username: str = ""
    summary: str = ""
    change: int | None = None
    is_current: bool = False
    is_published: bool = False
    is_closed: bool = False
    suppressed: tuple[str, ...] = ()
    opens_editors_part: bool = False

    @property
    def change_text(self):
        """The change with its sign and a true minus; '' where it is not known."""
        return "" if self.change is None else signed(self.change)


def signed(number):
    """Return a number with its sign and a true minus."""
    return f"{number:+,}".replace("-", "−")


@dataclass
class HistoryPage:
    """A page of revisions, newest first. `editors_count` are those below the horizon, for editors; else 0."""

    entry: Entry
    revisions: list[Revision]
    link_count: int
    older_count: int = 0
    editors_count: int = 0
    older_url: str = ""
    newer_url: str = ""


def revisions_of(entry, rows, eyes):
    """Return a Revision for each EditRow, newest first.

    What a revision changed is known where the one before it is among the rows.
    """
    return [revision_of(entry, row, before, eyes) for row, before in zip_longest(rows, rows[1:])]


def edits_of(private, entry_id):
    """Edits of an entry that somebody may know of, newest first."""
    return Edit.objects.scoped(private).filter(entry=entry_id).order_by("-number")


def as_rows(private, edits):
    """What makes an EditRow of each edit."""
    return edits.with_publication(private).values_list(*COLUMNS)


class EditRow(NamedTuple):
    """The COLUMNS of an edit, and whether readers get it as the publication."""

    number: int
    kind: str
    size: int
    when: datetime.datetime
    summary: str
    username: str | None
    first_name: str | None
    last_name: str | None
    no_text: bool
    no_summary: bool
    no_author: bool
    is_publication: bool


def revision_of(entry, row, before, eyes):
    """Return the Revision that these eyes get of an EditRow. Of the entry `number`, `public_from`, `published_at` are
    asked; of the edit before it, None where that is not known, `number`, `size` and `no_text`."""
    current = row.number == entry.number
    if row.is_publication:
        when = published_when(entry, row.number, row.when)
        return Revision(row.number, when, "Published", summary="published", is_current=current, is_published=True)
    parts = {"text": row.no_text, "summary": row.no_summary, "author": row.no_author}
    username = row.username or "" if eyes.suppressed or not row.no_author else ""
    return Revision(
        number=row.number,
        when=row.when,
        kind=Edit.Kind(row.kind).label,
        by=f"{row.first_name or ''} {row.last_name or ''}".strip() or username if username else "",
        username=username,
        summary=row.summary if eyes.suppressed or not row.no_summary else "",
        change=_change(row, before, eyes),
        is_current=current,
        is_closed=row.no_text and not eyes.suppressed,
        suppressed=tuple(name for name, is_so in parts.items() if is_so) if eyes.private else (),
    )


def published_when(entry, number, when):
    """When readers got the first revision that they see: where the horizon's own is suppressed, when it was saved."""
    return entry.published_at or when if number == entry.public_from else when


def _change(row, before, eyes):
    """Bytes that were added, negative for fewer; None where a text that tells it is not for these eyes."""
    if row.number == 1:
        before_size = 0
    elif before is not None and before.number == row.number - 1:
        before_size = before.size
    else:
        return None
    closed = row.no_text or (before is not None and before.no_text)
    return None if closed and not eyes.suppressed else row.size - before_size


def history_page(entry, user, after=None):
    """Return the HistoryPage of the revisions behind number `after`, or of the newest."""
    eyes = Eyes.of(user)
    rows = _behind(eyes.private, entry.pk, FAR if after is None else after)
    found = revisions_of(entry, rows, eyes)
    more, found = len(found) > PAGE, found[:PAGE]
    page = HistoryPage(entry=entry, revisions=found, link_count=link_count(entry, eyes))
    page.editors_count, page.older_count = count_hidden_and_older(entry, found[-1].number if found else 0, eyes)
    mark_editors_part(entry, found, page.editors_count)
    if more:
        page.older_url = f"?after={found[-1].number}"
    if after is not None:
        newer = _from(eyes.private, entry.pk, after)
        page.newer_url = f"?after={newer[PAGE]}" if len(newer) > PAGE else "?"
    return page


_behind = Prepared(
    lambda private, entry_id, after: as_rows(private, edits_of(private, entry_id).filter(number__lt=after))[: PAGE + 1],
    EditRow,
)
_from = Prepared(
    lambda private, entry_id, number: (
        edits_of(private, entry_id).filter(number__gte=number).order_by("number").values_list("number")[: PAGE + 1]
    ),
    lambda number: number,
)


def count_hidden_and_older(entry, last, eyes):
    """Return how many revisions readers do not get, for editors (else 0), and how many stand below number `last`."""
    horizon = entry.public_from if eyes.private and entry.is_public else 0
    found = _hidden_and_older(eyes.private, entry.pk, horizon, last)
    return found[0] if found else (0, 0)


_hidden_and_older = Prepared(
    lambda private, entry_id, horizon, last: (
        edits_of(private, entry_id)
        .order_by()
        .values("entry")
        .annotate(hidden=Count("pk", filter=Q(number__lt=horizon)), older=Count("pk", filter=Q(number__lt=last)))
        .values_list("hidden", "older")
    ),
    lambda *counts: counts,
)


def mark_editors_part(entry, revisions, editors_count):
    """Mark the newest of these that readers do not get, if any of them are open to editors alone."""
    below = [revision for revision in revisions if editors_count and revision.number < entry.public_from]
    if below:
        below[0].opens_editors_part = True


def link_count(entry, eyes):
    """How many entries link here, as the tab says."""
    return sum(count for _, count in targets.inbound_counts(eyes.private, entry.pk))


def find_revision(entry, number, user):
    """Return the Revision with this number, or None for one that this person may not know of."""
    if number > entry.number:  # no database is asked for a number it cannot hold
        return None
    eyes = Eyes.of(user)
    rows = _numbered(eyes.private, entry.pk, number, number - 1)
    return next((found for found in revisions_of(entry, rows, eyes) if found.number == number), None)


_numbered = Prepared(
    lambda private, entry_id, *numbers: as_rows(private, edits_of(private, entry_id).filter(number__in=numbers)),
    EditRow,
)


def find_document(entry, number, user):
    """Return the Document of this revision, or None where its text is not for this person."""
    revision = find_revision(entry, number, user)
    return None if revision is None or revision.is_closed else history.read_number(entry, number)
