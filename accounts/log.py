"""What happens to accounts and by them, for the audit log: rows are added here and nowhere else."""

from accounts.models import Event

LONGEST = 255


def record(kind, *, by=None, name="", person=None, subject="", address=None, reason="", **details):
    """Add an Event of this kind and return it.

    `by` did it and `person` it was done to: users or None. `name` and `subject` are what they are called, filled in
    from them where empty. `address` is the network address that was asked from, `details` whatever JSON can hold.
    """
    by = by if by is not None and by.is_authenticated else None
    return Event.objects.create(
        kind=kind,
        by=by,
        name=clean(name or (by.username if by else "")),
        person=person,
        subject=clean(subject or (person.username if person else "")),
        address=address,
        reason=reason.replace("\0", ""),
        details=details,
    )


def clean(text):
    """Return a name as one line that a column can hold: what is typed into a sign-in form can be anything."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)[:LONGEST]
