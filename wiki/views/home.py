"""The first page, and what to say when there is none."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki import readers


@require_safe
def home(request):
    return render(request, "wiki/home.html", {"page": readers.home_page(request.user), "nav": "home"})
