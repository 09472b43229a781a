"""Delete entries, look into the recycle bin, take them out of it or delete them for good."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wiki import policies
from wiki.actions import deleting
from wiki.actions.errors import SaveRefused
from wiki.forms.naming import ReasonForm
from wiki.models import Entry
from wiki.readers.bin import bin_page, find_deleted, is_deleted
from wiki.readers.impact import delete_page
from wiki.views.lookup import number, require, see_other
from wiki.views.renaming import entry_to_change
from wiki.views.visibility import tell_private

ASKING = require_http_methods(["GET", "HEAD", "POST"])


@ASKING
def delete(request, kind, slug):
    """Show what would go red, and put the entry into the bin."""
    try:
        entry, elsewhere = entry_to_change(request, kind, slug, "delete", policies.can_delete)
    except Http404:
        if request.method == "POST" and is_deleted(kind, slug, request.user):  # the same form, sent twice
            return see_other(reverse("bin"))
        raise
    if elsewhere is not None:
        return elsewhere
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if entry.slug != slug:
            form.add_error(None, f"Somebody has called it “{entry.title}” meanwhile. Is it still the one you mean?")
            status = 409
        elif form.is_valid():
            try:
                deleting.delete(entry, by=request.user, reason=form.cleaned_data["reason"])
            except deleting.Gone as gone:
                messages.info(request, str(gone))
            except SaveRefused as refused:
                form.refuse(refused)
                return _delete_page(request, entry, form, 422)
            else:
                undo = reverse("bin_restore", args=[entry.pk])
                messages.success(request, f"“{entry.title}” is in the recycle bin.", extra_tags=undo)
            return see_other(reverse("bin"))
    return _delete_page(request, entry, form, status)


def _delete_page(request, entry, form, status):
    context = {"page": delete_page(entry, request.user), "form": form, "nav": f"{entry.kind}s"}
    return render(request, "wiki/entry_delete.html", context, status=status)


@require_safe
def contents(request):
    """What was deleted, newest first."""
    require(policies.can_look_behind(request.user))
    page = bin_page(request.user, number(request))
    context = {"page": page, "can_purge": policies.can_purge(request.user), "nav": "bin"}
    return render(request, "wiki/bin.html", context)


@ASKING
def restore(request, key):
    """Take an entry out of the bin."""
    return _act(request, key, "restore", policies.can_delete, deleting.restore)


@ASKING
def purge(request, key):
    """Delete an entry for good."""
    return _act(request, key, "purge", policies.can_purge, deleting.purge)


def _act(request, key, act, policy, do):
    require(policies.can_delete(request.user) and policy(request.user))
    found = find_deleted(key, request.user)
    if found is None:
        live = Entry.objects.visible_to(request.user).filter(pk=key).first()
        if request.method == "POST" and live is not None:  # the same form, sent twice
            return see_other(live.get_absolute_url())
        raise Http404
    entry, row = found
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            back = do(entry, by=request.user, reason=form.cleaned_data["reason"])
        except deleting.Gone as gone:
            messages.info(request, str(gone))
            return see_other(reverse("bin"))
        except SaveRefused as refused:
            form.refuse(refused)
        else:
            return _done(request, entry, back)
    context = {"row": row, "entry": entry, "form": form, "act": act, "nav": "bin"}
    return render(request, "wiki/bin_act.html", context, status=422 if request.method == "POST" else 200)


def _done(request, entry, back):
    if back is None:
        messages.success(request, f"“{entry.title}” was deleted for good.")
        return see_other(reverse("bin"))
    tell_private(request, back, f"“{back.title}” is back.")
    return see_other(back.get_absolute_url())
