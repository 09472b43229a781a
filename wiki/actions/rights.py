"""Rights asked at the moment of an act: a page may have been opened while its reader still had another role."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied


def require_now(policy, by):
    """Go on only when this person holds the right as the database has it now. Raises PermissionDenied.

    Nobody in person (None) is the system, which may. Runs inside a writer's transaction.
    """
    if by is None:
        return
    person = get_user_model().objects.filter(pk=by.pk, is_active=True).first()
    if person is None or not policy(person):
        raise PermissionDenied
