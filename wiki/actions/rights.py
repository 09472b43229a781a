"""Rights asked at the moment of an act: a page may have been opened while its reader still had another role.

Nobody in person (None) is the system, which may. All of these run inside a writer's transaction.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from wiki.prepared import Prepared

BACKEND = "django.contrib.auth.backends.ModelBackend"  # it holds the permissions of groups and people


def require_now(policy, by):
    """Go on only when this person holds the right as the database has it now. Raises PermissionDenied."""
    if not may_now(policy, by):
        raise PermissionDenied


def may_now(policy, by):
    """Whether this person holds the right as the database has it now."""
    if by is None:
        return True
    person = get_user_model().objects.filter(pk=by.pk, is_active=True).first()
    return person is not None and policy(person)


def require_editor(by):
    """`require_now(policies.can_edit, by)` in one question, for what happens at every save."""
    if by is None:
        return
    people = _editors(True, by.pk)
    if not people or people[0].is_blocked:
        raise PermissionDenied


_editors = Prepared(
    lambda private, key: (
        get_user_model()
        .objects.with_perm("wiki.edit", backend=BACKEND)
        .filter(pk=key)
        .values_list("blocked_at", "blocked_until")
    ),
    lambda at, until: get_user_model()(blocked_at=at, blocked_until=until),
)
