from django.db import models
from django.db.models import Exists, OuterRef, Q

from wiki.models.edit import Edit
from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet


class OriginQuerySet(OwnedQuerySet):
    def told(self, suppressed):
        """Without `suppressed`, leave out files that became a suppressed text: for whoever may not read those."""
        return self if suppressed else self.filter(~_suppressed())

    def of_suppressed_texts(self):
        """Files that became a suppressed text."""
        return self.filter(_suppressed())


def _suppressed():
    """The condition on a file that became a revision with a suppressed text. One without the number of its revision
    was merged with others' edits: any of them may hold it."""
    closed = Edit.objects.filter(entry=OuterRef("entry"), text_suppressed=True)
    same = Q(number=OuterRef("number")) | Q(version__serialized_data=OuterRef("document"))
    return Exists(closed.filter(same)) | Q(Q(number=0), Exists(closed))


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

    objects = OriginQuerySet.as_manager()

    def __str__(self):
        return self.path
