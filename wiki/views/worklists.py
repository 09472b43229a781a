"""What is to be done: names that are not written yet, entries that nothing links to."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wiki import policies
from wiki.actions import leading
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.forms.worklists import LeadForm
from wiki.models.entry import path_of
from wiki.readers.names import entries_meant
from wiki.readers.orphans import any_page, orphans_page
from wiki.readers.rows import row
from wiki.readers.wanted import wanted_page
from wiki.views.conditional import kept_list
from wiki.views.lookup import number, require, see_other


@require_safe
@kept_list
def wanted(request):
    """Names that are linked and not written, by the number of entries that want them."""
    page = wanted_page(request.user, request.GET.get("kind", ""), number(request))
    return render(request, "wiki/wanted.html", {"page": page, "nav": "wanted"})


@require_http_methods(["GET", "HEAD", "POST"])
def wanted_lead(request):
    """Ask to which entry a wanted name leads, and make it another name of that entry."""
    require(policies.can_edit(request.user))
    if request.method != "POST":
        asked = {field: request.GET.get(field, "").replace("\0", "") for field in ("name", "into")}
        return _lead_page(request, LeadForm(initial=asked))
    form = LeadForm(request.POST)
    if not form.is_valid():
        return _lead_page(request, form, status=422)
    found = entries_meant(form.cleaned_data["into"], request.user)
    if len(found) != 1:
        said = "Nothing has this name." if not found else "Several entries have this name. Choose one."
        form.add_error("into", said)
        return _lead_page(request, form, found, status=422)
    return _lead(request, form, found[0])


def _lead(request, form, entry):
    try:
        saved = leading.lead(form.cleaned_data["name"], entry, by=request.user)
    except SaveRefused as refused:
        form.refuse(refused)
        return _lead_page(request, form, status=422)
    except EditConflict:
        form.add_error(None, f"“{entry.title}” was saved at this moment, so nothing was changed. Send it again.")
        return _lead_page(request, form, status=409)
    name = form.cleaned_data["name"]
    if saved.edit is None:
        messages.info(request, f"“{name}” was another name of “{entry.title}” already, so nothing was changed.")
    else:
        tell_revision(request, saved, f"“{name}” leads to “{saved.entry.title}” now.")
    return see_other(reverse("wanted"))


def _lead_page(request, form, choices=(), status=200):
    choices = [(path_of(entry), row(entry)) for entry in choices]
    context = {"form": form, "choices": choices, "nav": "wanted"}
    return render(request, "wiki/wanted_lead.html", context, status=status)


@require_safe
@kept_list
def orphans(request):
    """Entries that no other entry links to."""
    page = orphans_page(request.user, request.GET.get("kind", ""), number(request))
    return render(request, "wiki/orphans.html", {"page": page, "nav": "orphans"})


@require_safe
@never_cache
def random(request):
    """Any page; where there is none, the first page, which says what comes next."""
    return HttpResponseRedirect(any_page(request.user) or reverse("home"))


def tell_revision(request, saved, said):
    """Say what was done to an entry, with the way to the revision that did it."""
    messages.success(
        request,
        format_html(
            '{} <a href="{}history/{}/">See the revision</a>', said, saved.entry.get_absolute_url(), saved.entry.number
        ),
    )
