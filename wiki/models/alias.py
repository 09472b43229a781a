from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from wiki.document import names
from wiki.models.edit import Edit
from wiki.models.entry import FORM, Entry
from wiki.models.visibility import OwnedQuerySet


class AliasQuerySet(OwnedQuerySet):
    """Names inherit the visibility of their entry; for readers former titles also that of their revision."""

    def scoped(self, private):
        rows = super().scoped(private)
        return rows if private else rows.filter(_open())

    def with_hidden(self):
        """Each with `is_hidden`: whether readers do not know it, though they may know its entry."""
        return self.annotate(is_hidden=Case(When(_open(), then=Value(False)), default=Value(True)))

    def told(self, suppressed):
        """Without `suppressed`, leave out what only a suppressed text says: for whoever may not read those."""
        return self if suppressed else self.filter(Q(number=None) | ~_suppressed())


def _open():
    """The condition on a name that readers of its entry may know."""
    return Q(number=None) | (Q(number__gte=F("entry__public_from")) & ~_suppressed())


def _suppressed():
    """The condition on a former title or a file name whose own revision has a suppressed text. A title that came by a
    merge has the number of a revision that was called otherwise, and is not meant."""
    that = Edit.objects.filter(entry=OuterRef("entry"), number=OuterRef("number"), text_suppressed=True)
    named = Exists(that.filter(version__object_repr=OuterRef("text")))
    return named | Q(Q(kind=Alias.Kind.PATH), Exists(that))


class Alias(models.Model):
    """Another name that leads to an entry. Several entries may claim the same name.

    `number` is that of the last revision which had a former title, or came with a file of this name; the public knows
    the name only while it sees that revision. Names that came by a merge have that of the revision before it. None for
    a name that is given to the entry as it is, and for file names from before this was kept.
    """

    class Kind(models.TextChoices):
        ALIAS = "alias", "Also known as"
        FORMER = "former", "Former title"
        PATH = "path", "File name"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=names.MAX_NAME)
    key = models.CharField(max_length=FORM, editable=False)
    fold = models.CharField(max_length=FORM, editable=False, db_index=True)
    tail = models.CharField(max_length=FORM, editable=False, db_index=True)  # `fold` of what stands behind a last slash
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ALIAS)
    position = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["kind", "fold", "entry"], name="alias_index")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "key"], name="alias_once_an_entry"),
            models.CheckConstraint(condition=~Q(text=""), name="alias_has_text"),
            models.CheckConstraint(condition=Q(kind__in=["alias", "former", "path"]), name="alias_kind_known"),
        ]

    def __str__(self):
        return self.text

    @classmethod
    def named(cls, entry, text, kind=Kind.ALIAS, position=0, number=None):
        """Return an unsaved alias with the keys that follow from its text."""
        return cls(
            entry=entry,
            text=text,
            key=names.title_key(text),
            fold=names.fold(text),
            tail=names.fold_tail(text),
            kind=kind,
            position=position,
            number=number,
        )
