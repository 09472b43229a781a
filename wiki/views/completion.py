"""Names, headings, tags and sources for somebody who is typing one in the editor."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from wiki import policies
from wiki.readers import completion
from wiki.views.lookup import require


@require_safe
def complete(request, what):
    """JSON `{"results": […]}` for `?q=`; for names also `known`: whether one of them is exactly this."""
    require(policies.can_edit(request.user))
    question, user = request.GET.get("q", "").replace("\0", ""), request.user
    if what == "names":
        results, known = completion.complete_names(question, user)
        return JsonResponse({"results": results, "known": known})
    finder = {
        "headings": completion.complete_headings,
        "tags": completion.complete_tags,
        "sources": completion.complete_sources,
    }.get(what)
    if finder is None:
        raise Http404
    return JsonResponse({"results": finder(question, user)})
