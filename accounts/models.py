"""People."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.module_loading import import_string

# What admins decide about a person, and nobody else.
DECIDED = {
    "is_active", "is_staff", "is_superuser", "awaits_approval", "blocked_at", "blocked_until", "block_reason",
}  # fmt: skip


NAMES = ("username", "first_name", "last_name")


def _names_changed():
    """Call what follows from other names, in the transaction that gives them: settings.NAMES_CHANGED."""
    if hook := getattr(settings, "NAMES_CHANGED", ""):
        import_string(hook)()


class User(AbstractUser):
    """Somebody with an account. What a person may do comes from the groups of `accounts.roles`.

    Sign-in takes a name or an address in any case, so neither may stand twice in different cases. Somebody without
    `is_active` cannot sign in: switched off by an admin, or waiting for one while `awaits_approval`. Somebody blocked
    reads as before and changes nothing.
    """

    language = models.CharField(max_length=12, blank=True)  # a code of settings.LANGUAGES; empty: what the browser says
    time_zone = models.CharField(max_length=64, blank=True)  # a name of the tz database; empty: the site's
    awaits_approval = models.BooleanField(default=False)
    must_confirm = models.BooleanField(default=False)  # signed up with an address that has not been confirmed yet
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)  # empty: until somebody lifts it
    block_reason = models.TextField(blank=True)

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

    def save(self, *args, **kwargs):
        """Save; of a row that is there already all but what admins decide (DECIDED), unless `update_fields` names it.

        Libraries save whole people whom they read a while ago: that would undo a block made meanwhile.
        """
        if not (args or self._state.adding or kwargs.get("force_insert") or kwargs.get("update_fields") is not None):
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = names - DECIDED - self.get_deferred_fields()
        if self._state.adding or set(NAMES).isdisjoint(kwargs.get("update_fields") or NAMES):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).values_list(*NAMES).first()
            super().save(*args, **kwargs)
            if before != tuple(getattr(self, name) for name in NAMES):
                _names_changed()

    def delete(self, *args, **kwargs):
        """Delete; what this person wrote is nobody's from now on."""
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            _names_changed()
        return deleted

    @property
    def is_blocked(self):
        """True while this person may change nothing."""
        return self.blocked_at is not None and (self.blocked_until is None or self.blocked_until > timezone.now())


class Invitation(models.Model):
    """A link that lets one person make an account with a role. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(blank=True)  # it was sent there; empty for a link that is handed on
    role = models.CharField(max_length=8)  # one of accounts.roles.ROLES
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="invitations")
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_by = models.OneToOneField("accounts.User", models.SET_NULL, null=True, related_name="invitation")
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        default_permissions = ()

    def __str__(self):
        return self.email or f"link of {self.at:%Y-%m-%d}"


class Event(models.Model):
    """Something that happened to an account or by one: for the audit log. Rows are added, never changed.

    `name` is who did it as it was written then: it outlives the account, and a failed sign-in has nothing else.
    """

    class Kind(models.TextChoices):
        SIGN_IN = "sign-in", "Signed in"
        SIGN_OUT = "sign-out", "Signed out"
        FAILURE = "failure", "Sign-in failed"
        LOCKED = "locked", "Too many attempts"
        SIGN_UP = "sign-up", "Account made"
        APPROVE = "approve", "Account approved"
        INVITE = "invite", "Invited"
        WITHDRAW = "withdraw", "Invitation withdrawn"
        REFUSED = "refused", "Refused"
        ROLE = "role", "Role changed"
        DEACTIVATE = "deactivate", "Switched off"
        REACTIVATE = "reactivate", "Switched on"
        BLOCK = "block", "Blocked"
        UNBLOCK = "unblock", "Block lifted"
        PASSWORD = "password", "Password changed"
        SECOND_FACTOR = "second-factor", "Second factor changed"
        ADDRESS = "address", "E-mail address changed"
        CONNECTION = "connection", "Connected account changed"
        SETTINGS = "settings", "Settings changed"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="events")
    name = models.CharField(max_length=255, blank=True)
    person = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="events_about")
    subject = models.CharField(max_length=255, blank=True)  # whom or what it was done to, as it was called then
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    address = models.GenericIPAddressField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject or self.name}"


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
