"""Describe a tag, rename it, make two into one."""

from contextlib import suppress
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wiki import policies
from wiki.actions.errors import SaveRefused
from wiki.actions.retagging import describe_tag, rename_tag
from wiki.forms.tags import DescribeForm, RenameTagForm
from wiki.readers.retagging import manage_page, renaming_of
from wiki.views.lookup import require, see_other, text_in

NAMED = 30  # protected entries, or tags, that one answer names


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request, slug):
    """Forms for the description and the name of a tag, and what they change."""
    page = manage_page(slug, request.user)
    if page is None:
        raise Http404
    require(policies.can_edit(request.user))
    if request.method != "POST":
        return _look(request, page)
    if request.POST.get("action") == "describe":
        return _describe(request, page)
    form = _rename_form(request.POST.dict(), page)
    try:
        if form.is_valid():
            return _rename(request, page, form)
    except SaveRefused as refused:
        form.refuse(refused)
    return _page(request, page, form, status=422)


manage.unsaved = ("preview",)


def _look(request, page):
    """The forms; with `?name=` what that name would do."""
    form = _rename_form({**request.GET.dict(), "name": text_in(request.GET, "name")}, page)
    if form.is_valid() and form.cleaned_data["name"]:
        with suppress(SaveRefused):
            return _preview(request, page, form)
    return _page(request, page, _rename_form({"narrower": "on"}, page))


def _rename_form(data, page):
    return RenameTagForm({"name": page.tag.name, **data})


def _describe(request, page):
    form = DescribeForm(request.POST.dict())
    try:
        if form.is_valid():
            data = form.cleaned_data
            describe_tag(page.tag.slug, data["description"], by=request.user, was=_lines(data["was"]))
            messages.success(request, "The description is saved.")
            return see_other(reverse("tag_detail", args=[page.tag.slug]))
    except SaveRefused as refused:
        form.refuse(refused)
    form.data = {**form.data, "was": page.tag.description}  # what was seen by now
    return _page(request, page, _rename_form({"narrower": "on"}, page), describing=form, status=422)


def _lines(text):
    return text.replace("\r\n", "\n")  # as browsers send it


def _rename(request, page, form):
    data, act = form.cleaned_data, request.POST.get("action")
    renaming = renaming_of(page, data["name"], request.user, _with_narrower(page, data))
    if act == "preview" or (renaming.is_merge and act != "merge"):
        return _preview(request, page, form, 200 if act == "preview" else 409)
    done = rename_tag(
        page.tag.slug,
        renaming.name,
        by=request.user,
        narrower=_with_narrower(page, data),
        reason=data["reason"],
        description=_lines(data["description"]) if "description" in request.POST else None,
    )
    messages.add_message(request, *_said(done, page.tag.name, renaming.name))
    if done.left > len(done.protected):
        query = {"name": renaming.name, "reason": data["reason"], **({"narrower": "on"} if data["narrower"] else {})}
        return see_other(f"{reverse('tag_manage', args=[page.tag.slug])}?{urlencode(query)}")
    return see_other(reverse("tag_detail", args=[done.slug if done.changed else page.tag.slug]))


def _with_narrower(page, data):
    return data["narrower"] or not page.is_carried


def _preview(request, page, form, status=200):
    data = form.cleaned_data
    page.renaming = renaming_of(page, data["name"], request.user, _with_narrower(page, data))
    if "description" not in form.data:
        form.data = {**form.data, "description": page.renaming.description}
    return _page(request, page, form, status=status)


def _said(done, old, new):
    if not done.changed and not done.left:
        return messages.INFO, "It is called so already, so nothing was changed."
    count = "1 entry says" if done.changed == 1 else f"{done.changed} entries say"
    said = f"{count} “{new}” now." if done.changed else "No entry was changed."
    if done.left:
        said += f" {done.left} {'keeps' if done.left == 1 else 'keep'} “{old}”."
    if done.protected:
        said += f" Protected, and so left as they were: {_named(done.protected)}."
    if done.left > len(done.protected):
        said += " The others were left for now: send this form again to go on with them."
    if done.undescribed:
        said += f" The description of {_named(done.undescribed)} did not go along: readers would have come to see it."
        said += " Where that tag is gone, an admin finds it in the audit log."
    return messages.WARNING if done.left else messages.SUCCESS, said


def _named(names):
    more = " and others" if len(names) > NAMED else ""
    return f"{', '.join(f'“{name}”' for name in names[:NAMED])}{more}"


def _page(request, page, form, describing=None, status=200):
    tag = page.tag
    describing = describing or DescribeForm(initial={"description": tag.description, "was": tag.description})
    context = {"page": page, "form": form, "describing": describing, "nav": "tags"}
    return render(request, "wiki/tag_manage.html", context, status=status)
