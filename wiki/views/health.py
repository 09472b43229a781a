"""The garden's health: what is to be mended, and the buttons that mend it. For people who see every entry."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wiki import policies
from wiki.actions import leading
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.addresses import address
from wiki.forms.entry import number_in
from wiki.models import Entry
from wiki.readers.health import health_page
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, number, require, see_other, text_in
from wiki.views.worklists import tell_revision


@require_safe
def health(request):
    """All lists with their first rows; `?list=` one of them, by pages."""
    require(policies.can_look_behind(request.user))
    page = health_page(request.GET.get("list", ""), number(request))
    return render(request, "wiki/health.html", {"page": page, "nav": "health"})


@require_POST
def related(request):
    """Let `entry` list `other` as related; both are named as a link would name them."""
    require(policies.can_edit(request.user))
    entry, other = _entry(request, "entry"), _entry(request, "other")

    def relate(base):
        saved = leading.relate(entry, other, base=base, by=request.user)
        said = f"“{entry.title}” lists “{other.title}” as related now."
        return saved, said, f"“{entry.title}” lists “{other.title}” already, so nothing was changed."

    return _done(request, entry, relate, "related")


@require_POST
def alias(request):
    """Take a given name away from `entry`."""
    require(policies.can_edit(request.user))
    entry, name = _entry(request, "entry"), text_in(request.POST, "name")

    def release(base):
        saved = leading.release(name, entry, base=base, by=request.user)
        said = f"“{name}” is no longer a name of “{entry.title}”."
        return saved, said, f"“{name}” was no other name of “{entry.title}”, so nothing was changed."

    return _done(request, entry, release, "names")


def _entry(request, field):
    folder, _, slug = text_in(request.POST, field).partition("/")
    kind = folder.removesuffix("s")
    if kind not in MODELS:
        raise Http404
    return get_visible_or_404(Entry, request.user, kind=kind, slug=slug)


def _done(request, entry, act, name):
    """Do what a button of a list says, tell what became of it, and go back to the list."""
    base = number_in(request.POST.get("base"))
    try:
        if not base:
            raise SaveRefused("This form does not say which revision it began with. The list is new now; try it again.")
        saved, said, unchanged = act(base)
    except SaveRefused as refused:
        messages.error(request, str(refused))
    except EditConflict:
        messages.error(
            request, f"“{entry.title}” was changed meanwhile, so nothing was done. Look at it and try again."
        )
    else:
        if saved.edit is None:
            messages.info(request, unchanged)
        else:
            tell_revision(request, saved, said)
    kind, _, slug = text_in(request.POST, "at").partition("s/")
    if kind in MODELS and slug:  # the button stood on the page of this entry's links
        return see_other(address(f"{kind}_links", slug))
    page = number_in(request.POST.get("page")) or 1
    return see_other(f"{reverse('health')}?{urlencode({'list': name, 'page': page})}")
