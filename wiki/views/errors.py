"""What to say when something is refused."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.shortcuts import render
from django.views.defaults import bad_request as plain_bad_request


def stale_form(request, reason=""):
    """A form without its token: opened long ago, in another window, or by another site. Nothing was done.

    A view that takes texts has `give_back`, which hands the text to its writer.
    """
    match = request.resolver_match
    if match is not None and hasattr(match.func, "give_back"):
        return match.func.give_back(request, **match.kwargs)
    return render(request, "403_csrf.html", status=403)


def bad_request(request, exception):
    """A request that cannot be read. One that is too large says so: the text is still in the browser's form."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "413.html", status=413)
    return plain_bad_request(request, exception)
