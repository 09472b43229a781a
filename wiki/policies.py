"""Who may do what. Reads only; who may *see* is `visible_to` in wiki.models.visibility."""


def _holds(user, permission):
    return user is not None and user.is_active and user.has_perm(f"wiki.{permission}")


def can_edit(user, entry=None):
    """May write and revise entries; for an entry: this one. The caller has established that it is visible."""
    return _holds(user, "edit")


def can_publish(user):
    """May make entries public or private."""
    return _holds(user, "publish")


def can_moderate(user):
    """May suppress revisions and protect entries."""
    return _holds(user, "moderate")


def can_purge(user):
    """May delete entries for good."""
    return _holds(user, "purge")
