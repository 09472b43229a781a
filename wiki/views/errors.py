"""What to say when something is refused."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.forms.utils import pretty_name
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import bad_request as plain_bad_request

from wiki import policies
from wiki.forms.entry import FORMS
from wiki.readers.bin import find_named
from wiki.views.room import is_full

TEXTS = ("title", "body", "summary", "aliases", "tags", "related", "author", "publication", "published", "source_url")
TEXTS += ("into", "note", "reason", "name", "description")  # what people write into forms


def forbidden(request, exception):
    """Somebody may not do this: say why, and hand back what they wrote."""
    context = why_refused(request.user, getattr(exception, "entry", None))
    if request.method == "POST":
        context["texts"] = texts_of(request)
    elif not request.user.is_authenticated and not request.path.startswith("/accounts/"):
        context["back"] = request.get_full_path()
    return render(request, "403.html", context, status=403)


def texts_of(request):
    """Return (name, label, text) of what somebody wrote into the form that they sent."""
    return [(name, label_of(name), text) for name in TEXTS if (text := request.POST.get(name, "")).strip()]


def broken(request):
    """A fault of ours: 500; where the database does not answer 503, to try again, and where its disk is full 507.

    What was written comes back, on a page that asks neither a database nor a session.
    """
    error = sys.exc_info()[1]
    if is_full(error):
        return _given_back(request, "full.html", 507)
    if isinstance(error, OperationalError | InterfaceError):
        return _given_back(request, "away.html", 503, {"Retry-After": "10"})
    return _given_back(request, "500.html", 500)


def _given_back(request, template, status, headers=()):
    page = render_to_string(template, {"texts": texts_of(request), "acting": request.method == "POST"})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store", **dict(headers)})


def label_of(name):
    """What the editor calls the field of this name."""
    field = FORMS["essay"].base_fields.get(name)
    return (field and field.label) or pretty_name(name)


def missing(request, exception):
    """Nothing is here, for this person. Who may look into the recycle bin is told what was deleted from here."""
    context, match = {}, request.resolver_match
    if match is not None and "kind" in match.kwargs and request.user.is_authenticated:
        context["deleted"] = find_named(match.kwargs["kind"], match.kwargs.get("slug", ""), request.user)
    return render(request, "404.html", context, status=404)


def why_refused(user, entry=None):
    """Return what a page needs to say why: `blocked`, the person; `protection` of the entry, for who could edit it."""
    if user is not None and user.is_authenticated and user.is_blocked:
        return {"blocked": user}
    if entry is not None and policies.can_edit(user):
        return {"protection": policies.protection_of(entry), "entry": entry}
    return {}


def stale_form(request, reason=""):
    """A form without its token: opened long ago, in another window, or by another site. Nothing was done.

    A view that takes texts has `give_back`, which hands the text to its writer.
    """
    match = request.resolver_match
    if match is not None and hasattr(match.func, "give_back"):
        return match.func.give_back(request, **match.kwargs)
    return render(request, "403_csrf.html", status=403)


def bad_request(request, exception):
    """A request that cannot be read. One that is too large says so: the text is still in the browser's form."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "413.html", status=413)
    return plain_bad_request(request, exception)
