"""What stands around an entry, and the map of all."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.models import sees_private
from wiki.readers.map import as_json, whole_map
from wiki.readers.map_list import map_list
from wiki.readers.neighbourhood import neighbourhood
from wiki.views.conditional import conditional, kept_list
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, number


@require_safe
@kept_list
def around(request, kind, slug):
    """The entry amid its neighbours, or also theirs with `?steps=2`."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    page = neighbourhood(entry, request.user, 2 if request.GET.get("steps") == "2" else 1)
    return render(request, "wiki/entry_graph.html", {"page": page, "nav": f"{kind}s"})


@require_safe
@kept_list
def whole(request):
    """The map of the wiki; what it draws comes from `data`, and the list below it does without."""
    return render(request, "wiki/graph.html", {"page": map_list(request.user, number(request)), "nav": "graph"})


@require_safe
@kept_list
def data(request):
    """What the map draws, as JSON columns; `edges` are a place, a place and a weight, one after the other."""
    found = as_json(whole_map(request.user), sees_private(request.user))
    options = {"ensure_ascii": False, "separators": (",", ":")}
    return conditional(request, JsonResponse(found, json_dumps_params=options))
