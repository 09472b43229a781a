from django.db import models
from django.urls import reverse

from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet, VisibilityQuerySet


class CitationQuerySet(VisibilityQuerySet):
    """A source exists for a person who sees an entry that cites it."""

    def scoped(self, private):
        uses = CitationUse.objects.scoped(private).filter(citation=models.OuterRef("pk"))
        return self.filter(models.Exists(uses))


class Citation(models.Model):
    """A source, shared by the wiki.

    `key` and `identity` are pure functions of what was cited (DOI, else address, else text), so that no use can
    change what another entry's readers see. `fields` is CSL-JSON that somebody entered; never taken from a use.
    """

    key = models.CharField(max_length=120, unique=True)
    identity = models.CharField(max_length=64, unique=True, editable=False)  # digest of DOI, address or text
    fields = models.JSONField(default=dict, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(key=""), name="citation_has_key")]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("citation_detail", args=[self.key])


class CitationUse(models.Model):
    """Where an entry cites a source. Derived from the entry's text; rebuilt, never edited."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="citation_uses", db_index=False)  # the constraint's
    citation = models.ForeignKey(Citation, models.CASCADE, related_name="uses", db_index=False)
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=0)  # of the note; 0 for [@key]
    label = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)  # as written; '' for [@key]
    url = models.CharField(max_length=2000, blank=True)
    doi = models.CharField(max_length=255, blank=True)
    locator = models.CharField(max_length=255, blank=True)
    sentence = models.TextField(blank=True)
    section = models.TextField(blank=True)
    section_id = models.TextField(blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["citation", "entry"], name="citation_use_by_citation")]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="citation_use_once")]

    def __str__(self):
        return self.text or self.label
