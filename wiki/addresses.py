"""Addresses of pages. Django finds the pattern of a name once; after that only the slug is put in."""

from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

_STANDIN = "standin"
_PLAIN = "!$&'()*+,;=/~:@"  # what may stand in a path as it is, as Django's reverse() has it


@cache
def place(name):
    """Return what `reverse(name)` gives, for a URL without arguments."""
    return reverse(name)


@cache
def _around(name):
    before, after = reverse(name, args=[_STANDIN]).split(_STANDIN)
    return before, after


def address(name, slug):
    """Return what `reverse(name, args=[slug])` gives, for a URL whose one argument is a slug or a key."""
    before, after = _around(name)
    plain = slug.isascii() and slug.replace("-", "").isalnum()  # as most slugs are
    return f"{before}{slug if plain else quote(slug, safe=_PLAIN)}{after}"


def absolute(path):
    """Return the whole address of a path on this site, for machines: from the settings, never from who asks."""
    return f"{settings.SITE_URL}{path}"
