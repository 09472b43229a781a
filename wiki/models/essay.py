from django.db import models

from wiki.models.entry import Entry, EntryQuerySet


class EssayQuerySet(EntryQuerySet):
    def by_date(self):
        """Newest first; essays whose date is unknown come last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "fold", "title_key")


class Essay(Entry):
    """A long text by a named author, with where and when it was published; it discusses concepts."""

    author = models.CharField(max_length=255, blank=True)
    publication = models.CharField(max_length=255, blank=True)
    published = models.CharField(max_length=100, blank=True, help_text="A date, or what is known of it.")
    published_on = models.DateField(null=True, blank=True, editable=False, db_index=True)
    source_url = models.CharField("source URL", max_length=2000, blank=True)
    words = models.TextField(blank=True, editable=False)  # the plain text, folded: where names are looked for

    objects = EssayQuerySet.as_manager()
