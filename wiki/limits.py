"""How often one may act. Every POST counts, whatever is built later; sign-in and sign-up have limits of their own. Of
what is read only that counts which costs much or is read by machines."""

from random import randrange

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render

from accounts.counting import spend, spent
from accounts.network import network_of

OWN_LIMITS = "/accounts/"  # allauth counts there
SHARED = 5  # an office may share one address: together they may do so many times what one may
# Of what is done without saving: the name to count it under, and how many times the limit of an edit it may happen.
DRAFT, COMPLETION = ("draft", 5), ("complete", 10)
# Of what is read: the name to count it under, and how many times the limit of a search it may happen.
READ = {"search": ("search", 1), "search_suggest": ("search_suggest", 10), "graph_data": ("graph", 1)}
READ |= dict.fromkeys(("changes_feed", "essays_feed", "tag_feed", "concept_feed", "essay_feed"), ("feeds", 5))
READ |= dict.fromkeys(("llms", "sitemap", "sitemap_part"), ("lists", 1))
COUNTED = 10  # of so many of these one is counted, for all of them: counting writes, and they only read
LOGOUT = "admin:logout"  # whoever wants to leave may


class Limits:
    """Middleware: who acts too often is told how long to wait, and gets back what they wrote."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        seconds = _asked_to_wait(request, view)
        return _refused(request, view, kwargs, seconds) if seconds else None


def wait_for(request, limit, name="", factor=1, count=spend):
    """Count one more act of whoever asks, and return the seconds to wait: 0 when it may happen.

    `limit` is a name in settings.RATE_LIMITS, `name` what it is counted under where that is not the same, `factor` how
    many times the limit is allowed. People are counted by account and by network address, strangers by address. With
    `count=spent` it is only asked.
    """
    if limit not in settings.RATE_LIMITS:
        return 0
    times, seconds = settings.RATE_LIMITS[limit]
    name, times = name or limit, times * factor
    address = network_of(request)
    if not request.user.is_authenticated:
        return count(name, f"address {address}", times, seconds)
    wait = count(name, f"person {request.user.pk}", times, seconds)
    return wait or count(name, f"people at {address}", times * SHARED, seconds)


def saves_nothing(request, view):
    """Whether this POST is a draft or a preview: only where the view says so, in `unsaved`, the values of `action`."""
    return request.POST.get("action") in getattr(view, "unsaved", ())


def _asked_to_wait(request, view):
    if request.path_info.startswith(OWN_LIMITS) or request.resolver_match.view_name == LOGOUT:
        return 0
    if request.method == "POST":
        name, factor = DRAFT if saves_nothing(request, view) else ("", 1)
        return wait_for(request, "edit", name, factor)
    if request.resolver_match.url_name == "complete" and request.user.is_authenticated:
        return wait_for(request, "edit", *COMPLETION)
    if request.resolver_match.url_name in READ:
        # One in COUNTED is counted; every one is refused that comes when these are spent.
        name, factor = READ[request.resolver_match.url_name]
        return wait_for(request, "search", name, factor / COUNTED, spend if _is_counted() else spent)
    return 0


def _is_counted():
    return randrange(COUNTED) == 0


def _refused(request, view, kwargs, seconds):
    """429 in the form that was asked for. A view that takes texts has `too_often`, which hands them back."""
    if "application/json" in request.headers.get("Accept", "") or request.resolver_match.url_name == "complete":
        response = JsonResponse({"error": sentence(seconds), "results": []}, status=429)
    elif hasattr(view, "too_often"):
        response = view.too_often(request, sentence(seconds), **kwargs)
    else:
        response = render(request, "429.html", {"seconds": seconds, "sent": request.method == "POST"}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def sentence(seconds):
    """Say what happened and what to do."""
    wait = f"{seconds} second{'' if seconds == 1 else 's'}" if seconds < 120 else f"{-(-seconds // 60)} minutes"
    return (
        f"You did more in a short time than the wiki allows, so nothing was done now. Wait {wait}, then send it again."
    )
