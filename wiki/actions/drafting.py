"""Keep what somebody is writing, without saving it. A draft is its author's alone and no part of history."""

from django.utils import timezone

from wiki.models import Draft

LARGEST = 2_000_000  # characters of all fields: more than any text that can be saved
MOST = 100  # drafts of one person for entries that do not exist yet; the oldest go


def keep(author, fields, *, kind, entry=None, token="", base=0):
    """Write or renew this person's draft for an entry, or for the new one that `token` stands for. Returns it."""
    if sum(len(text) for text in fields.values()) > LARGEST:
        raise ValueError("A draft of this size is not kept.")
    draft, _ = Draft.objects.update_or_create(
        author=author,
        entry=entry,
        token="" if entry else token,
        defaults={"kind": kind, "base": base, "fields": fields, "saved_at": timezone.now()},
    )
    if entry is None:
        old = Draft.objects.filter(author=author, entry=None).order_by("-saved_at").values_list("pk", flat=True)[MOST:]
        Draft.objects.filter(pk__in=list(old)).delete()
    return draft


def discard(author, *, entry=None, token=""):
    """Forget a draft; nothing happens when there is none."""
    if entry is not None:
        Draft.objects.filter(author=author, entry=entry).delete()
    elif token:
        Draft.objects.filter(author=author, token=token).delete()
