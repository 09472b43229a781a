"""Sentences that name an entry without linking it, each with its link one click away."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wiki import policies, readers
from wiki.actions import unlinked
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.models import Entry
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, require, see_other, text_in


@require_http_methods(["GET", "HEAD", "POST"])
def mentions(request, kind, slug):
    """List them; `?part=names` gives the names alone, for the note after a save.

    A POST with `source`, `target` (as kind/slug), `name` and `sentence` links or ignores one.
    """
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    require(policies.can_edit(request.user))  # the acts are on other texts as well: each asks for its own
    if request.method == "POST":
        decide(request)
        return see_other(request.path)
    if request.GET.get("part") == "names":
        return JsonResponse({"names": readers.unlinked_names(entry, request.user)})
    page = readers.mentions_page(entry, request.user)
    return render(request, "wiki/entry_mentions.html", {"page": page, "nav": f"{kind}s"})


def decide(request):
    source, target = (_entry(request, text_in(request.POST, end)) for end in ("source", "target"))
    if request.POST.get("action") == "ignore":
        unlinked.ignore_mention(source, target, by=request.user)
        messages.info(request, f"“{source.title}” will not be asked to link “{target.title}” again.")
        return
    name, sentence = text_in(request.POST, "name"), text_in(request.POST, "sentence").replace("\r\n", "\n")
    try:
        unlinked.link_mention(source, target, name, sentence, by=request.user)
    except (SaveRefused, EditConflict) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{source.title}” links to “{target.title}” now.")


def _entry(request, address):
    kind, _, slug = address.partition("/")
    if kind not in MODELS:
        raise Http404
    return get_visible_or_404(Entry, request.user, kind=kind, slug=slug)
