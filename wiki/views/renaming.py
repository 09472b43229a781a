"""Give an entry another title."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wiki import policies, readers
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.renaming import rename as rename_entry
from wiki.actions.saving import clean
from wiki.document.names import BadName, clean_name
from wiki.forms.naming import RenameForm
from wiki.readers.impact import rename_page
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, require, see_other


def entry_to_change(request, kind, slug, act, policy):
    """Return (entry, None) to go on with, or (None, redirect) for a GET under another name of the entry.

    A form that comes in under a former address is not lost. Raises Http404, then PermissionDenied.
    """
    entry = readers.entry_by_any_name(MODELS[kind], slug, request.user)
    if entry is None:
        raise Http404
    if request.method != "POST" and (entry.kind, entry.slug) != (kind, slug):
        return None, HttpResponsePermanentRedirect(f"{entry.get_absolute_url()}{act}/")
    require(policy(request.user, entry), entry)
    return entry, None


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request, kind, slug):
    """A form for the new title, what it would change, and the change."""
    entry, elsewhere = entry_to_change(request, kind, slug, "rename", policies.can_rename)
    if elsewhere is not None:
        return elsewhere
    if request.method != "POST":
        form = RenameForm(initial={"title": request.GET.get("title", "").replace("\0", "") or entry.title})
        return _page(request, form, entry)
    form = RenameForm({"title": entry.title, **request.POST.dict()})
    if entry.slug != slug:
        if entry.title == _cleaned(form["title"].value()):  # the same form, sent twice
            return see_other(entry.get_absolute_url())
        form.add_error(None, f"Somebody has called it “{entry.title}” meanwhile. Rename it again if that is not right.")
        return _page(request, form, entry, status=409)
    if not form.is_valid():
        return _page(request, form, entry, status=422)
    if request.POST.get("action") == "preview":
        return _preview(request, form, entry)
    return _rename(request, form, entry)


rename.unsaved = ("preview",)


def _preview(request, form, entry):
    try:
        title = clean(replace(entry.document(), title=form.cleaned_data["title"])).title
    except SaveRefused as refused:
        form.refuse(refused)
        return _page(request, form, entry, status=422)
    return _page(request, form, entry, title)


def _rename(request, form, entry):
    data, title = form.cleaned_data, form.cleaned_data["title"]
    try:
        done = rename_entry(entry, title, by=request.user, reason=data["reason"], rewrite=data["rewrite"])
    except SaveRefused as refused:
        form.refuse(refused)
        return _page(request, form, entry, _cleaned(title), status=422)
    except EditConflict:
        form.add_error(None, "Somebody gave it another title at the same moment. Look at it again before you go on.")
        return _page(request, form, get_visible_or_404(type(entry), request.user, pk=entry.pk), status=409)
    messages.add_message(request, *_said(done, entry.title))
    return see_other(done.entry.get_absolute_url())


def _said(done, old):
    if done.edit is None:
        return messages.INFO, "It has this title already, so nothing was changed."
    said = f"Renamed. “{old}” goes on leading here."
    if done.rewritten:
        count = len(done.rewritten)
        said += f" {count} text{'s' if count > 1 else ''} now say{'' if count > 1 else 's'} “{done.entry.title}”."
    if done.left:
        said += (
            f" {done.left} text{'s' if done.left > 1 else ''} still link{'' if done.left > 1 else 's'} by the old name."
        )
    if done.protected:
        said += f" Protected, and so left as they were: {', '.join(f'“{title}”' for title in done.protected)}."
    return messages.SUCCESS, said


def _cleaned(title):
    try:
        return clean_name(title)
    except BadName:
        return ""


def _page(request, form, entry, title="", status=200):
    page = rename_page(entry, request.user, title)
    return render(
        request, "wiki/entry_rename.html", {"page": page, "form": form, "nav": f"{entry.kind}s"}, status=status
    )
