"""The three roles. Readers hold none; editors and admins are the groups that the wiki gives permissions to."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from accounts.models import User

READER, EDITOR, ADMIN = "reader", "editor", "admin"
ROLES = (READER, EDITOR, ADMIN)
GROUPS = {EDITOR: "Editors", ADMIN: "Admins"}


class NotAllowed(Exception):
    """Who asks does not manage people, or not any more. Nothing was changed."""


@transaction.atomic
def set_role(user, role):
    """Give this person exactly one role. Raises ValueError for an unknown one."""
    if role not in ROLES:
        raise ValueError(f"{role!r} is no role; the roles are {', '.join(ROLES)}.")
    user.groups.remove(*Group.objects.filter(name__in=GROUPS.values()))
    if role in GROUPS:
        user.groups.add(Group.objects.get_or_create(name=GROUPS[role])[0])
    user.is_staff = role in GROUPS
    user.save(update_fields=["is_staff"])


def role_of(user):
    """Return the person's role; the higher one where somebody holds both groups."""
    held = set(user.groups.values_list("name", flat=True))
    return next((role for role in (ADMIN, EDITOR) if GROUPS[role] in held), READER)


def held_by(user):
    """Return the role of somebody as pages say it: a superuser is an admin, whatever their groups."""
    return ADMIN if user.is_superuser else role_of(user)


def admins():
    """People who can run the wiki; accounts that were switched off do not count."""
    return User.objects.filter(Q(groups__name=GROUPS[ADMIN]) | Q(is_superuser=True), is_active=True).distinct()


def may_manage(by):
    """Whether this person manages people, as the database has it now; None does not.

    In a transaction the row is held until its end, so that nobody loses the role between this look and the act.
    """
    if by is None:
        return False
    rows = User.objects.select_for_update() if transaction.get_connection().in_atomic_block else User.objects
    stored = rows.filter(pk=by.pk).first()
    return stored is not None and not stored.is_blocked and admins().filter(pk=by.pk).exists()
