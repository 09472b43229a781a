"""Cards: the opening of an entry, shown beside a link to it."""

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from wiki.readers.cards import find_card
from wiki.views.conditional import conditional, kept


@require_safe
@kept
def card(request, kind, slug):
    """A piece of a page. By another name than its own an entry has none: links lead to entries by their address."""
    found = find_card(kind, slug, request.user)
    if found is None:
        raise Http404
    return conditional(request, HttpResponse(render_to_string("wiki/card.html", {"card": found})))
