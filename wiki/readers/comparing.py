"""Two revisions beside each other, and what an old one would bring back."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from wiki import history
from wiki.actions import restoring
from wiki.actions.errors import SaveRefused
from wiki.models import Entry
from wiki.prepared import Prepared
from wiki.readers.revisions import (
    FAR,
    EditRow,
    Eyes,
    Revision,
    as_rows,
    count_hidden_and_older,
    edits_of,
    find_document,
    link_count,
    mark_editors_part,
    revisions_of,
)
from wiki.rendering import diff

AROUND = 2  # newer revisions that the list beside a comparison shows
LISTED = 9
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LISTS = {"aliases": "Also known as", "tags": "Tags", "related": "Related"}
TEXTS = {"author": "Author", "publication": "Published in", "published": "Date", "source_url": "Source"}


@dataclass(slots=True)
class FieldLine:
    """What became of one field: items that went and came, or a text with its words (`wiki.rendering.diff.Span`)."""

    label: str
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    words: list = field(default_factory=list)
    is_reordered: bool = False
    is_source: bool = False  # lines to be shown as they are written


class Block(NamedTuple):
    """A paragraph on each side, and both in one: the spans of `wiki.rendering.diff`, and its kind of row."""

    kind: str
    old: tuple[diff.Span, ...]
    new: tuple[diff.Span, ...]
    line: list[diff.Span]


class Part(NamedTuple):
    """Changed paragraphs of one section with their neighbours; before them `unchanged` ones are left out."""

    section: str
    unchanged: int
    rows: list[Block]


@dataclass
class Comparison:
    """What changed between two documents, fields first."""

    lines: list[FieldLine]
    parts: list[Part]

    @property
    def is_empty(self):
        return not self.lines and not self.parts


def compare(old, new):
    """Return the Comparison of two Documents."""
    return Comparison(lines=list(_lines(old, new)), parts=_parts(old.body, new.body))


def _lines(old, new):
    if old.title != new.title:
        yield FieldLine("Title", words=list(diff.inline(old.title, new.title)))
    for name, label in LISTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            removed = [item for item in before if item not in after]
            added = [item for item in after if item not in before]
            yield FieldLine(label, removed, added, is_reordered=not removed and not added)
    for name, label in TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldLine(label, [before] if before else [], [after] if after else [])
    if old.extra != new.extra:
        before, after = old.extra.splitlines(), new.extra.splitlines()
        removed = [line for line in before if line not in after]
        added = [line for line in after if line not in before]
        yield FieldLine("Other fields", removed, added, is_reordered=not removed and not added, is_source=True)


def _parts(old, new):
    hunks = diff.hunks(diff.rows(old, new)) if old != new else []
    return [Part(hunk.section, hunk.skipped, [_block(row) for row in hunk.rows]) for hunk in hunks]


def _block(row):
    return Block(row.kind, row.old, row.new, list(_in_one(row.old, row.new)))


def _in_one(old, new):
    """What went and what came in one stream, between what stayed. Both sides hold the same spans that stayed."""
    came = iter(new)
    for span in old:
        if span.kind == "same":
            while (other := next(came)) != span:
                yield other
        yield span
    yield from came


@dataclass
class DiffPage:
    """Two revisions of an entry and the list to choose others from. `old` is None where there is only one.

    `comparison` is None then, and where one of the texts is not for the viewer. `skipped` is how many revisions the
    list leaves out before its last one.
    """

    entry: Entry
    new: Revision
    old: Revision | None
    link_count: int
    between: int = 0
    comparison: Comparison | None = None
    revisions: list[Revision] = field(default_factory=list)
    skipped: int = 0
    older_count: int = 0
    editors_count: int = 0

    @property
    def between_text(self):
        """“two edits between”, '' for none."""
        count = _COUNTS[self.between] if self.between < len(_COUNTS) else self.between
        return f"{count} edit{'' if self.between == 1 else 's'} between" if self.between else ""


def diff_page(entry, user, one=None, other=None):
    """Return the DiffPage of the revisions with these numbers, None when this person may not know of one of them.

    Without the first number, the revision before the second; without the second, the newest.
    """
    eyes = Eyes.of(user)
    pair = _pair(entry, eyes.private, one, other)
    if pair is None:
        return None
    low, high = pair
    page = _with_list(entry, low, high, eyes)
    if page.old is not None:
        page.between = _count(entry, eyes, low, high)
        if not page.old.is_closed and not page.new.is_closed:
            page.comparison = compare(history.read_number(entry, low), history.read_number(entry, high))
    return page


def _pair(entry, private, one, other):
    """Return the two numbers in order, the lower one None where there is none; None when one of them is not there."""
    if one is not None and other is not None:
        found = sorted({one, other})
        return (found[0], found[-1]) if set(_among(private, entry.pk, one, other)) == set(found) else None
    last = _up_to(private, entry.pk, FAR if other is None else other)
    if not last:
        return None
    if one is not None:
        return (one, last[0]) if _among(private, entry.pk, one, one) else None
    if other not in (None, last[0]):
        return None
    return (last[1] if len(last) > 1 else None), last[0]


_among = Prepared(
    lambda private, entry_id, *numbers: edits_of(private, entry_id).filter(number__in=numbers).values_list("number"),
    lambda number: number,
)
_up_to = Prepared(
    lambda private, entry_id, number: edits_of(private, entry_id).filter(number__lte=number).values_list("number")[:2],
    lambda number: number,
)


def _with_list(entry, low, high, eyes):
    """The page with the revisions around the newer one, and the older one where that is far away."""
    top = entry.number if entry.number - high <= 2 * AROUND else high + AROUND
    # One more than is listed, and than the older one: what the last one changed is asked.
    far = [low, low - 1] if low is not None else [top, top]
    found = revisions_of(entry, _around(eyes.private, entry.pk, top, top - LISTED, *far), eyes)
    listed = [revision for revision in found if revision.number > top - LISTED or revision.number == low]
    known = {revision.number: revision for revision in found}
    page = DiffPage(entry, known[high], known.get(low), link_count(entry, eyes), revisions=listed)
    page.editors_count, page.older_count = count_hidden_and_older(entry, listed[-1].number, eyes)
    mark_editors_part(entry, listed, page.editors_count)
    if low is not None and low <= top - LISTED:
        page.skipped = _count(entry, eyes, low, top - LISTED + 1)
    return page


_around = Prepared(
    lambda private, entry_id, top, least, *far: as_rows(
        private,
        edits_of(private, entry_id).filter(Q(number__lte=top, number__gte=least) | Q(number__in=far)),
    ),
    EditRow,
)


def _count(entry, eyes, low, high):
    """How many revisions stand between two numbers."""
    return edits_of(eyes.private, entry.pk).filter(number__gt=low, number__lt=high).count() if high > low + 1 else 0


@dataclass
class BringBackPage:
    """What restoring or undoing a revision would change. `refused` says why it cannot be; `comparison` is then what
    the revision itself had changed, or None. `is_closed` says that a text it needs is not for the viewer."""

    act: str  # 'restore' or 'undo'
    said: str  # the summary of somebody who gives none
    entry: Entry
    revision: Revision
    link_count: int
    comparison: Comparison | None = None
    refused: str = ""
    is_closed: bool = False

    @property
    def is_possible(self):
        return not self.refused


def _bring_back_page(act, entry, revision, user):
    said = restoring.said(act, entry, revision.number)
    return BringBackPage(act, said, entry, revision, link_count(entry, Eyes.of(user)))


def restore_page(entry, revision, user):
    """Return the BringBackPage for making this Revision the text again."""
    page = _bring_back_page("restore", entry, revision, user)
    page.is_closed = revision.is_closed
    if not page.is_closed:
        page.comparison = compare(entry.document(), history.read_number(entry, revision.number))
    return page


def undo_page(entry, revision, user):
    """Return the BringBackPage for taking back what this Revision changed."""
    page = _bring_back_page("undo", entry, revision, user)
    before = find_document(entry, revision.number - 1, user)
    page.is_closed = revision.is_closed or (before is None and revision.number > 1)
    if page.is_closed:
        return page
    try:
        found = restoring.undone(entry, revision.number, user)
    except SaveRefused as refused:
        page.refused = str(refused)
        return page
    if found.is_clean:
        page.comparison = compare(entry.document(), found.document())
    else:
        page.refused = "Later revisions changed the same places, so this one cannot be taken back by itself."
        page.comparison = compare(before, history.read_number(entry, revision.number))
    return page
