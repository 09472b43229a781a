"""Where the audit log comes from: four tables whose rows are only ever added, each read as lines of one kind."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, F, OuterRef, Q, Subquery, When

from accounts.models import Event
from wiki.models import Act, PublicationRequest, Visibility, VisibilityChange
from wiki.models.entry import entry_url
from wiki.readers.audit_words import LONGEST, label, said

E, A = Event.Kind, Act.Kind
VISIBILITY, HISTORY, REQUESTS = "visibility", "history", "requests"
GROUPS = {  # what one can ask for: its label, and the kinds of events and acts that belong to it
    "sign-ins": ("Sign-ins", [E.SIGN_IN, E.SIGN_OUT]),
    "failures": ("Failures and refusals", [E.FAILURE, E.LOCKED, E.REFUSED]),
    "accounts": (
        "Accounts",
        [
            *(E.SIGN_UP, E.APPROVE, E.INVITE, E.WITHDRAW, E.DEACTIVATE, E.REACTIVATE, E.BLOCK, E.UNBLOCK),
            *(E.PASSWORD, E.SECOND_FACTOR, E.ADDRESS, E.CONNECTION),
        ],
    ),
    "roles": ("Roles", [E.ROLE]),
    VISIBILITY: ("Visibility", []),
    HISTORY: ("History that readers see", []),
    REQUESTS: ("Decided requests", []),
    "suppressions": ("Suppressions", [A.SUPPRESS]),
    "protection": ("Protection", [A.PROTECT, A.UNPROTECT]),
    "deletions": ("Deletions", [A.DELETE, A.RESTORE, A.PURGE]),
    "merges": ("Merges", [A.MERGE, A.UNMERGE]),
    "tags": ("Descriptions of tags", [A.DESCRIBE]),
    "exports": ("Exports", [A.EXPORT]),
    "settings": ("Settings", [E.SETTINGS]),
}
KEPT_TO_UNDO = (A.MERGE, A.UNMERGE, A.DELETE, A.RESTORE, A.SUPPRESS)  # their details are no words
PARTS = ("text", "summary", "author")
_BY, _ENTRY = ("by__username",), ("entry__title",)


@dataclass(slots=True)
class Line:
    """One thing that happened. `who` and `whom` are names as they were written then; `user` and `user_to` are accounts
    that are still there; `url` leads to the entry, '' for none. `details` is a sentence of what else was kept."""

    place: tuple
    when: datetime.datetime
    what: str
    who: str
    user: str = ""
    whom: str = ""
    user_to: str = ""
    url: str = ""
    reason: str = ""
    details: str = ""
    address: str = ""


class Source:
    """A table of the log. `kinds_of` gives the values of its `kind` for a group: [] for all, None for none."""

    enum = None

    def kinds_of(self, group):
        if group not in GROUPS:
            return []
        return [kind for kind in GROUPS[group][1] if type(kind) is self.enum] or None


class Events(Source):
    enum = E

    def rows(self, kinds, narrowed):
        rows = Event.objects.filter(kind__in=kinds) if kinds else Event.objects.all()
        people = ("name", "subject", "by__username", "person__username")
        return narrowed(rows.select_related("by", "person"), "at", people, ("name", "subject", "reason"))

    def line(self, row, number):
        return Line(
            place=(row.at, number, row.pk),
            when=row.at,
            what=_event(row),
            who=row.name,
            user=row.by.username if row.by else "",
            whom=", ".join(map(label, row.subject.split(", "))) if row.kind == E.SETTINGS else row.subject,
            user_to=row.person.username if row.person else "",
            reason=row.reason,
            details=said(row.details),
            address=row.address or "",
        )


class Acts(Source):
    enum = A

    def rows(self, kinds, narrowed):
        rows = Act.objects.filter(kind__in=kinds) if kinds else Act.objects.all()
        same = Act.objects.filter(kind=A.SUPPRESS, entry=OuterRef("entry"), number=OuterRef("number"))
        earlier = same.filter(pk__lt=OuterRef("pk")).order_by("-pk").values("details")[:1]
        rows = rows.annotate(before=Case(When(kind=A.SUPPRESS, then=Subquery(earlier))))
        return narrowed(rows.select_related("by", "entry", "other"), "at", _BY, ("title", "reason"))

    def line(self, row, number):
        details = "" if row.kind in KEPT_TO_UNDO else said(row.details)
        if row.other:
            details = f"into: {row.other.title}"
        if row.kind == A.SUPPRESS and row.number:
            details = f"revision {row.number}"
        if row.kind == A.DESCRIBE:
            details = said({"description": [row.details.get("before", ""), row.details.get("after", "")]})
        return Line(
            place=(row.at, number, row.pk),
            when=row.at,
            what=_suppression(row) if row.kind == A.SUPPRESS else row.get_kind_display(),
            **_done_by(row.by),
            whom=row.title,
            url=_address(row.entry),
            reason=row.reason,
            details=details,
        )


class Changes(Source):
    def kinds_of(self, group):
        if group in (VISIBILITY, HISTORY):
            return [group]
        return None if group in GROUPS else []

    def rows(self, kinds, narrowed):
        earlier = VisibilityChange.objects.filter(entry=OuterRef("entry"), pk__lt=OuterRef("pk")).order_by("-pk")
        stayed = Q(visibility=Visibility.PUBLIC, before=Visibility.PUBLIC)
        known = Q(public_from__isnull=False, was_public_from__isnull=False)
        rows = VisibilityChange.objects.annotate(before=Subquery(earlier.values("visibility")[:1])).annotate(
            moved=Case(When(stayed & known & ~Q(public_from=F("was_public_from")), then=True), default=False)
        )
        if kinds:
            rows = rows.filter(moved=HISTORY in kinds)
        return narrowed(rows.select_related("by", "entry"), "at", _BY, (*_ENTRY, "reason"))

    def line(self, row, number):
        horizon = f"; readers see revision {row.public_from} and later" if row.public_from else ""
        moved = "opened from" if row.moved and row.public_from < row.was_public_from else "begins at"
        return Line(
            place=(row.at, number, row.pk),
            when=row.at,
            what=f"History {moved} revision {row.public_from}" if row.moved else f"Made {row.visibility}",
            **_done_by(row.by),
            whom=row.entry.title,
            url=_address(row.entry),
            reason=row.reason,
            details=f"revision {row.number}{horizon}",
        )


class Decisions(Source):
    def kinds_of(self, group):
        return [] if group in ("", REQUESTS) or group not in GROUPS else None

    def rows(self, kinds, narrowed):
        rows = PublicationRequest.objects.exclude(decision="").select_related("by", "decided_by", "entry")
        people = ("by__username", "decided_by__username")
        return narrowed(rows, "decided_at", people, (*_ENTRY, "reason", "note"))

    def line(self, row, number):
        asked = f" by {row.by.username}" if row.by else ""
        return Line(
            place=(row.decided_at, number, row.pk),
            when=row.decided_at,
            what=f"Request {row.get_decision_display().lower()}",
            **_done_by(row.decided_by),
            whom=row.entry.title,
            url=_address(row.entry),
            reason=row.reason,
            details=f"asked{asked} to make it {row.visibility}: {row.note}"[:LONGEST],
        )


SOURCES = (Events(), Acts(), Changes(), Decisions())


def _event(row):
    if row.kind == E.PASSWORD and row.details.get("how") == "link made":
        return "Link for a new password made"
    return "Second step changed" if row.kind == E.SECOND_FACTOR else row.get_kind_display()


def _suppression(row):
    """'Suppressed: text, summary; shown again: author': what this act changed, by the one before it."""
    before = row.before or {}
    closed = [part for part in PARTS if row.details.get(part) and not before.get(part)]
    shown = [part for part in PARTS if before.get(part) and not row.details.get(part)]
    said = [f"{what}: {', '.join(parts)}" for what, parts in (("suppressed", closed), ("shown again", shown)) if parts]
    text = "; ".join(said)
    return text[:1].upper() + text[1:] or row.get_kind_display()


def _done_by(user):
    name = user.username if user else ""
    return {"who": name, "user": name}


def _address(entry):
    return entry_url(entry.kind, entry.slug) if entry is not None and entry.deleted_at is None else ""
