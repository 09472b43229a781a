from django.conf import settings
from django.db import models

from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet, Visibility, sees_private


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


class ActQuerySet(models.QuerySet):
    """What was done to entries beside their text: for people who know of every entry."""

    def visible_to(self, user):
        return self if sees_private(user) else self.none()


class Act(models.Model):
    """An entry was deleted, restored, purged or merged: by whom, when, why. Rows are added, never changed.

    `title` outlives a purged entry. A merge keeps in `other` the entry that took the content, in `number` the
    revision this made there, and in `details` what is needed to undo it.
    """

    class Kind(models.TextChoices):
        DELETE = "delete", "Deleted"
        RESTORE = "restore", "Restored"
        PURGE = "purge", "Deleted for good"
        MERGE = "merge", "Merged"
        UNMERGE = "unmerge", "Divided again"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="acts")
    title = models.CharField(max_length=255)
    other = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="acts_into")
    number = models.PositiveIntegerField(null=True)
    details = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="acts")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.title}"
