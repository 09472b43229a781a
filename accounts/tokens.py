"""Secrets that stand in addresses: told once, and only their hash is kept."""

import hashlib
import secrets


def new_token():
    """Return a secret of 256 random bits, as text for an address."""
    return secrets.token_urlsafe(32)


def hash_of(token):
    """Return what is kept of a token. A fast hash is enough: of so many random bits there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
