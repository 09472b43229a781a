from django.conf import settings
from django.db import models


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody has seen is theirs alone."""
        return self.filter(person=user) if user is not None and user.is_authenticated else self.none()


class Visit(models.Model):
    """Up to when somebody has seen what was changed. A row comes with their first word on it: a GET writes nothing."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visit")
    changes_seen_at = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    def __str__(self):
        return f"{self.person}, {self.changes_seen_at}"
