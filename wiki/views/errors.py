"""What to say when something is refused."""

from django.shortcuts import render


def stale_form(request, reason=""):
    """A form without its token: opened long ago, in another window, or by another site. Nothing was done."""
    return render(request, "403_csrf.html", status=403)
