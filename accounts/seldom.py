"""Things that are written down a few times and then no more, so that nobody fills the log from outside."""

import hashlib

from django.core.cache import cache


def seldom(what, times, seconds):
    """True for about the first `times` calls with this text within `seconds`, for all processes together."""
    key = "accounts.seldom:" + hashlib.sha256(what.encode(errors="replace")).hexdigest()
    done = cache.get(key, 0)
    if done >= times:
        return False
    if not cache.add(key, 1, seconds):
        cache.set(key, done + 1, seconds)
    return True
