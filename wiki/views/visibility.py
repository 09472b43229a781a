"""Make an entry public or private, or ask for it: the only page that changes it. Its log, and taking a change back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from wiki import policies
from wiki.actions import publishing, requesting
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.forms.moderation import ChangeForm, HorizonForm
from wiki.models import Visibility, VisibilityChange
from wiki.readers.moderation import difference, has_older, visibility_log
from wiki.readers.publication import publication_page
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, require, see_other, text_in


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, kind, slug):
    """Show what would appear or vanish, and do it, or file a request; `action` withdraws one or moves the horizon."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    require(policies.can_ask(request.user))
    if request.method != "POST":
        return page(request, entry)
    act = {"withdraw": _withdraw, "horizon": _move_horizon}.get(request.POST.get("action"), _change)
    return act(request, entry)


def _change(request, entry):
    form = ChangeForm({**request.POST.dict(), "reason": text_in(request.POST, "reason")}, entry=entry)
    if not form.is_valid():
        return page(request, entry, form, status=422)
    wanted, base, reason = (form.cleaned_data[name] for name in ("visibility", "base", "reason"))
    try:
        if policies.can_publish(request.user):
            act = publishing.publish if wanted == Visibility.PUBLIC else publishing.hide
            return _changed(request, entry, wanted, act([entry], by=request.user, reason=reason, base=base))
        requesting.ask(entry, wanted, by=request.user, note=reason, base=base)
    except EditConflict:
        form.add_error(None, "The text was changed meanwhile, so nothing was done. This is what was changed:")
        return page(request, entry, form, status=409, since=base)
    except requesting.AskedAlready as refused:
        messages.info(request, str(refused))
    except publishing.NotNow as refused:
        messages.info(request, f"Nothing was asked for. {refused}")
        return see_other(entry.get_absolute_url())
    else:
        messages.success(request, "An admin will decide, and you will be told.")
    return see_other(address(entry))


def _changed(request, entry, wanted, changed):
    if changed:
        row = changed[0].visibility_changes.visible_to(request.user).first()
        undo = reverse(f"{entry.kind}_visibility_undo", args=[entry.slug, row.pk])
        messages.success(request, f"“{entry.title}” is {wanted} now.", extra_tags=undo)
    else:
        get_visible_or_404(type(entry), request.user, pk=entry.pk)  # deleted at this moment
        messages.info(request, f"“{entry.title}” was {wanted} already, so nothing was changed.")
    return see_other(entry.get_absolute_url())


def _withdraw(request, entry):
    asked = requesting.open_request(entry)
    if asked is None:
        messages.info(request, "No request waits any more.")
    else:
        try:
            requesting.withdraw(asked, by=request.user)
        except SaveRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Your request was taken back.")
    return see_other(address(entry))


def _move_horizon(request, entry):
    require(policies.can_moderate(request.user))
    form = HorizonForm({**request.POST.dict(), "reason": text_in(request.POST, "reason")})
    if form.is_valid():
        number, reason, seen = (form.cleaned_data[name] for name in ("number", "reason", "seen"))
        try:
            row = publishing.move_horizon(entry, number, by=request.user, reason=reason, seen=seen)
        except EditConflict as conflict:
            now = conflict.entry
            form.add_error(
                None,
                f"It was changed meanwhile, so nothing was done. Revision {now.number} is the latest now, and readers"
                f" see revision {now.public_from} and what follows.",
            )
            return page(request, entry, horizon=form, status=409, since=seen[0])
        except publishing.NotNow as refused:
            form.refuse(refused)
        else:
            undo = reverse(f"{entry.kind}_visibility_undo", args=[entry.slug, row.pk])
            messages.success(request, f"Readers see the history from revision {number} on.", extra_tags=undo)
            return see_other(address(entry))
    return page(request, entry, horizon=form, status=422)


@require_POST
def undo(request, kind, slug, change):
    """Take back a change of this entry."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    require(policies.can_publish(request.user))
    found = VisibilityChange.objects.visible_to(request.user).filter(entry=entry.pk, pk=change).first()
    if found is None:
        raise Http404
    try:
        row = publishing.undo(found, by=request.user, reason=text_in(request.POST, "reason").strip()[:500])
    except publishing.NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Taken back. “{entry.title}” is {row.visibility} as before.")
    return see_other(address(entry))


def tell_private(request, entry, said):
    """Say what was done, and that the entry is private now: with a link for who may publish it again."""
    text = "{} It is private; who may publish can make it public again."
    if policies.can_publish(request.user):
        text = '{} It is private. <a href="{}">Make it public again</a>'
    messages.success(request, format_html(text, said, address(entry)))


def address(entry):
    return f"{entry.get_absolute_url()}visibility/"


def page(request, entry, form=None, *, horizon=None, status=200, since=0):
    """The page about the entry as it is stored now; `since` is the revision that an overtaken form was opened on."""
    entry = get_visible_or_404(type(entry), request.user, pk=entry.pk)
    other = Visibility.PRIVATE if entry.is_public else Visibility.PUBLIC
    if form is not None:
        form.data = {**form.data, "visibility": other, "base": entry.number}
    asked, log = requesting.open_request(entry), visibility_log(entry, request.user)
    context = {
        "page": publication_page(entry, other),
        "form": form or ChangeForm(initial={"visibility": other, "base": entry.number}, entry=entry),
        "difference": difference(entry, since, request.user),
        "asked": asked,
        "is_mine": asked is not None and asked.by_id == request.user.pk,
        "log": log,
        "has_older": has_older(log),
        "can_audit": policies.can_audit(request.user),
        "can_publish": policies.can_publish(request.user),
        "horizon": _horizon(request, entry, horizon),
        "nav": f"{entry.kind}s",
    }
    return render(request, "wiki/entry_visibility.html", context, status=status)


def _horizon(request, entry, form):
    seen = HorizonForm.seen_of(entry)
    if form is not None:
        form.data = {**form.data, "seen": seen}
    elif entry.is_public and entry.number > 1 and policies.can_moderate(request.user):
        form = HorizonForm(initial={"number": entry.public_from, "seen": seen})
    return form
