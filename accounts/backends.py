"""Whom a name or an address and a password sign in."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts import addresses


class ByNameOrAddress(AuthenticationBackend):
    """As allauth's; but an address signs in the one person it belongs to, never somebody who only waits for it."""

    def _authenticate_by_email(self, email, password):
        return self._check_password(addresses.owner(email), password)
