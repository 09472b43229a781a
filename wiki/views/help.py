"""How to write: the page that the editor opens with one key."""

from functools import lru_cache

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.actions.derived import render_text
from wiki.readers.markup import markup
from wiki.views.conditional import kept_list


@require_safe
@kept_list
def help_page(request):
    return render(request, "wiki/help.html", {"body": guide(), "nav": "help"})


@lru_cache(1)
def guide():
    """The guide to the markup, rendered by the markup's own rules. Once a process: it changes with the code."""
    text = (settings.BASE_DIR / "docs/markup.md").read_text(encoding="utf-8")
    _, _, rest = text.partition("\n")  # without its title
    return markup(render_text(rest).html, {})
