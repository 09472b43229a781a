from django.conf import settings
from django.db import models

from wiki.models.entry import FORM, Entry
from wiki.models.visibility import VisibilityQuerySet

IN_TEXT = ("link", "embed", "further")  # kinds of links that stand in the text and lead somebody on
BESIDE_TEXT = ("related", "mention")  # the other kinds


class LinkQuerySet(VisibilityQuerySet):
    entry_path = "source__"

    def into(self, entry, private):
        """Links that lead to this entry for somebody who sees the private set, or for somebody who does not."""
        return self.scoped(private).filter(**{target_column(private): entry})

    def wanted(self, private):
        """Links in the text that lead nowhere for the viewer: the names that are not written yet."""
        return self.scoped(private).unwritten(private)

    def unwritten(self, private):
        """`wanted`, of any source: the caller says which sources are visible."""
        choice = "choice_all" if private else "choice_public"
        # Said by the other kinds: with a list of kinds, SQLite reads the names of a range to the end of the alphabet.
        in_text = self.exclude(kind__in=BESIDE_TEXT)
        return in_text.filter(**{target_column(private): None, choice: False})


def target_column(private):
    """Name of the column that holds where a link leads, in the set of all entries or in the public one."""
    return "target_all" if private else "target_public"


class Link(models.Model):
    """Who refers to whom, in which sentence. Derived from the source's text; rebuilt, never edited.

    Links resolve by name: `target_all` and `target_public` follow from `target` and from the names that exist, in
    the set of all entries and in the public one; they are computed in the transaction that changes either.
    `choice_all` and `choice_public` say that several entries have an equal claim.
    """

    class Kind(models.TextChoices):
        LINK = "link", "Link"
        EMBED = "embed", "Embed"
        FURTHER = "further", "Further reading"
        RELATED = "related", "Related"
        MENTION = "mention", "Plain mention"

    source = models.ForeignKey(Entry, models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    position = (
        models.PositiveIntegerField()
    )  # among the links of its kind; for links in the text the placeholder's number
    target = models.TextField()  # as written
    fold = models.CharField(max_length=FORM, db_index=True)  # of what stands behind the target's last slash
    label = models.TextField(null=True)
    fragment = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    start = models.PositiveIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)
    section = models.TextField(blank=True)
    section_id = models.TextField(blank=True)

    target_all = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="inbound_all", db_index=False)
    target_public = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="inbound_public", db_index=False)
    choice_all = models.BooleanField(default=False)
    choice_public = models.BooleanField(default=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["source", "position"]
        indexes = [
            models.Index(fields=["source", "position"], name="link_out"),
            # What lists ask of a link besides who it comes from: with it no row is read, and rows are long.
            models.Index(fields=["target_all", "source", "kind", "fold", "choice_all"], name="link_into_all"),
            models.Index(fields=["target_public", "source", "kind", "fold", "choice_public"], name="link_into_public"),
            # Names that are not written yet, with who wants them; the first column is always empty and says which.
            models.Index(
                fields=["target_all", "fold", "source", "kind"],
                name="link_wanted_all",
                condition=models.Q(target_all=None, choice_all=False),
            ),
            models.Index(
                fields=["target_public", "fold", "source", "kind"],
                name="link_wanted_public",
                condition=models.Q(target_public=None, choice_public=False),
            ),
            # Embeds, which are few among links: every change of an entry asks which pages show it whole.
            models.Index(fields=["target_all", "source"], name="link_embed_all", condition=models.Q(kind="embed")),
            models.Index(
                fields=["target_public", "source"], name="link_embed_public", condition=models.Q(kind="embed")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["link", "embed", "further", "related", "mention"]), name="link_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.kind} to {self.target}"


class IgnoredMention(models.Model):
    """An editor has said that one entry is not to link another where it merely names it."""

    source = models.ForeignKey(Entry, models.CASCADE, related_name="ignored_mentions")
    target = models.ForeignKey(Entry, models.CASCADE, related_name="ignored_as_mention")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="ignored_mentions")
    at = models.DateTimeField(auto_now_add=True)

    class objects_class(VisibilityQuerySet):
        entry_path = "source__"

    objects = objects_class.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="ignored_mention_once")]

    def __str__(self):
        return f"{self.source} need not link {self.target}"
