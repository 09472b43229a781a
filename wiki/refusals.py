"""What people tried and may not do is written down: somebody who lost a role, or who asks for more than they have."""

from django.core.exceptions import PermissionDenied

from accounts.log import record
from accounts.models import Event
from accounts.network import address_of


class Refusals:
    """Middleware: an act of somebody signed in that a policy refused becomes an event. Looking is no act."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied) and request.method == "POST" and request.user.is_authenticated:
            record(Event.Kind.REFUSED, by=request.user, subject=request.path, address=address_of(request))
