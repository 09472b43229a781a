"""Exports are written down: who took what out of the wiki."""

from wiki.models import Act


def note_export(what, *, by, count=None, **details):
    """Add the Act of an export and return it. `what` says in words what was taken out; `count` how many rows."""
    details = {**details, **({} if count is None else {"count": count})}
    return Act.objects.create(kind=Act.Kind.EXPORT, title=what, by=by, details=details)
