from django.db import models

from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet


class Origin(models.Model):
    """The file an entry was imported from, byte for byte, and the entry's document as the import left it."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="origin")
    path = models.TextField()  # inside the import root, with `/`
    sha256 = models.CharField(max_length=64, db_index=True)
    raw = models.BinaryField()
    marked = models.CharField(max_length=20, blank=True)  # what the file says of its visibility
    number = models.PositiveIntegerField()  # of the revision that the import made
    document = models.TextField()  # what was stored: the base of a later merge
    imported_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return self.path
