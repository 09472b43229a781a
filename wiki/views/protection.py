"""Protect an entry, and lift that again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wiki import policies, readers
from wiki.actions import protecting
from wiki.actions.errors import SaveRefused
from wiki.forms.protection import ProtectionForm
from wiki.views.entries import MODELS
from wiki.views.lookup import require, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def protection(request, kind, slug):
    """Say who may change an entry, and decide it with a reason."""
    entry = readers.entry_by_any_name(MODELS[kind], slug, request.user) if request.method == "POST" else None
    entry = entry or MODELS[kind].objects.visible_to(request.user).filter(kind=kind, slug=slug).first()
    if entry is None:
        raise Http404
    require(policies.can_moderate(request.user))
    held = policies.protection_of(entry)
    if request.method != "POST":
        return _page(request, entry, held, ProtectionForm(initial=_as_it_is(held)))
    form = ProtectionForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, held, form, status=422)
    data = form.cleaned_data
    try:
        if data["level"] == "open":
            lifted = protecting.unprotect(entry, by=request.user, reason=data["reason"])
            said = "The protection is lifted: everybody who may write here can change this page." if lifted else ""
        else:
            protecting.protect(entry, by=request.user, reason=data["reason"], until=data["until"])
            said = "Only admins can change this page now."
    except SaveRefused as refused:
        form.refuse(refused)
        return _page(request, entry, held, form, status=422)
    messages.success(request, said or "It was not protected, so nothing was changed.")
    return see_other(entry.get_absolute_url())


def _as_it_is(held):
    if held is None:
        return {"level": "admins"}
    until = timezone.localtime(held.until).date().isoformat() if held.until else ""
    return {"level": "admins", "until": until, "reason": held.reason}


def _page(request, entry, held, form, status=200):
    page = {"entry": entry, "protection": held}
    return render(
        request, "wiki/entry_protection.html", {"page": page, "form": form, "nav": f"{entry.kind}s"}, status=status
    )
