"""Keep what somebody is writing, without saving it. A draft is its author's alone and no part of history."""

from django.db import IntegrityError
from django.utils import timezone

from wiki.actions.writing import writing
from wiki.models import Draft

LARGEST = 2_000_000  # characters of all fields: more than any text that can be saved
MOST = 100  # drafts of one person for entries that do not exist yet; the oldest go


class NotKept(Exception):
    """The draft was not kept; the message says why."""


def keep(author, fields, *, kind, entry=None, token="", base=0):
    """Write or renew this person's draft for an entry, or for the new one that `token` stands for. Returns it.

    Raises NotKept for a text too large to be saved either, and when the entry was deleted for good meanwhile.
    """
    if sum(len(text) for text in fields.values()) > LARGEST:
        raise NotKept("A draft of this size is not kept.")
    try:
        with writing():
            draft, _ = Draft.objects.update_or_create(
                author=author,
                entry=entry,
                token="" if entry else token,
                defaults={"kind": kind, "base": base, "fields": fields, "saved_at": timezone.now()},
            )
    except IntegrityError as error:
        raise NotKept("The page was deleted meanwhile, so its draft is not kept. Copy your text.") from error
    if entry is None:
        old = Draft.objects.filter(author=author, entry=None).order_by("-saved_at").values_list("pk", flat=True)[MOST:]
        Draft.objects.filter(pk__in=list(old)).delete()
    return draft


def discard(author, *, entry=None, token=""):
    """Forget a draft; nothing happens when there is none."""
    drafts = Draft.objects.filter(author=author, entry=entry, token="" if entry else token)
    if drafts.exists():
        with writing():
            drafts.delete()
