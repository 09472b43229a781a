"""Make an entry public or private: the only page that changes it."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wiki import policies
from wiki.actions import publishing
from wiki.actions.errors import EditConflict
from wiki.models import Visibility
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, require, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, kind, slug):
    """Say what the entry is, and change it with a reason; refused when its text changed since the page was opened."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    require(policies.can_publish(request.user))
    if request.method != "POST":
        return page(request, entry)
    wanted, base = request.POST.get("visibility", ""), request.POST.get("base", "")
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    if wanted not in Visibility.values:
        return page(request, entry, "Choose who may read it.", status=422)
    if not (base.isascii() and base.isdigit() and len(base) < 9):
        return page(request, entry, "This form does not say which revision was looked at. Send it again.", status=422)
    act = publishing.publish if wanted == Visibility.PUBLIC else publishing.hide
    try:
        changed = act([entry], by=request.user, reason=reason, base=int(base))
    except EditConflict:
        return page(request, entry, "The text was changed meanwhile, so nothing was done. Read it first.", status=409)
    if changed:
        messages.success(request, f"“{entry.title}” is {wanted} now.")
    return see_other(entry.get_absolute_url())


def page(request, entry, error="", status=200):
    entry = get_visible_or_404(type(entry), request.user, pk=entry.pk)  # as it is stored now
    wanted = request.POST.get("visibility") or request.GET.get("visibility") or ""
    if wanted not in Visibility.values:
        wanted = entry.visibility
    context = {"entry": entry, "wanted": wanted, "reason": request.POST.get("reason", ""), "error": error}
    context |= {"nav": f"{entry.kind}s", "choices": Visibility.choices}
    return render(request, "wiki/entry_visibility.html", context, status=status)
