"""Who may do what. Reads only; who may *see* is `visible_to` in wiki.models.visibility."""

from wiki.models import sees_private


def _holds(user, permission):
    return user is not None and user.is_active and user.has_perm(f"wiki.{permission}")


def can_edit(user, entry=None):
    """May write and revise entries; for an entry: this one. The caller has established that it is visible."""
    return _holds(user, "edit")


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
    return can_edit(user, source) and (can_publish(user) or not across)


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
