"""What was done to entries beside their text, for people who see every entry: one query a table."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wiki.models import Act, Edit, Visibility, VisibilityChange
from wiki.models.moderation import named
from wiki.readers.changes_rows import Change, ChangePlace, behind, called, of_entries, row_of
from wiki.readers.rows import Row


class Log:
    """A table of what was done to entries beside their text, for people who see every entry."""

    def __init__(self, eyes, user):
        self.eyes, self.user = eyes, user

    def rows(self, asked, mark, count, since=None):
        """Return the newest Changes behind the ChangePlace `mark`, at most `count`, none before the moment `since`."""
        if asked.only:
            return []
        rows = of_entries(self._all(), asked).annotate(place_number=Coalesce("number", 0))
        if mark:
            rows = behind(rows, "at", "place_number", self.sign, mark)
        since = max(filter(None, (since, asked.since)), default=None)
        if since:
            rows = rows.filter(at__gte=since)
        if asked.by:
            rows = rows.filter(by__in=called(asked.by), is_named=True)
        if not asked.own:
            rows = rows.exclude(by=self.user.pk, is_named=True)
        rows = rows.order_by("-at", "entry__kind", "entry__slug", "-place_number", "-pk")
        long = [f"{path}__{name}" for path in self.entries for name in ("body", "html", "text")]
        return [self._change(row) for row in rows.select_related("by", *self.entries).defer(*long)[:count]]

    def _made(self, kept, row, what, other=None):
        by = named(kept)
        return Change(
            place=ChangePlace(kept.at, self.sign, kept.entry.kind, kept.entry.slug, kept.place_number),
            row=row,
            what=what,
            other=other,
            by=str(by or ""),
            username=by.username if by else "",
            summary=kept.reason,
            is_own=by is not None and by.pk == self.user.pk,
        )


class VisibilityLog(Log):
    """Entries that became public or private, or whose horizon was moved. One that was made public is no news."""

    sign, entries = "v", ("entry",)

    def _all(self):
        first = Edit.objects.filter(entry=OuterRef("entry"), number=1, visibility=Visibility.PUBLIC)
        made_public = Q(Exists(first), number=1, was_public_from=None, visibility=Visibility.PUBLIC)
        earlier = VisibilityChange.objects.filter(entry=OuterRef("entry"), pk__lt=OuterRef("pk")).order_by("-pk")
        rows = VisibilityChange.objects.scoped(self.eyes.private).with_names(self.eyes.suppressed)
        return rows.exclude(made_public).annotate(was=Subquery(earlier.values("visibility")[:1]))

    def _change(self, change):
        what, now, was = f"made {change.visibility}", change.public_from, change.was_public_from
        if change.visibility == change.was == Visibility.PUBLIC and None not in (now, was) and now != was:
            what = f"history {'opened from' if now < was else 'begins at'} revision {now}"
        return self._made(change, row=row_of(change.entry), what=what)


class ActLog(Log):
    """Entries that were deleted, brought back, merged and divided again."""

    sign, entries = "a", ("entry", "other")
    WHAT = {
        Act.Kind.DELETE: "deleted",
        Act.Kind.RESTORE: "brought back",
        Act.Kind.MERGE: "merged into",
        Act.Kind.UNMERGE: "divided from",
    }

    def _all(self):
        acts = Act.objects.visible_to(self.user).filter(kind__in=self.WHAT).exclude(entry=None)
        return acts.with_names(self.eyes.suppressed)

    def _change(self, act):
        gone = act.entry.deleted_at is not None
        row = Row(act.title or "a page whose title is suppressed", kind=act.entry.kind) if gone else row_of(act.entry)
        other = act.other and (Row(act.other.title) if act.other.deleted_at else row_of(act.other))
        return self._made(act, row=row, what=self.WHAT[act.kind], other=other or None)
