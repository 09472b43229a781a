"""What to say when something is refused."""

from django.shortcuts import render


def stale_form(request, reason=""):
    """A form without its token: opened long ago, in another window, or by another site. Nothing was done.

    A view that takes texts has `give_back`, which hands the text to its writer.
    """
    match = request.resolver_match
    if match is not None and hasattr(match.func, "give_back"):
        return match.func.give_back(request, **match.kwargs)
    return render(request, "403_csrf.html", status=403)
