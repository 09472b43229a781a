"""The queue of requests, for who may publish, and the notices that people get of what was decided."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wiki import policies
from wiki.actions import requesting, telling
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.forms.moderation import DecisionForm
from wiki.models import Visibility
from wiki.readers.moderation import find_request, queue, queue_page, request_page
from wiki.readers.notices import notices_page
from wiki.views.lookup import number, require, see_other, text_in

ASKING = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def requests(request):
    """What waits for a decision, and what was decided."""
    require(policies.can_publish(request.user))
    return render(
        request, "wiki/moderation.html", {"page": queue_page(request.user, number(request)), "nav": "moderation"}
    )


@ASKING
def decide(request, key):
    """One request with its text and what would appear or vanish; `action` does it or declines it."""
    require(policies.can_publish(request.user))
    asked = find_request(key, request.user)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _page(request, asked)
    form = DecisionForm({**request.POST.dict(), "reason": text_in(request.POST, "reason")}, entry=asked.entry)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    data = form.cleaned_data
    try:
        if data["action"] == "publish":
            requesting.publish(asked, by=request.user, reason=data["reason"], base=data["base"])
        else:
            requesting.decline(asked, by=request.user, reason=data["reason"])
    except EditConflict:
        form.add_error(None, "The text was changed meanwhile, so nothing was done. This is what was changed:")
        return _page(request, asked, form, status=409, since=data["base"])
    except requesting.Decided as decided:
        if decided.asked.decided_by_id == request.user.pk and decided.asked.decision == data["action"]:
            return see_other(reverse("moderation"))  # the same form, sent twice
        form.add_error(None, str(decided))
        return _page(request, asked, form, status=409)
    except SaveRefused as refused:
        form.refuse(refused)
        return _page(request, asked, form, status=422)
    _tell(request, asked, data["action"])
    return see_other(reverse("moderation"))


def _tell(request, asked, action):
    entry, undo = asked.entry, ""
    told = f" {asked.by} is told." if asked.by is not None and asked.by_id != request.user.pk else ""
    if action == "decline":
        said = f"“{entry.title}” stays as it is.{told}"
    else:
        said = f"“{entry.title}” is {asked.visibility} now.{told}"
        row = entry.visibility_changes.visible_to(request.user).first()
        if row is not None and row.visibility == asked.visibility:
            undo = reverse(f"{entry.kind}_visibility_undo", args=[entry.slug, row.pk])
    messages.success(request, said, extra_tags=undo)


def _page(request, asked, form=None, status=200, since=0):
    page = request_page(asked.pk, request.user, since)
    if page is None:
        raise Http404
    if form is not None:
        form.data = {**form.data, "base": page.asked.entry.number, "action": ""}
    context = {
        "page": page,
        "queue": queue(request.user),
        "form": form or DecisionForm(initial={"base": page.asked.entry.number}, entry=page.asked.entry),
        "asks_public": page.asked.visibility == Visibility.PUBLIC,
        "nav": "moderation",
    }
    return render(request, "wiki/moderation_request.html", context, status=status)


@ASKING
def notices(request):
    """What this person was told; a POST marks it all as seen."""
    require(request.user.is_authenticated)
    if request.method == "POST":
        telling.mark_seen(request.user)
        return see_other(reverse("notices"))
    page = notices_page(request.user, number(request))
    return render(request, "wiki/notices.html", {"page": page, "nav": "notices"})
