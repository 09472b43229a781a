"""In whose time a page is told."""

from django.utils import timezone

from accounts import zones


class TimeZone:
    """Times on pages are those of whoever reads them, where they set a time zone; else the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        zone = zones.zone(user.time_zone) if user.is_authenticated and user.time_zone else None
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)
