"""Read tags."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki import readers
from wiki.models import Tag
from wiki.views.lookup import get_visible_or_404


@require_safe
def index(request):
    return render(request, "wiki/tag_list.html", {"page": readers.tag_index(request.user), "nav": "tags"})


@require_safe
def detail(request, slug):
    tag = get_visible_or_404(Tag, request.user, slug=slug)
    page = readers.tag_page(tag, request.user, request.GET.get("after", ""))
    return render(request, "wiki/tag_detail.html", {"page": page, "nav": "tags"})
