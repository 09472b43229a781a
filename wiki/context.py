"""What every page knows: the site's name and what the viewer may see."""

from functools import cached_property

from wiki import policies
from wiki.models import Notice, PublicationRequest, sees_private
from wiki.site import current


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

    @cached_property
    def can_publish(self):
        return policies.can_publish(self.user)

    @cached_property
    def waiting(self):
        """How many requests wait, for who may decide; nobody else's page asks."""
        return PublicationRequest.objects.visible_to(self.user).waiting().count() if self.can_publish else 0

    @cached_property
    def unseen(self):
        """How many notices are new."""
        return Notice.objects.visible_to(self.user).filter(seen_at=None).count()

    @property
    def asks(self):
        """How many things in the menu want to be looked at; 0 shows no sign beside the name."""
        return self.waiting + self.unseen


def site(request):
    """Context processor."""
    return {
        "wiki": current(),
        "viewer": Viewer(getattr(request, "user", None)),
    }
