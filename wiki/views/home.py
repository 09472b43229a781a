"""The first page, and what to say when there is none."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki import readers
from wiki.views.conditional import kept_list


@require_safe
@kept_list
def home(request):
    return render(request, "wiki/home.html", {"page": readers.home_page(request.user), "nav": "home"})
