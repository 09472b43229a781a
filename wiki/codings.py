"""In which coding an answer is sent, and whether somebody has it already. Pure."""

import gzip
import re
from functools import lru_cache
from hashlib import blake2b

import brotli

_UNMADE = {"identity": bytes, "br": brotli.decompress, "gzip": gzip.decompress}


def made(coding, plain):
    """Return the bytes in this coding: br, gzip or identity; the same ones each time."""
    if coding == "br":
        return brotli.compress(plain, quality=5)
    return gzip.compress(plain, 6, mtime=0) if coding == "gzip" else plain


def unmade(coding, content):
    """Return the plain bytes of what was `made`."""
    return _UNMADE[coding](content)


@lru_cache(256)
def chosen(accepted):
    """Return the coding of an answer to this Accept-Encoding."""
    taken = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        taken[name.strip()] = not re.search(r"q=0(?:\.0*)?\s*$", rest)
    return next((coding for coding in ("br", "gzip") if taken.get(coding)), "identity")


def digest(content):
    """Return what the tag of these bytes is made of: the same on every machine and after every start."""
    return blake2b(content, digest_size=16).hexdigest()


def has_tag(known, tag):
    """Whether an If-None-Match names this tag: in a list, weak, or any."""
    return known.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in known.split(","))
