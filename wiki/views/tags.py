"""Read tags."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki import readers
from wiki.views.conditional import kept_list
from wiki.views.lookup import number


@require_safe
@kept_list
def index(request):
    """All tags, by name or with `?order=count` by how many entries carry them."""
    page = readers.tag_index(request.user, request.GET.get("order", ""))
    return render(request, "wiki/tag_list.html", {"page": page, "nav": "tags"})


@require_safe
@kept_list
def detail(request, slug):
    """What carries a tag; a name that only narrower tags have lists these."""
    page = readers.tag_page(slug, request.user, request.GET.get("after", ""), number(request))
    if page is None:
        raise Http404
    return render(request, "wiki/tag_detail.html", {"page": page, "nav": "tags"})
