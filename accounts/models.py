"""People."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """Somebody with an account. What a person may do comes from the groups of `accounts.roles`.

    Sign-in takes a name or an address in any case, so neither may stand twice in different cases.
    """

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="user_name_once", violation_error_message="This user name is taken."
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_once",
                violation_error_message="Somebody else has this e-mail address.",
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.username


class FirstAdminLink(models.Model):
    """The link that makes the first admin; `accounts.claim` says how. One row at most: a new link replaces the old."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    token_hash = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="first_admin_link_once")]

    def __str__(self):
        return f"valid until {self.expires_at:%Y-%m-%d %H:%M}"


class CacheRow(models.Model):
    """The table of Django's database cache, made by a migration, so that no start needs `createcachetable`."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"
        default_permissions = ()

    def __str__(self):
        return self.cache_key
