"""Keep what somebody is writing, without saving it. A draft is its author's alone and no part of history."""

from django.db import IntegrityError
from django.utils import timezone

from wiki.actions.writing import writing
from wiki.models import Draft
from wiki.prepared import Prepared

LARGEST = 2_000_000  # characters of all fields: more than any text that can be saved
MOST = 100  # drafts of one person for entries that do not exist yet; the oldest go


class NotKept(Exception):
    """The draft was not kept; the message says why."""


class OtherForm(NotKept):
    """Another form of the same person keeps a draft of this entry."""


def keep(author, fields, *, kind, entry=None, token="", base=0):
    """Write or renew this person's draft for an entry, or for the new one that `token` stands for.

    Returns it, or None for what comes late from a form that was saved already. Raises NotKept for a text too large
    to be saved either, and when the entry was deleted for good meanwhile; OtherForm when a draft from another form
    would be overwritten.
    """
    if sum(len(text) for text in fields.values()) > LARGEST:
        raise NotKept("A draft of this size is not kept.")
    try:
        with writing():
            held = _of(author, entry, token).first()
            if held is not None and token and held.token == token and held.closed:
                return None
            if held is not None and not held.closed and token and held.token not in ("", token):
                raise OtherForm("Another window keeps a draft of this page. Save here, or close the other one.")
            draft = held or Draft(author=author, entry=entry)
            draft.token, draft.kind, draft.base, draft.fields = token, kind, base, fields
            draft.closed, draft.saved_at = False, timezone.now()
            draft.save()
            if entry is None:
                old = Draft.objects.filter(author=author, entry=None).order_by("-saved_at")
                Draft.objects.filter(pk__in=list(old.values_list("pk", flat=True)[MOST:])).delete()
    except IntegrityError as error:
        raise NotKept("The page was deleted meanwhile, so its draft is not kept. Copy your text.") from error
    return draft


def discard(author, *, entry=None, token=""):
    """Close the draft of this form; with no token whatever draft there is of the entry."""
    held = _held(True, author.pk)
    of_entry = {key for key, on, own in held if entry is not None and on == entry.pk and (own == "" or not token)}
    keys = of_entry | {key for key, _, own in held if token and own == token}
    if keys:
        with writing():
            Draft.objects.filter(pk__in=keys, closed=False).update(closed=True, fields={})


_held = Prepared(
    lambda private, author: (
        Draft.objects.filter(author=author, closed=False).order_by().values_list("pk", "entry", "token")
    ),
    lambda *columns: columns,
)


def _of(author, entry, token):
    drafts = Draft.objects.filter(author=author)
    return drafts.filter(entry=entry) if entry is not None else drafts.filter(entry=None, token=token)
