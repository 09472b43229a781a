"""Who may know that an entry exists. The only place that formulates the rule."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value

SEE_PRIVATE = "wiki.see_private"


class Visibility(models.TextChoices):
    PUBLIC = "public", "Public"
    PRIVATE = "private", "Private"


def sees_private(user):
    """True when this person may know of private entries; None and anonymous people may not."""
    return user is not None and user.has_perm(SEE_PRIVATE)


class VisibilityQuerySet(models.QuerySet):
    """Rows of an entry, or rows that inherit the visibility of one.

    `entry_path` is the lookup from a row to its entry: "" for entries, "entry__" for what belongs to one.
    """

    entry_path = ""

    def visible_to(self, user):
        """Rows whose existence this person may know of: never deleted ones, private ones by permission."""
        return self.scoped(private=sees_private(user))

    def scoped(self, private):
        """`visible_to` for a decision that was already made: the public set, or all that is not deleted."""
        rows = self.filter(**{f"{self.entry_path}deleted_at": None})
        return rows if private else rows.filter(**{f"{self.entry_path}visibility": Visibility.PUBLIC})

    def unscoped_deleted(self):
        """What the recycle bin holds. For pages of people who may restore, and nowhere else."""
        return self.exclude(**{f"{self.entry_path}deleted_at": None})


class OwnedQuerySet(VisibilityQuerySet):
    """Rows that belong to an entry by a foreign key named `entry`."""

    entry_path = "entry__"


class EditQuerySet(OwnedQuerySet):
    """Edits inherit the visibility of their entry and, for readers, its history horizon."""

    def scoped(self, private):
        rows = super().scoped(private)
        if private:
            return rows
        return rows.filter(Q(number__gte=F("entry__public_from")) & Q(text_suppressed=False))

    def with_publication(self, private):
        """Each with `is_publication`: whether it is the first one that readers see, which they get as “published”;
        nobody who knows of `private` ones does."""
        if private:
            return self.annotate(is_publication=Value(False))
        open_before = self.model.objects.filter(
            entry=OuterRef("entry"),
            number__lt=OuterRef("number"),
            number__gte=OuterRef("entry__public_from"),
            text_suppressed=False,
        )
        return self.annotate(is_publication=~Exists(open_before))
