import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from reversion.models import Revision, Version

from wiki.models.entry import Entry
from wiki.models.visibility import EditQuerySet, Visibility


class Edit(models.Model):
    """One revision of an entry: its number and what lists need of it. The text is the Version's document.

    Who, when and why stand in the Revision (`user`, `date_created`, `comment`).
    """

    class Kind(models.TextChoices):
        CREATE = "create", "Created"
        EDIT = "edit", "Edited"
        IMPORT = "import", "Imported"
        MERGE = "merge", "Merged"
        RENAME = "rename", "Renamed"
        RESTORE = "restore", "Restored"
        UNDO = "undo", "Undone"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()  # number of the revision the writer started from; 0 for the first
    kind = models.CharField(max_length=8, choices=Kind.choices)
    visibility = models.CharField(max_length=8, choices=Visibility.choices)  # of the entry when it was saved
    size = models.PositiveIntegerField()  # bytes of the body in UTF-8
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="edit")
    version = models.OneToOneField(Version, models.CASCADE, related_name="edit")
    text_suppressed = models.BooleanField(default=False)
    summary_suppressed = models.BooleanField(default=False)
    author_suppressed = models.BooleanField(default=False)

    objects = EditQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="edit_number_once"),
            models.CheckConstraint(condition=models.Q(base__lt=models.F("number")), name="edit_after_its_base"),
        ]

    def __str__(self):
        return f"revision {self.number}"


_LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


def newest(edits, count, until=None):
    """Of a queryset of edits those that may be among the newest `count`, by the moment they were saved: no fewer, and
    all of the moment of the last. None is newer than `until`.

    They are looked for along the index of moments. In a plain join SQLite would sort all revisions of the wiki.
    """
    revisions = Revision.objects.all() if until is None else Revision.objects.filter(date_created__lte=until)
    found = revisions.filter(Exists(edits.order_by().filter(revision=OuterRef("pk")))).order_by("-date_created")
    last = Coalesce(Subquery(found.values("date_created")[count - 1 : count]), _LONG_AGO)
    return edits.filter(revision__in=revisions.filter(date_created__gte=last).values("pk"))
