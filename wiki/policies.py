"""Who may do what. Reads only; who may *see* is `visible_to` in wiki.models.visibility."""

from wiki.models import Protection, sees_private
from wiki.models.moderation import is_ahead
from wiki.prepared import Prepared


def _holds(user, permission):
    """Whether somebody has a right and may use it: whoever is blocked reads as before and does nothing else."""
    return _has(user, permission) and not user.is_blocked


def _has(user, permission):
    return user is not None and user.is_active and user.has_perm(f"wiki.{permission}")


def protection_of(entry):
    """Return the Protection that stands on an entry now, or None. One question to the database."""
    return Protection.objects.scoped(private=True).standing().filter(entry=entry.pk).select_related("by").first()


_until = Prepared(
    lambda private, key: Protection.objects.scoped(private).filter(entry=key).values_list("until"), lambda until: until
)


def is_protected(entry):
    """Whether a Protection stands on an entry now. One question to the database."""
    return any(map(is_ahead, _until(True, entry.pk)))


def can_edit(user, entry=None):
    """May write and revise entries; for an entry: this one, and a protected one only who may moderate.

    The caller has established that it is visible. The database is asked for who could edit it if it were not
    protected, and for nobody else.
    """
    return _holds(user, "edit") and (entry is None or can_moderate(user) or not is_protected(entry))


def can_look_behind(user):
    """May read the lists of the admin and the recycle bin."""
    return _has(user, "edit") and sees_private(user)


def can_publish(user):
    """May make entries public or private."""
    return _holds(user, "publish")


def can_ask(user):
    """May ask that an entry become public or private, and see what that would do."""
    return can_edit(user) and sees_private(user)


def can_moderate(user):
    """May suppress revisions and protect entries."""
    return _holds(user, "moderate")


def can_purge(user):
    """May delete entries for good."""
    return _holds(user, "purge")


def can_rename(user, entry=None):
    """May give an entry another title."""
    return can_edit(user, entry)


def can_merge(user, source=None, target=None):
    """May put one concept into another; of a public and a private one only who may publish."""
    across = source is not None and target is not None and source.visibility != target.visibility
    if across and not can_publish(user):
        return False
    return can_edit(user, source) and (target is None or can_edit(user, target))


def can_delete(user, entry=None):
    """May put an entry into the recycle bin, look into the bin, and take entries out of it again."""
    return can_edit(user, entry) and sees_private(user)


def can_manage_people(user):
    """May list accounts, invite people, give roles, block and switch off."""
    return _holds(user, "manage_people")


def can_settle(user):
    """May set what the site says of itself, and who may sign up."""
    return can_manage_people(user)


def can_audit(user):
    """May read what everybody did: the audit log names private entries too."""
    return can_manage_people(user) and sees_private(user)
