"""The one-time link by which the first admin comes in: made on the server, used once, in the browser."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import FirstAdminLink
from accounts.roles import ADMIN, admins
from accounts.signup import create
from accounts.tokens import hash_of, new_token

LIFETIME = timedelta(days=1)


class LinkClosed(Exception):
    """The link was used, replaced or has expired, or there is an admin already."""


def issue():
    """Make a fresh link, which closes the one before, and return its absolute address.

    Raises LinkClosed when there is an admin. Only the hash of the token is kept.
    """
    if admins().exists():
        raise LinkClosed
    token = new_token()
    FirstAdminLink.objects.update_or_create(
        id=1, defaults={"token_hash": hash_of(token), "expires_at": timezone.now() + LIFETIME}
    )
    return settings.SITE_URL + reverse("first_admin", args=[token])


def is_open(token):
    """True while this token may still make the first admin."""
    return _rows(token).exists() and not admins().exists()


@transaction.atomic
def claim(token, user, address=None):
    """Save this new person as the first admin and close the link; return the person.

    Raises LinkClosed and signup.Taken. Of two that claim at once one wins: the row can be deleted once only, and
    whoever comes second waits for the first to commit.
    """
    deleted, _ = _rows(token).delete()
    if not deleted or admins().exists():
        raise LinkClosed
    return create(user, role=ADMIN, address=address, how="link")


def _rows(token):
    return FirstAdminLink.objects.filter(token_hash=hash_of(token), expires_at__gt=timezone.now())
