"""Visibility: publish, hide, move the horizon, take one of these back. One action, one log row.

Each asks again whether `by` may: raises PermissionDenied where the right was taken away meanwhile.
"""

from django.db.models import F
from django.utils import timezone

from wiki import policies
from wiki.actions import linking, mentioning, naming, stamping, telling
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.rights import require_now
from wiki.actions.writing import hold, writing
from wiki.models import Edit, Entry, PublicationRequest, Visibility, VisibilityChange
from wiki.search import index

PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
DONE = {
    PUBLIC: "What you asked for was done: the page is public now.",
    PRIVATE: "What you asked for was done: the page is private now.",
}


class NotNow(SaveRefused):
    """What was asked for does not fit the entry as it is by now; the message says why."""

    field = "reason"


def publish(entries, *, by, reason="", base=None):
    """Make entries public from their current revision on. Returns those that were not."""
    return _change(entries, PUBLIC, by, reason, base)


def hide(entries, *, by, reason="", base=None):
    """Make entries private. Returns those that were not."""
    return _change(entries, PRIVATE, by, reason, base)


def _change(entries, visibility, by, reason, base):
    """`base` is the revision that was looked at, or {entry id: revision}. Raises EditConflict, and changes nothing,
    when an entry is at another."""
    with writing():
        require_now(policies.can_publish, by)
        rows = Entry.objects.scoped(private=True).filter(pk__in=[entry.pk for entry in entries])
        changed = list(rows.exclude(visibility=visibility).select_for_update().order_by("pk"))
        for entry in changed:
            seen = base.get(entry.pk) if isinstance(base, dict) else base
            if seen is not None and entry.number != seen:
                raise EditConflict(entry, seen)
        now = timezone.now()
        log = [_row(entry, visibility, by, reason) for entry in changed]
        for entry, row in zip(changed, log, strict=True):
            entry.visibility = visibility
            if visibility == PUBLIC:  # that it was hidden for a while is no change that readers may know of
                entry.public_from, entry.published_at, entry.changed_at = entry.number, now, now
            row.public_from = entry.public_from
        Entry.objects.bulk_update(changed, ["visibility", "public_from", "published_at", "changed_at"])
        VisibilityChange.objects.bulk_create(log)
        _settle(changed)
        settle_requests(changed, visibility, by, reason)
    return changed


def move_horizon(entry, number, *, by, reason, seen=None):
    """Let readers see the revisions from this number on; returns the log row. `seen` are the numbers of the current
    revision and of the first that readers saw, when this was decided.

    Raises NotNow for a number without a revision, for an entry that is private, and when readers begin there already;
    EditConflict when one of the two is another by now.
    """
    with writing():
        require_now(policies.can_moderate, by)
        entry = hold(entry.pk, NotNow, entry.title)
        if not reason.strip():
            raise NotNow("Say why: the reason is kept on record.")
        if not entry.is_public:
            raise NotNow("It is private: readers see none of its revisions. Publishing it opens the current one.")
        if seen is not None and seen != (entry.number, entry.public_from):
            raise EditConflict(entry, seen[0])
        edit = Edit.objects.filter(entry=entry, number=number).first() if 0 < number <= entry.number else None
        if edit is None:
            raise NotNow(f"There is no revision {number}.", field="number")
        if edit.text_suppressed:
            raise NotNow(f"The text of revision {number} is suppressed. Begin at another one.", field="number")
        if number == entry.public_from:
            raise NotNow(f"Readers see it from revision {number} on already.", field="number")
        return _move(entry, number, by, reason)


def undo(change, *, by, reason=""):
    """Take back a VisibilityChange: the latest of its entry, and once. Returns the log row of the undoing.

    Hiding that is taken back opens what was open, so not after the text was changed in private. Raises NotNow.
    """
    with writing():
        require_now(policies.can_publish, by)
        entry = hold(change.entry_id, NotNow, change.entry.title)
        refused = why_not_undo(change, entry)
        if refused:
            raise NotNow(refused)
        if change.visibility == PUBLIC and was(change) == PUBLIC:
            require_now(policies.can_moderate, by)
            return _move(entry, change.was_public_from, by, reason, undoes=change)
        row = _row(entry, was(change), by, reason, undoes=change)
        entry.visibility = row.visibility
        entry.public_from = row.public_from = change.was_public_from
        _save(entry, row)
        settle_requests([entry], row.visibility, by, reason)
        return row


