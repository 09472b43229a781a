"""What stands around an entry."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.readers.neighbourhood import neighbourhood
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404


@require_safe
def around(request, kind, slug):
    """The entry amid its neighbours, or also theirs with `?steps=2`."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    page = neighbourhood(entry, request.user, 2 if request.GET.get("steps") == "2" else 1)
    return render(request, "wiki/entry_graph.html", {"page": page, "nav": f"{kind}s"})
