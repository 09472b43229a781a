"""What every page knows: the site's name and what the viewer may see."""

from functools import cached_property

from django.conf import settings

from wiki import policies
from wiki.models import sees_private


class Viewer:
    """The person who looks at a page; each permission is asked once a request."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def sees_private(self):
        return sees_private(self.user)

    @cached_property
    def can_edit(self):
        return policies.can_edit(self.user)

    @cached_property
    def is_admin(self):
        return policies.can_moderate(self.user)

    @cached_property
    def manages_people(self):
        return policies.can_manage_people(self.user)


def site(request):
    """Context processor."""
    return {
        "wiki": {"name": settings.WIKI_NAME, "tagline": settings.WIKI_TAGLINE},
        "viewer": Viewer(getattr(request, "user", None)),
    }
