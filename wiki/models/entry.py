"""Entry: what concepts and essays share."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from taggit.managers import TaggableManager

from wiki.addresses import address
from wiki.document import names
from wiki.document.document import Document
from wiki.models.visibility import Visibility, VisibilityQuerySet

FORM = 3 * names.MAX_NAME  # casefolding can lengthen a text threefold


class EntryQuerySet(VisibilityQuerySet):
    def tagged(self, slug):
        """Entries that carry the tag with this slug."""
        return self.filter(tagged__tag__slug=slug)

    def alphabetical(self):
        return self.order_by("fold", "title_key")

    def after(self, title_key):
        """Those that come behind this title in alphabetical order."""
        fold = names.fold(title_key)
        return self.filter(Q(fold__gt=fold) | Q(fold=fold, title_key__gt=title_key))


class Entry(models.Model):
    """A concept or an essay: its names, its text as written, and what is derived from the text.

    Written by `wiki.actions` alone. `html`, `headings`, `text`, `lead`, `renderer` and `refused` are derived
    from `body`; `title_key` and `fold` from `title`.
    """

    class Kind(models.TextChoices):
        CONCEPT = "concept", "Concept"
        ESSAY = "essay", "Essay"

    kind = models.CharField(max_length=8, choices=Kind.choices, editable=False)
    slug = models.CharField(max_length=255)
    title = models.CharField(max_length=names.MAX_NAME)
    title_key = models.CharField(max_length=FORM, editable=False)
    fold = models.CharField(max_length=FORM, editable=False, db_index=True)
    base = models.CharField(max_length=FORM, editable=False, db_index=True)  # `fold` without a qualifier in brackets
    tail = models.CharField(max_length=FORM, editable=False, db_index=True)  # `fold` of what stands behind a last slash

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    public_from = models.PositiveIntegerField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it became public, while it is
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    number = models.PositiveIntegerField(default=0, editable=False)  # of the current revision; 0 before the first
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(db_index=True)

    related = models.JSONField(default=list, blank=True, help_text="Names as the author wrote them, in order.")
    extra = models.TextField(blank=True, help_text="Front matter that the wiki has no field for, as written.")
    headings = models.JSONField(default=list, editable=False)
    lead = models.TextField(blank=True, editable=False)
    renderer = models.PositiveIntegerField(default=0, editable=False)
    refused = models.CharField(max_length=40, blank=True, editable=False)

    # The long columns come last: SQLite reads a row from its beginning, and most questions stop before them.
    body = models.TextField(blank=True)
    html = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)

    objects = EntryQuerySet.as_manager()
    tags = TaggableManager(through="wiki.TaggedEntry", blank=True)

    class Meta:
        verbose_name_plural = "entries"
        default_permissions = ("add", "change", "delete", "view")
        permissions = [
            ("edit", "May write and revise entries"),
            ("see_private", "May know of private entries"),
            ("publish", "May publish and hide entries"),
            ("moderate", "May suppress revisions and protect entries"),
            ("manage_people", "May invite people and give roles"),
            ("purge", "May delete entries for good"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], condition=Q(deleted_at=None), name="entry_slug_once"),
            models.UniqueConstraint(
                fields=["kind", "title_key"], condition=Q(deleted_at=None), name="entry_title_once"
            ),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(slug="new"), name="entry_slug_usable"),
            models.CheckConstraint(condition=~Q(title=""), name="entry_has_title"),
            models.CheckConstraint(condition=Q(kind__in=["concept", "essay"]), name="entry_kind_known"),
            models.CheckConstraint(condition=Q(visibility__in=["public", "private"]), name="entry_visibility_known"),
            models.CheckConstraint(
                condition=Q(visibility="private") | Q(public_from__isnull=False), name="entry_public_has_horizon"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "visibility", "fold"], name="entry_index", condition=Q(deleted_at=None)),
            # No index begins with the visibility: SQLite would think it selective.
            models.Index(fields=["-changed_at", "visibility"], name="entry_changes", condition=Q(deleted_at=None)),
            models.Index(
                fields=["-published_at"],
                name="entry_published",
                condition=Q(deleted_at=None, published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return entry_url(self.kind, self.slug)

    @property
    def is_public(self):
        return self.visibility == Visibility.PUBLIC

    def is_visible_to(self, user):
        """True when `visible_to` would show this entry to this person."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def rename(self, title):
        """Set the title and what follows from it. Raises names.BadName; the slug is the caller's decision."""
        self.title = names.clean_name(title)
        self.title_key = names.title_key(self.title)
        self.fold = names.fold(self.title)
        self.base = names.fold(names.base_title(self.title))
        self.tail = names.fold_tail(self.title)

    def document(self):
        """Return the entry as wiki.document.Document: its text with everything a revision keeps."""
        essay = self if hasattr(self, "author") else self.essay if self.kind == self.Kind.ESSAY else None
        return Document(
            kind=self.kind,
            title=self.title,
            aliases=tuple(row.text for row in self.aliases.all() if row.kind == "alias"),
            tags=tuple(row.name for row in self.tagged.all()),
            related=tuple(self.related),
            author=essay.author if essay else "",
            publication=essay.publication if essay else "",
            published=essay.published if essay else "",
            source_url=essay.source_url if essay else "",
            extra=self.extra,
            body=self.body,
        )


def entry_url(kind, slug):
    """Address of the entry of this kind and slug."""
    return address(f"{kind}_detail", slug)


def path_of(entry):
    """Return what stands for this entry in a form: its kind and slug, as a link would name it."""
    return f"{entry.kind}s/{entry.slug}"


def creation_url(kind, title):
    """Address of the form for a new entry of this kind, with its title filled in."""
    return f"{reverse(f'{kind}_new')}?{urlencode({'title': title})}"
