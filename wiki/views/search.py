"""Search, and names for somebody who is typing one."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.models import Visibility
from wiki.models.entry import entry_url
from wiki.readers import narrowing
from wiki.readers import search as reader
from wiki.readers.completion import complete_names
from wiki.search.search import ORDERS
from wiki.views.conditional import conditional
from wiki.views.lookup import number

KINDS = (*narrowing.KINDS, "citation")
LABELS = {"best": "Best first", "newest": "Lately changed first", "name": "By name"}
TAGS = 8  # that one may choose together
SUGGESTIONS = "application/x-suggestions+json"


@require_safe
def search(request):
    """The page of a search; without a question, how to ask one."""
    page = reader.search_page(asked(request), request.user)
    context = {"page": page, "nav": "search", "since": narrowing.SINCE, "orders": LABELS}
    return render(request, "wiki/search.html", context)


def asked(request):
    """Return what a query string asks for. What has no meaning is left out."""
    data = request.GET
    return reader.SearchAsked(
        text=" ".join(data.get("q", "").replace("\0", " ").split()),
        kinds=[kind for kind in dict.fromkeys(data.getlist("kind")) if kind in KINDS],
        tags=[tag for tag in dict.fromkeys(data.getlist("tag")) if tag and len(tag) <= 255 and "\0" not in tag][:TAGS],
        visibility=_one_of(Visibility.values, data.get("visibility")),
        changed=_one_of(narrowing.SINCE, data.get("changed")),
        order=_one_of(ORDERS, data.get("order")) or "best",
        literally=data.get("exact") == "1",
        page=number(request),
    )


def _one_of(known, value):
    return value if value in known else ""


@require_safe
def suggest(request):
    """Names that begin like `q`, as OpenSearch has it: [question, [names], [what they are], [addresses]]."""
    question = request.GET.get("q", "").replace("\0", "")
    found = complete_names(question, request.user)[0] if question.strip() else []
    answer = [
        question,
        [name["alias"] or name["title"] for name in found],
        [f"another name for {name['title']}" if name["alias"] else name["lead"] for name in found],
        [urljoin(settings.SITE_URL, entry_url(name["kind"], name["slug"])) for name in found],
    ]
    return conditional(request, JsonResponse(answer, safe=False, content_type=SUGGESTIONS))
