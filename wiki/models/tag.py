from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from wiki.models.entry import Entry
from wiki.models.visibility import OwnedQuerySet, VisibilityQuerySet


class TagQuerySet(VisibilityQuerySet):
    """A tag exists for a person who sees an entry that carries it."""

    def scoped(self, private):
        uses = TaggedEntry.objects.scoped(private).filter(tag=models.OuterRef("pk"))
        return self.filter(models.Exists(uses))


class Tag(TagBase):
    """A subject. Its slug is a pure function of its name; how it is spelt comes from the uses a person sees."""

    name = models.CharField(
        max_length=255, unique=True
    )  # the slug again: which spelling is shown depends on the viewer
    slug = models.CharField(max_length=255, unique=True)
    description = models.TextField(blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_slug")]

    def save(self, *args, **kwargs):
        # TagBase would number a second tag of one slug: that would tell readers of a private one.
        models.Model.save(self, *args, **kwargs)

    def get_absolute_url(self):
        return reverse("tag_detail", args=[self.slug])


class TaggedEntry(ItemBase):
    """An entry carries a tag, spelt as its author spelt it."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="uses", db_index=False)
    content_object = models.ForeignKey(
        Entry, models.CASCADE, related_name="tagged", db_column="entry_id", db_index=False
    )
    name = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField(default=0)

    class objects_class(OwnedQuerySet):
        entry_path = "content_object__"

    objects = objects_class.as_manager()

    class Meta:
        verbose_name = "tagged entry"
        verbose_name_plural = "tagged entries"
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["tag", "content_object", "name"], name="tagged_by_tag"),
            models.Index(fields=["content_object", "tag", "name"], name="tagged_by_entry"),
        ]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_an_entry")]

    def __str__(self):
        return self.name
