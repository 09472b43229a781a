"""Suppress parts of a revision, and show them again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wiki import policies
from wiki.actions import suppressing
from wiki.forms.suppression import SuppressForm
from wiki.readers.suppression import suppress_page
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, require, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def suppress(request, kind, slug, number):
    """Say who sees what of a revision, and change it with a reason."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    page = suppress_page(entry, number, request.user)
    if page is None:
        raise Http404
    require(policies.can_moderate(request.user))
    if request.method != "POST":
        return _page(request, page, SuppressForm())
    form = SuppressForm(request.POST)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        act = suppressing.suppress(
            page.edit, by=request.user, reason=form.cleaned_data["reason"], seen=form.seen_parts, **form.wanted
        )
    except suppressing.ChangedMeanwhile as changed:
        form.add_error(None, str(changed))
        return _page(request, suppress_page(entry, number, request.user), form, status=409)
    except suppressing.SuppressRefused as refused:
        form.refuse(refused)
        return _page(request, page, form, status=422)
    if act is None:
        messages.info(request, "Nothing had to be changed.")
    else:
        messages.success(request, _said(number, act.details, page.suppressed))
    return see_other(reverse(f"{kind}_revision", args=[slug, number]))


def _said(number, after, before):
    closed = [part for part in suppressing.PARTS if after[part] and not before[part]]
    shown = [part for part in suppressing.PARTS if before[part] and not after[part]]
    said = [
        f"{' and '.join(parts)} {what}" for parts, what in ((closed, "suppressed"), (shown, "shown again")) if parts
    ]
    return f"Revision {number}: {'; '.join(said)}."


def _page(request, page, form, status=200):
    chosen = page.suppressed | getattr(form, "wanted", {})
    context = {"page": page, "form": form, "chosen": chosen, "nav": f"{page.entry.kind}s"}
    context["seen"] = " ".join(part for part, is_so in page.suppressed.items() if is_so)
    return render(request, "wiki/entry_suppress.html", context, status=status)
