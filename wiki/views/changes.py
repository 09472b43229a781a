"""What was changed lately, and up to when somebody has seen it."""

import datetime

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.timezone import is_aware
from django.views.decorators.http import require_POST, require_safe

from wiki.actions import visiting
from wiki.forms.changes import ChangesForm
from wiki.readers.changes import changes_page
from wiki.views.conditional import kept_list
from wiki.views.lookup import require, see_other, text_in


@require_safe
@kept_list
def changes(request):
    """The changes that this person sees, as far as they ask for them."""
    return _page(request)


def _page(request, status=200):
    form = ChangesForm(request.GET, request.user)
    form.is_valid()
    given = form.given()
    page = changes_page(request.user, form.asked(), text_in(request.GET, "after"))
    context = {
        "page": page,
        "form": form,
        "given": given,
        "newest_url": f"{reverse('changes')}?{urlencode(given)}" if given else reverse("changes"),
        "older_url": f"?{urlencode({**given, 'after': page.after})}" if page.after else "",
        "nav": "changes",
    }
    return render(request, "wiki/changes.html", context, status=status)


@require_POST
def seen(request):
    """Keep that this person has seen the changes up to the moment `until`."""
    require(request.user.is_authenticated)
    until = _moment(text_in(request.POST, "until"))
    if until is None:
        messages.error(request, "The form did not say up to when. Nothing was marked; use the button on this page.")
        return _page(request, status=422)
    visiting.see_changes(request.user, until)
    return see_other(reverse("changes"))


def _moment(text):
    """The moment that a text says, None for one that says none: without a date, a zone, or before all dates."""
    try:
        moment = parse_datetime(text)
        return moment.astimezone(datetime.UTC) if moment is not None and is_aware(moment) else None
    except (ValueError, OverflowError):
        return None
