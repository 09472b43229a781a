"""What people tried and may not do is written down: somebody who lost a role, or who asks for more than they have."""

from accounts.log import record
from accounts.models import Event
from accounts.network import address_of
from wiki.limits import saves_nothing


class Refusals:
    """Middleware: an act of somebody signed in that was answered 403 becomes an event, whichever way the answer was
    made: of a text that comes back in its form no exception is left. Looking is no act, nor is a draft or a preview;
    and a form that another site sent is nobody's act: it reaches no view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 403 and getattr(request, "is_act", False) and request.user.is_authenticated:
            record(Event.Kind.REFUSED, by=request.user, subject=request.path, address=address_of(request))
        return response

    def process_view(self, request, view, args, kwargs):
        # The forgery check comes before this and lets nothing through to it.
        request.is_act = request.method == "POST" and not saves_nothing(request, view)
