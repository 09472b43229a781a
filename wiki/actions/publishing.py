"""Visibility: publish and hide. One action, one log row."""

from django.utils import timezone

from wiki.actions import linking, mentioning, naming
from wiki.actions.errors import EditConflict
from wiki.actions.writing import writing
from wiki.models import Entry, Visibility, VisibilityChange


def publish(entries, *, by, reason="", base=None):
    """Make entries public from their current revision on. Returns those that were not."""
    return _change(entries, Visibility.PUBLIC, by, reason, base)


def hide(entries, *, by, reason="", base=None):
    """Make entries private. Returns those that were not."""
    return _change(entries, Visibility.PRIVATE, by, reason, base)


def _change(entries, visibility, by, reason, base):
    """Raises EditConflict when `base` is given and an entry is at another revision."""
    with writing():
        keys = [entry.pk for entry in entries]
        rows = Entry.objects.scoped(private=True).filter(pk__in=keys).exclude(visibility=visibility)
        changed = list(rows.select_for_update().order_by("pk"))
        for entry in changed:
            if base is not None and entry.number != base:
                raise EditConflict(entry, base)
            entry.visibility = visibility
            entry.changed_at = timezone.now()
            if visibility == Visibility.PUBLIC:
                entry.public_from = entry.number
                entry.published_at = entry.changed_at
        Entry.objects.bulk_update(changed, ["visibility", "public_from", "published_at", "changed_at"])
        VisibilityChange.objects.bulk_create(
            VisibilityChange(entry=entry, by=by, visibility=visibility, number=entry.number, reason=reason)
            for entry in changed
        )
        if changed:
            moved = linking.relink(linking.names_of(changed))
            concepts = [entry for entry in changed if entry.kind == "concept"]
            mentioning.remention(naming.spoken_names(concepts, {}), moved)
    return changed