def why_not_undo(change, entry):
    """Return why this change of this entry cannot be taken back, as a sentence; '' when it can be."""
    latest = entry.visibility_changes.first()
    if latest is None or latest.pk != change.pk or change.visibility != entry.visibility:
        return "Something was decided since then. Take back the latest change, or decide anew."
    if change.undoes_id is not None:
        return "This takes back another change already. Decide anew instead."
    if was(change) == PUBLIC and change.was_public_from is None:
        return "What readers saw before was not kept. Make it public anew instead."
    if change.visibility == PRIVATE and was(change) == PUBLIC and entry.number != change.number:
        return "The text was changed since it is private. Make it public as it is now instead."
    if was(change) == change.visibility and change.was_public_from == change.public_from:
        return "It changed nothing."
    return ""


def was(change):
    """Return the visibility that the entry had before this change; a new entry is private."""
    rows = VisibilityChange.objects.filter(entry=change.entry_id, pk__lt=change.pk).order_by("-pk")
    before = rows.values_list("visibility", flat=True).first()
    if before is None:  # of an entry that was made before every change was kept
        return PUBLIC if change.visibility == PRIVATE else PRIVATE
    return before


def _row(entry, visibility, by, reason, undoes=None):
    return VisibilityChange(
        entry=entry,
        by=by,
        visibility=visibility,
        number=entry.number,
        public_from=entry.public_from,
        was_public_from=entry.public_from,
        reason=reason,
        undoes=undoes,
    )


def _move(entry, number, by, reason, undoes=None):
    row = _row(entry, PUBLIC, by, reason, undoes)
    entry.public_from = row.public_from = number
    entry.published_at = _published_at(entry, number)
    _save(entry, row)
    return row


def _published_at(entry, number):
    """When readers got this revision as the first: when it was published as such, else when it was saved, so that
    no later one seems older."""
    publications = entry.visibility_changes.filter(visibility=PUBLIC, number=number, public_from=F("number"))
    published = publications.order_by("-at").values_list("at", flat=True).first()
    return published or Edit.objects.get(entry=entry, number=number).revision.date_created


def _save(entry, row):
    entry.save(update_fields=["visibility", "public_from", "published_at", "changed_at"])
    row.save()
    _settle([entry])


def _settle(entries):
    """Let search know, and links and mentions lead where they lead now."""
    if entries:
        index.index(entries)
        for entry in entries:
            stamping.came_or_went(entry, for_readers=True)
        moved = linking.relink(linking.names_of(entries))
        concepts = [entry for entry in entries if entry.kind == Entry.Kind.CONCEPT]
        mentioning.remention(naming.spoken_names(concepts, {}), moved)


def settle_requests(entries, visibility, by, reason):
    """What was asked for has happened: the requests leave the queue, and who asked is told."""
    rows = PublicationRequest.objects.filter(entry__in=entries, visibility=visibility, decision="")
    rows = rows.select_related("by", "entry").select_for_update(of=("self",))
    close(rows, PublicationRequest.Decision.PUBLISH, by, reason)


def drop_requests(entry, by, said):
    """Nobody decides any more on what was asked about this entry: who asked is told so."""
    rows = PublicationRequest.objects.filter(entry=entry.pk, decision="").select_related("by", "entry")
    close(rows.select_for_update(of=("self",)), PublicationRequest.Decision.WITHDRAW, by, "", said)


def close(requests, decision, by, reason, said=""):
    """Write what became of open PublicationRequests, and tell who asked. Runs inside a writer's transaction."""
    told = []
    for asked in requests:
        asked.decision, asked.decided_by, asked.reason, asked.decided_at = decision, by, reason, timezone.now()
        asked.save(update_fields=["decision", "decided_by", "reason", "decided_at"])
        told.append((asked.by, asked.entry, said or DONE[asked.visibility]))
    telling.tell_each(told, reason=reason, by=by)
