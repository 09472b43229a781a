"""The history of an entry, as far as it is open to whoever looks: revisions, pages of them, one of them."""

import datetime
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from django.db.models import Count, Q

from wiki import history, policies
from wiki.actions.derived import preview_text
from wiki.actions.tagging import tag_slug
from wiki.document.document import Document
from wiki.models import Act, Edit, Entry, Tag, sees_private
from wiki.readers import targets
from wiki.readers.rows import Row
from wiki.readers.unstored import UnstoredText, outgoing, unstored
from wiki.rendering.rendered import LinkMention, Rendered

PAGE = 50  # revisions a page
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


def visible_edits(entry, eyes):
    """Edits of an entry that these eyes may know of, newest first."""
    return Edit.objects.scoped(eyes.private).filter(entry=entry.pk).order_by("-number")


def revisions_of(entry, edits, eyes):
    """Return a Revision for each row of a queryset of edits, in its order, newest first.

    What a revision changed is known where the one before it is among the rows.
    """
    rows = [EditRow(*values) for values in edits.with_publication(eyes.private).values_list(*COLUMNS)]
    return [revision_of(entry, row, before, eyes) for row, before in zip_longest(rows, rows[1:])]


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
    edits = visible_edits(entry, eyes)
    part = edits if after is None else edits.filter(number__lt=after)
    found = revisions_of(entry, part[: PAGE + 1], eyes)
    more, found = len(found) > PAGE, found[:PAGE]
    page = HistoryPage(entry=entry, revisions=found, link_count=link_count(entry, eyes))
    page.editors_count, page.older_count = count_hidden_and_older(entry, edits, found[-1].number if found else 0, eyes)
    mark_editors_part(entry, found, page.editors_count)
    if more:
        page.older_url = f"?after={found[-1].number}"
    if after is not None:
        newer = edits.filter(number__gte=after).order_by("number").values_list("number", flat=True)[: PAGE + 1]
        page.newer_url = f"?after={newer[PAGE]}" if len(newer) > PAGE else "?"
    return page


def count_hidden_and_older(entry, edits, last, eyes):
    """Return how many revisions readers do not get, for editors (else 0), and how many stand below number `last`."""
    horizon = entry.public_from if eyes.private and entry.is_public else 0
    return tuple(
        edits.order_by()
        .aggregate(
            hidden=Count("pk", filter=Q(number__lt=horizon)),
            older=Count("pk", filter=Q(number__lt=last)),
        )
        .values()
    )


def mark_editors_part(entry, revisions, editors_count):
    """Mark the newest of these that readers do not get, if any of them are open to editors alone."""
    below = [revision for revision in revisions if editors_count and revision.number < entry.public_from]
    if below:
        below[0].opens_editors_part = True


def link_count(entry, eyes):
    """How many entries link here, as the tab says."""
    return sum(count for _, count in targets.inbound_counts(eyes.private, entry.pk))


@dataclass
class RevisionPage:
    """A revision to read: the text with today's links, and the fields as they were; both None where it is closed.

    `newer` and `older` are the numbers of the nearest ones that the viewer may see, or None. `why` are pairs, for
    editors: the Act that suppressed parts of it, and which.
    """

    entry: Entry
    revision: Revision
    link_count: int
    newer: int | None = None
    older: int | None = None
    document: Document | None = None
    text: UnstoredText | None = None
    contents: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    related: list[Row] = field(default_factory=list)
    why: list[tuple[Act, list[str]]] = field(default_factory=list)


def find_revision(entry, number, user):
    """Return the Revision with this number, or None for one that this person may not know of."""
    if number > entry.number:  # no database is asked for a number it cannot hold
        return None
    eyes = Eyes.of(user)
    edits = visible_edits(entry, eyes).filter(number__in=[number, number - 1])
    return next((found for found in revisions_of(entry, edits, eyes) if found.number == number), None)


def find_document(entry, number, user):
    """Return the Document of this revision, or None where its text is not for this person."""
    revision = find_revision(entry, number, user)
    return None if revision is None or revision.is_closed else history.read_number(entry, number)


def revision_page(entry, revision, user):
    """Return the RevisionPage of an entry's Revision that this person sees."""
    eyes = Eyes.of(user)
    numbers = visible_edits(entry, eyes).values_list("number", flat=True)
    page = RevisionPage(
        entry=entry,
        revision=revision,
        link_count=link_count(entry, eyes),
        newer=numbers.filter(number__gt=revision.number).reverse().first(),
        older=numbers.filter(number__lt=revision.number).first(),
    )
    if revision.suppressed:
        page.why = why_suppressed(entry, revision.number, revision.suppressed)
    if revision.is_closed:
        return page
    page.document = history.read_number(entry, revision.number)
    rendered = preview_text(page.document.body)  # whoever reads an old text waits behind those who save
    page.text = unstored(rendered, user)
    page.contents = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
        if 2 <= heading.level <= 3
    ]
    page.tags = _tags(page.document.tags, eyes)
    page.related = _related(page.document.related, eyes)
    return page


def suppressions(entry, number):
    """Return the acts that suppressed parts of this revision or showed them again, newest first; for editors."""
    return list(Act.objects.filter(kind=Act.Kind.SUPPRESS, entry=entry.pk, number=number).select_related("by"))


def why_suppressed(entry, number, parts):
    """Return (act, parts) for each act since which some of these parts of a revision are suppressed, oldest first."""
    since, before = {}, {}
    for act in reversed(suppressions(entry, number)):
        since |= {part: act for part in parts if act.details.get(part) and not before.get(part)}
        before = act.details
    return [(act, [part for part in parts if since.get(part) is act]) for act in dict.fromkeys(since.values())]


def _related(names, eyes):
    mentions = [LinkMention(at, name, "", None, "related", "", 0, 0, "", "") for at, name in enumerate(names)]
    return targets.related(outgoing(Rendered("", links=tuple(mentions)), eyes.private)) if mentions else []


def _tags(names, eyes):
    """Tags as the revision spells them; one that no entry open to the viewer carries today leads nowhere."""
    slugs = {name: tag_slug(name) for name in names}
    known = set(Tag.objects.scoped(eyes.private).filter(slug__in=slugs.values()).values_list("slug", flat=True))
    return [{"name": name, "slug": slug if slug in known else ""} for name, slug in slugs.items()]
