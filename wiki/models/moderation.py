from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from wiki.models.edit import Edit
from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet, Visibility, sees_private


def _names_somebody(rows, suppressed, entry="entry"):
    """Annotate rows of a log with `is_named`: whether a viewer may know who did it. Without `suppressed` not where the
    author of that very revision is suppressed."""
    if suppressed:
        return rows.annotate(is_named=Value(True))
    edits = Edit.objects.filter(entry=OuterRef("in_entry"), number=OuterRef("number"), author_suppressed=True)
    return rows.annotate(in_entry=F(entry) if isinstance(entry, str) else entry, is_named=~Exists(edits))


def named(row):
    """Who did what a row of a log says (`with_names`), or None where its viewer may not know."""
    return row.by if row.is_named else None


class ChangeQuerySet(OwnedQuerySet):
    def with_names(self, suppressed):
        return _names_somebody(self, suppressed)


class VisibilityChange(models.Model):
    """An entry became public or private, or its horizon was moved: by whom, when, why. Rows are added, never changed.

    `public_from` and `was_public_from` are the horizon after and before; `undoes` is the change this one took back.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="visibility_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="visibility_changes")
    at = models.DateTimeField(auto_now_add=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices)
    number = models.PositiveIntegerField()  # of the revision that was current
    public_from = models.PositiveIntegerField(null=True)
    was_public_from = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="visibility_change_at")]

    def __str__(self):
        return f"made {self.visibility}"


class MembersQuerySet(models.QuerySet):
    """Rows about entries for people who know of every entry."""

    def visible_to(self, user):
        return self if sees_private(user) else self.none()


class RequestQuerySet(MembersQuerySet):
    def waiting(self):
        """Requests that nobody has decided, about entries that are there."""
        return self.filter(decision="", entry__deleted_at=None)


class PublicationRequest(models.Model):
    """An editor asks that an entry become public or private. While `decision` is empty it waits in the queue."""

    class Decision(models.TextChoices):
        PUBLISH = "publish", "Done"
        DECLINE = "decline", "Declined"
        WITHDRAW = "withdraw", "Withdrawn"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="publication_requests")
    visibility = models.CharField(max_length=8, choices=Visibility.choices)  # that is asked for
    number = models.PositiveIntegerField()  # of the revision that was looked at
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="publication_requests")
    at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decided_publication_requests"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(decision=""), name="request_open_once"),
            models.CheckConstraint(condition=Q(decision="") | Q(decided_at__isnull=False), name="request_decided_when"),
        ]

    def __str__(self):
        return f"make {self.visibility}: {self.entry}"


class ProtectionQuerySet(OwnedQuerySet):
    """Protections are known to whoever knows of every entry; readers are told of none."""

    def scoped(self, private):
        return super().scoped(private) if private else self.none()

    def unscoped(self):
        """Those of entries in the recycle bin too, which nobody else takes out of it."""
        return self.all()

    def standing(self):
        """Those that have not run out: whose end `is_ahead`, asked of the database."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


def is_ahead(until):
    """Whether the end of a protection, None for one without, has not come yet."""
    return until is None or until > timezone.now()


class Protection(models.Model):
    """Only admins edit this entry, until `until` or until somebody lifts it."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="protection")
    until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="protections")
    at = models.DateTimeField(auto_now_add=True)

    objects = ProtectionQuerySet.as_manager()

    def __str__(self):
        return f"protected: {self.entry}"

    @property
    def is_standing(self):
        return self.until is None or self.until > timezone.now()


class NoticeQuerySet(models.QuerySet):
    """Notices of one person, about entries that this person may know of."""

    def visible_to(self, user):
        if user is None or not user.is_authenticated:
            return self.none()
        seen = Q(entry=None) | Q(entry__in=Entry.objects.scoped(sees_private(user)).only("pk"))
        return self.filter(seen, person=user)


class Notice(models.Model):
    """Something a person is told in the site: what became of a request, what was done to their work."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="notices")
    text = models.CharField(max_length=255)  # a sentence without titles: the entry's is shown as it is now
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="notices_sent")
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person"], name="notice_unseen", condition=Q(seen_at=None))]

    def __str__(self):
        return self.text


class ActQuerySet(MembersQuerySet):
    def with_names(self, suppressed):
        """The number of a merge is one of the other entry; that of a suppression is no revision of who did it."""
        kinds = Act.Kind
        into = When(kind__in=(kinds.MERGE, kinds.UNMERGE), then="other")
        return _names_somebody(self, suppressed, Case(When(kind=kinds.SUPPRESS, then=None), into, default="entry"))


class Act(models.Model):
    """Something was done to an entry beside its text: by whom, when, why. Rows are added, never changed.

    `title` outlives a purged entry. A merge keeps in `other` the entry that took the content, in `number` the
    revision this made there, and in `details` what is needed to undo it. A suppression keeps in `number` its
    revision and in `details` the parts: {"text": true, …} as they were set. What it closes is taken out of `title`
    and `reason` of other rows, which `details` names, and comes back when it is shown again. A tag that was described
    has no entry: `details` keep its slug and the text `before` and `after`.
    """

    class Kind(models.TextChoices):
        DELETE = "delete", "Deleted"
        RESTORE = "restore", "Restored"
        PURGE = "purge", "Deleted for good"
        MERGE = "merge", "Merged"
        UNMERGE = "unmerge", "Divided again"
        SUPPRESS = "suppress", "Suppressed or shown again"
        PROTECT = "protect", "Protected"
        UNPROTECT = "unprotect", "Protection lifted"
        EXPORT = "export", "Exported"
        DESCRIBE = "describe", "Tag described"

    kind = models.CharField(max_length=16, choices=Kind.choices)
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
        indexes = [models.Index(fields=["-at"], name="act_at")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.title}"
