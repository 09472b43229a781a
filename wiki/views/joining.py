"""Merge one concept into another, and divide them again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wiki import policies
from wiki.actions import joining
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.forms.naming import MergeForm
from wiki.models import Act, Concept
from wiki.readers.bin import choices_of, concepts_named
from wiki.readers.impact import merge_page
from wiki.views.lookup import get_visible_or_404, require, see_other
from wiki.views.renaming import entry_to_change
from wiki.views.visibility import tell_private


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, slug):
    """Ask into which concept, show what would move, do it."""
    source, elsewhere = entry_to_change(request, "concept", slug, "merge", policies.can_merge)
    if elsewhere is not None:
        return elsewhere
    if source.kind != "concept":
        raise Http404
    if request.method != "POST":
        into = request.GET.get("into", "").replace("\0", "")
        return _page(request, MergeForm(initial={"into": into}), source)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, source, status=422)
    found = concepts_named(form.cleaned_data["into"], request.user)
    if len(found) != 1:
        said = "No concept has this name." if not found else "Several concepts have this name. Choose one."
        form.add_error("into", said)
        return _page(request, form, source, choices=choices_of(found), status=422)
    if source.slug != slug:
        if source.pk == found[0].pk:  # the same form, sent twice
            return see_other(source.get_absolute_url())
        said = f"What you began with is “{source.title}” now: renamed, or merged. Is it still the one you mean?"
        form.add_error(None, said)
        return _page(request, form, source, status=409)
    return _decided(request, form, source, found[0])


merge.unsaved = ("preview",)


def _decided(request, form, source, target):
    asked = request.POST.get("action") == "preview"
    try:
        joining.refuse(source, target, request.user)
        if asked:
            return _page(request, form, source, target)
        data = form.cleaned_data
        done = joining.merge(source, target, by=request.user, reason=data["reason"], seen=data["seen"])
    except joining.AcrossVisibilities as refused:
        form.refuse(refused)
        return _page(request, form, source, status=403)
    except SaveRefused as refused:
        form.refuse(refused)
        return _page(request, form, source, status=422)
    except EditConflict as changed:
        form.add_error(None, f"“{changed.entry.title}” was changed meanwhile. This is what would move now.")
        return _again(request, form, source, target)
    undo = reverse("concept_unmerge", args=[done.entry.slug, done.act.pk])
    messages.success(request, f"“{source.title}” is part of this page now.", extra_tags=undo)
    return see_other(done.entry.get_absolute_url())


def _again(request, form, source, target):
    """The page about the two as they are stored now."""
    try:
        source, target = map(joining.live, (source, target))
    except SaveRefused as refused:
        form.refuse(refused)
        return _page(request, form, source, status=422)
    return _page(request, form, source, target, status=409)


def _page(request, form, source, target=None, choices=(), status=200):
    try:
        page = merge_page(source, target, request.user) if target is not None else None
    except SaveRefused as refused:  # the two together are too large
        form.refuse(refused)
        page, status = None, 422
    head = {"entry": source}
    context = {"page": page, "entry": source, "head": head, "form": form, "choices": choices, "nav": "concepts"}
    return render(request, "wiki/concept_merge.html", context, status=status)


@require_POST
def unmerge(request, slug, act):
    """Undo a merge into this concept."""
    target = get_visible_or_404(Concept, request.user, kind="concept", slug=slug)
    require(policies.can_merge(request.user, target), target)
    merged = Act.objects.visible_to(request.user).filter(pk=act, kind=Act.Kind.MERGE, other=target.pk).first()
    if merged is None:
        raise Http404
    try:
        source = joining.undo_merge(merged, by=request.user)
    except SaveRefused as refused:
        messages.error(request, str(refused))
    except EditConflict:
        messages.error(request, f"“{target.title}” was saved at this moment, so nothing was undone. Try it again.")
    else:
        tell_private(request, source, f"“{source.title}” is a page of its own again.")
        return see_other(source.get_absolute_url())
    return see_other(target.get_absolute_url())
