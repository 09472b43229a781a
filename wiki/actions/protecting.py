"""Protection: only admins change an entry, for a time or until it is lifted."""

from django.utils import timezone

from wiki import policies
from wiki.actions import stamping
from wiki.actions.errors import SaveRefused
from wiki.actions.rights import may_now, require_now
from wiki.actions.writing import hold, writing
from wiki.models import Act, Protection
from wiki.models.moderation import is_ahead
from wiki.prepared import Prepared, asked


class Protected(SaveRefused):
    """The entry is protected, and the person may not change it."""

    field = "protection"  # of no form: the sentence stands above all fields

    def __init__(self, title):
        super().__init__(f"“{title}” is protected: only admins change it.")


class ProtectionRefused(SaveRefused):
    """The protection cannot be as it was asked for; the message says why."""

    field = "reason"


def closed_to(by, keys=None):
    """Return {entry id: title} of the protected entries (among these ids) that this person may not change.

    One question, and none for the system (None); whether this person is an admin is asked, as it is now, where
    something is protected.
    """
    if by is None:
        return {}
    if keys is None:
        closed = dict(Protection.objects.unscoped().standing().values_list("entry", "entry__title"))
    else:
        closed = {key: title for key, title, until in asked(_protected, keys) if is_ahead(until)}
    return closed if closed and not may_now(policies.can_moderate, by) else {}


_protected = Prepared(
    lambda private, *keys: (
        Protection.objects.unscoped().filter(entry__in=keys).values_list("entry", "entry__title", "until")
    ),
    lambda *columns: columns,
)


def refuse_protected(keys, by):
    """Raise Protected when this person may not change one of the entries with these ids. In a writer's transaction
    nobody protects an entry between this question and the act."""
    closed = closed_to(by, list(keys))
    if closed:
        raise Protected(next(iter(closed.values())))


def divide(entries, by):
    """Return (those of these entries that this person may change, titles of those that are protected)."""
    entries = list(entries)
    closed = closed_to(by, [entry.pk for entry in entries])
    return [entry for entry in entries if entry.pk not in closed], sorted(closed.values())


def protect(entry, *, by, reason, until=None):
    """Let only admins change an entry, until that moment or until somebody lifts it. Returns the Protection.

    What stands already is replaced; the same again leaves no trace. Raises PermissionDenied, and ProtectionRefused
    without a reason, for a moment that is past, and for an entry that was deleted.
    """
    with writing():
        require_now(policies.can_moderate, by)
        row = hold(entry.pk, ProtectionRefused, entry.title)
        if not reason.strip():
            raise ProtectionRefused("Say why: the reason is kept on record, and editors read it.")
        if until is not None and until <= timezone.now():
            raise ProtectionRefused("This moment is past. Choose a later one, or leave it empty.", field="until")
        held = Protection.objects.scoped(private=True).standing().filter(entry=row).first()
        if held is not None and (held.reason, held.until) == (reason, until):
            return held
        values = {"until": until, "reason": reason, "by": by, "at": timezone.now()}
        stamping.own_pages([row.pk], for_readers=False)
        protection, _ = Protection.objects.update_or_create(entry=row, defaults=values)
        details = {"until": until.isoformat()} if until else {}
        Act.objects.create(
            kind=Act.Kind.PROTECT, entry=row, title=row.title, number=row.number, details=details, by=by, reason=reason
        )
        return protection


def unprotect(entry, *, by, reason=""):
    """Lift the protection of an entry. Returns whether there was one that stood. Raises PermissionDenied."""
    with writing():
        require_now(policies.can_moderate, by)
        row = hold(entry.pk, ProtectionRefused, entry.title)
        held = Protection.objects.scoped(private=True).filter(entry=row).first()
        if held is None:
            return False
        stood = held.is_standing
        held.delete()
        stamping.own_pages([row.pk], for_readers=False)
        if stood:
            Act.objects.create(
                kind=Act.Kind.UNPROTECT, entry=row, title=row.title, number=row.number, by=by, reason=reason
            )
        return stood
