"""Requests for a publication: ask, withdraw, decline, publish. One waits for an entry at a time.

Each asks again whether `by` may (PermissionDenied), holds the request's row while it decides, and is refused when
somebody else decided first. What was decided is never decided again.
"""

from django.db.models import F

from wiki import policies
from wiki.actions import publishing
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.publishing import NotNow, close
from wiki.actions.rights import require_now
from wiki.actions.writing import hold, writing
from wiki.models import Entry, PublicationRequest, Visibility

Decision = PublicationRequest.Decision
DECLINED = {
    Visibility.PUBLIC: "Your request to make this page public was declined.",
    Visibility.PRIVATE: "Your request to make this page private was declined.",
}
DECIDED = {
    Decision.PUBLISH: "did what was asked for",
    Decision.DECLINE: "declined it",
    Decision.WITHDRAW: "took it back",
}


class AskedAlready(SaveRefused):
    """Somebody asks this for the entry already: `asked` is that request."""

    field = "reason"

    def __init__(self, asked):
        self.asked = asked
        super().__init__("This waits for a decision already.")


class Decided(SaveRefused):
    """Somebody else decided first; `asked` is the request as it was decided."""

    field = "reason"

    def __init__(self, asked):
        self.asked = asked
        who = asked.decided_by or "Somebody"
        super().__init__(f"{who} {DECIDED[asked.decision]} before you. Nothing was changed by you.")


def ask(entry, visibility, *, by, note="", base=None):
    """File the request that an entry become public or private, and return it. `base` is the revision looked at.

    Raises AskedAlready, NotNow when it is so already, and EditConflict when the entry is at another revision.
    """
    with writing():
        require_now(policies.can_ask, by)
        row = hold(entry.pk, NotNow, entry.title)
        if row.visibility == visibility:
            raise NotNow(f"It is {visibility} already.")
        if base is not None and row.number != base:
            raise EditConflict(row, base)
        publishing.settle_requests([row], row.visibility, None, "")  # what is so already keeps nobody from asking
        waiting = open_request(row)
        if waiting is not None:
            raise AskedAlready(waiting)
        return PublicationRequest.objects.create(entry=row, visibility=visibility, number=row.number, note=note, by=by)


def open_request(entry):
    """Return the request about this entry that waits, or None; one for what is so already does not count."""
    rows = PublicationRequest.objects.filter(entry=entry.pk, decision="").exclude(visibility=F("entry__visibility"))
    return rows.select_related("by").first()


def withdraw(asked, *, by):
    """Take one's own request back. Raises Decided."""
    with writing():
        require_now(lambda person: policies.can_ask(person) and asked.by_id == person.pk, by)
        close([_waiting(asked)], Decision.WITHDRAW, by, "")


def decline(asked, *, by, reason):
    """Leave the entry as it is, and tell who asked why. Raises NotNow without a reason, Decided."""
    with writing():
        require_now(policies.can_publish, by)
        if not reason.strip():
            raise NotNow("Say why: who asked is told.")
        close([_waiting(asked)], Decision.DECLINE, by, reason, DECLINED[asked.visibility])


def publish(asked, *, by, reason="", base=None):
    """Do what was asked for; returns the entry. `base` is the revision that the decision was made on.

    Raises Decided, and EditConflict when the entry is at another revision: nothing is changed then.
    """
    with writing():
        require_now(policies.can_publish, by)
        asked = _waiting(asked)
        entry = Entry.objects.scoped(private=True).filter(pk=asked.entry_id).first()
        if entry is None:
            raise NotNow("The page was deleted in the meantime.")
        act = publishing.publish if asked.visibility == Visibility.PUBLIC else publishing.hide
        if base is not None and entry.number != base:
            raise EditConflict(entry, base)
        if not act([entry], by=by, reason=reason, base=base):  # it was so already: then this is settled
            close([asked], Decision.PUBLISH, by, reason)
        entry.refresh_from_db(fields=["visibility"])
        return entry


def _waiting(asked):
    row = PublicationRequest.objects.select_related("by", "decided_by", "entry")
    row = row.select_for_update(of=("self",)).filter(pk=asked.pk).first()
    if row is None:
        raise NotNow("The page was deleted for good in the meantime.")
    if row.decision:
        raise Decided(row)
    return row
