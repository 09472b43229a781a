"""Find what a view shows: visible or absent, then permitted or forbidden."""

from functools import cache

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect

from wiki.models import sees_private
from wiki.prepared import rows_of


def get_visible_or_404(model, user, **lookup):
    """Return the one row this person may know of, looked for by numbers and texts of its own columns. Raises Http404,
    alike for what is hidden and what never was."""
    found = _question(model, tuple(lookup))(sees_private(user), *lookup.values())
    if not found:
        raise Http404
    return found[0]


@cache
def _question(model, names):
    return rows_of(
        model, lambda private, *values: model.objects.scoped(private).filter(**dict(zip(names, values, strict=True)))
    )


class Refused(PermissionDenied):
    """A policy said no, about an entry that the person sees."""

    def __init__(self, entry):
        super().__init__()
        self.entry = entry


def require(permitted, entry=None):
    """Go on only when a policy said yes (about this entry). Raises PermissionDenied (403)."""
    if not permitted:
        raise Refused(entry)


def text_in(data, name):
    """Return a posted text without NUL, which no database keeps; '' when it is missing."""
    return data.get(name, "").replace("\0", "")


def number(request, name="page"):
    """Return a whole number from the query, 1 for nonsense."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def see_other(address):
    """Return the answer to a form that was accepted: 303, so that the browser goes on with a GET."""
    return HttpResponseRedirect(address, status=303)
