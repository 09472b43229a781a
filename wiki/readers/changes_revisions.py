"""Revisions and publications for lists of changes: one query each.

What may be said of a revision is decided by `readers.revisions`.
"""

import datetime
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery

from wiki.models import Edit, newest
from wiki.models.entry import entry_url
from wiki.readers.changes_rows import Change, ChangePlace, behind, called, of_entries, row_of
from wiki.readers.revisions import COLUMNS, EditRow, revision_of


class _EntryFacts(NamedTuple):
    kind: str
    slug: str
    title: str
    visibility: str
    number: int
    public_from: int | None
    published_at: datetime.datetime | None


class _Before(NamedTuple):
    number: int
    size: int
    no_text: bool


_OF_ENTRY = tuple(f"entry__{name}" for name in _EntryFacts._fields)


class Revisions:
    """Revisions, each at the moment it was saved. Readers get the first they see as a publication; one that has a
    moment of its own comes from Publications."""

    sign, moment = "r", "revision__date_created"

    def __init__(self, eyes, user):
        self.eyes, self.user = eyes, user

    def rows(self, asked, mark, count, since=None):
        """Return the newest Changes that are asked for, behind the ChangePlace `mark`, at most `count`."""
        return [self.change(values) for values in self.query(asked, mark, count)]

    def query(self, asked, mark, count):
        """Return the question to the database, as a queryset whose rows `change` makes a Change of."""
        edits = self._narrowed(asked)
        if mark:
            edits = behind(edits, self.moment, "number", self.sign, mark)
        if asked.since:
            edits = edits.filter(**{f"{self.moment}__gte": asked.since})
        keys = self._near(edits, asked, mark, count).order_by(*self._order()).values("pk")[:count]
        edits = self._detailed(Edit.objects.scoped(self.eyes.private).filter(pk__in=keys))
        return edits.order_by(*self._order()).values_list(*self._columns())

    def _near(self, edits, asked, mark, count):
        # By tag, person and entry few are found at once; all others along the index of moments.
        if asked.tag or asked.by or asked.entry:
            return edits
        return newest(edits, count, until=mark.when if mark else None)

    def _narrowed(self, asked):
        edits = Edit.objects.scoped(self.eyes.private)
        if not self.eyes.private:
            edits = edits.with_publication(private=False)
            at_another = Q(number=F("entry__public_from"), entry__published_at__isnull=False)
            edits = edits.exclude(at_another)
        if asked.only == "new":
            edits = edits.filter(number=1) if self.eyes.private else edits.filter(is_publication=True)
        edits = of_entries(edits, asked)
        if asked.only == "heads":
            edits = edits.filter(number=F("entry__number"))
        if asked.by:
            edits = self._known(edits).filter(revision__user__in=called(asked.by))
        if not asked.own:
            edits = edits.exclude(pk__in=self._known(Edit.objects.scoped(True)).filter(revision__user=self.user.pk))
        return edits

    def _known(self, edits):
        """Those whose author the viewer may know."""
        if not self.eyes.suppressed:
            edits = edits.filter(author_suppressed=False)
        if not self.eyes.private:
            edits = edits.with_publication(private=False).filter(is_publication=False)
        return edits

    def _order(self):
        return f"-{self.moment}", "entry__kind", "entry__slug", "-number"

    def _detailed(self, edits):
        seen = Edit.objects.scoped(self.eyes.private).filter(entry=OuterRef("entry"), number__lt=OuterRef("number"))
        seen = seen.order_by("-number")
        names = ("number", "size", "text_suppressed")
        before = {f"before_{name}": Subquery(seen.values(name)[:1]) for name in names}
        return edits.with_publication(self.eyes.private).annotate(**before)

    def _columns(self):
        return (
            *COLUMNS,
            *_OF_ENTRY,
            "before_number",
            "before_size",
            "before_text_suppressed",
            "revision__user",
            "version__object_repr",
        )

    def change(self, values):
        """Return the Change of a row of `query`."""
        edit, values = EditRow(*values[: len(COLUMNS)]), values[len(COLUMNS) :]
        entry, (number, size, no_text, writer, title) = _EntryFacts(*values[: len(_OF_ENTRY)]), values[len(_OF_ENTRY) :]
        before = _Before(number, size, no_text) if number else None
        revision = revision_of(entry, edit, before, self.eyes)
        url, compared = entry_url(entry.kind, entry.slug), before and not revision.is_published
        return Change(
            place=ChangePlace(revision.when, self.sign, entry.kind, entry.slug, edit.number),
            row=row_of(entry),
            what=revision.kind.lower(),
            by=revision.by,
            username=revision.username,
            summary="" if revision.is_published else revision.summary,
            number=edit.number,
            before=before.number if compared else 0,
            url=f"{url}history/{edit.number}/",
            diff_url=f"{url}diff/?to={edit.number}" if compared else "",
            revision=revision,
            title_then="" if revision.is_closed else title,
            is_own=bool(revision.username) and writer == getattr(self.user, "pk", None),
        )


class Publications(Revisions):
    """The first revision that readers see of each entry that was published by itself, at the moment of that."""

    sign, moment = "p", "entry__published_at"

    def rows(self, asked, mark, count, since=None):
        """As those of Revisions; none by a person, since readers are not told who published."""
        return [] if asked.by else super().rows(asked, mark, count)

    def _narrowed(self, asked):
        edits = Edit.objects.scoped(private=False)
        edits = edits.filter(number=F("entry__public_from"), entry__published_at__isnull=False)
        edits = of_entries(edits, asked)
        return edits.filter(number=F("entry__number")) if asked.only == "heads" else edits

    def _near(self, edits, asked, mark, count):
        return edits
