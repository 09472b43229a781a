from django.conf import settings
from django.db import models
from django.db.models import Q

from wiki.models.entry import Entry
from wiki.models.visibility import sees_private


class DraftQuerySet(models.QuerySet):
    """A draft is seen by its author alone, and only while the author may see the entry it belongs to."""

    def visible_to(self, user):
        if user is None or not user.is_authenticated:
            return self.none()
        seen = Q(entry=None) | Q(entry__in=Entry.objects.scoped(sees_private(user)).only("pk"))
        return self.filter(seen, author=user, closed=False)


class Draft(models.Model):
    """What somebody has written in the editor and not saved. One per person and entry; never part of history.

    `token` is that of the form it was written in; a draft of an entry that does not exist yet is known by it alone.
    A `closed` one was saved or discarded: it keeps its place so that nothing late from the same form opens it again.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="drafts")
    kind = models.CharField(max_length=8, choices=Entry.Kind.choices)
    token = models.CharField(max_length=32, blank=True)
    closed = models.BooleanField(default=False)
    base = models.PositiveIntegerField(default=0)  # number of the revision the writer started from
    fields = models.JSONField(default=dict)  # {name of a form's field: text}
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["author", "entry"], name="draft_once_an_entry"),
            models.UniqueConstraint(fields=["author", "token"], condition=~Q(token=""), name="draft_once_a_token"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | ~Q(token=""),
                name="draft_of_an_entry_or_a_token",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        """The title as it was typed, else that of the entry; '' where neither is known."""
        return self.fields.get("title", "") or (self.entry.title if self.entry else "")
