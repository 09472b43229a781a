from django.conf import settings
from django.db import models

from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet, Visibility


class VisibilityChange(models.Model):
    """An entry became public or private: by whom, when, why. Rows are added, never changed."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="visibility_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="visibility_changes")
    at = models.DateTimeField(auto_now_add=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices)
    number = models.PositiveIntegerField()  # of the revision that was current
    reason = models.TextField(blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"made {self.visibility}"
