"""What somebody has seen."""

from django.utils import timezone

from wiki.actions.writing import writing
from wiki.models import Visit


def see_changes(person, until):
    """Keep that a person has seen what was changed up to a moment: never an earlier one than before, none to come."""
    until = min(until, timezone.now())
    with writing():
        visit, made = Visit.objects.select_for_update().get_or_create(
            person=person, defaults={"changes_seen_at": until}
        )
        if not made and visit.changes_seen_at < until:
            visit.changes_seen_at = until
            visit.save(update_fields=["changes_seen_at"])
    return visit
