"""Read the sources that entries cite."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki import readers
from wiki.models import Citation
from wiki.views.conditional import kept_list
from wiki.views.lookup import get_visible_or_404, number


@require_safe
@kept_list
def index(request):
    page = readers.citation_list(request.user, number(request))
    return render(request, "wiki/citation_list.html", {"page": page, "nav": "citations"})


@require_safe
@kept_list
def detail(request, key):
    citation = get_visible_or_404(Citation, request.user, key=key)
    page = readers.citation_page(citation, request.user)
    return render(request, "wiki/citation_detail.html", {"page": page, "nav": "citations"})
