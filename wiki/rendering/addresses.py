"""Addresses of links: which are let through, how they are written, and the anchor that leads there."""

import re
from html import unescape
from urllib.parse import unquote

from .inline import new

SCHEMES = frozenset({"http", "https", "mailto"})

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def scheme_of(address):
    """Return the scheme of an address in lower case, '' for a relative one; what a browser would skip is skipped."""
    match = _SCHEME.match(_INVISIBLE.sub("", address))
    return match[1].lower() if match else ""


def is_external(address):
    """Return whether an address leads to another site."""
    return scheme_of(address) in ("http", "https") or address.replace("\\", "/").startswith("//")


def quoted(address):
    """Return the address as it can stand in an attribute: what may not stand in an address is percent-encoded."""
    return _LONE_PERCENT.sub("%25", _UNSAFE.sub(_percent, address)).replace("&", "&amp;")


def _percent(match):
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def anchor(address, title=""):
    """Return an empty `a` to the address, or None when its scheme is not let through."""
    scheme = scheme_of(address)
    if scheme and scheme not in SCHEMES:
        return None
    link = new("a", href=quoted(address))
    if title:
        link.set("title", title)
    if is_external(address):
        link.set("class", "external")
        link.set("rel", "nofollow noopener")
    return link


def local_document(address):
    """Return (path, fragment) when the address is a relative one to a Markdown file, else None."""
    if scheme_of(address) or address.startswith(("//", "\\")) or "?" in address:
        return None
    path, _, fragment = address.partition("#")
    path = unquote(path)
    if not path.lower().endswith(".md") or len(path) > 600 or not path[:-3].strip("/. "):
        return None
    return path, unquote(fragment)


def decoded(text):
    """Return text with entities and backslash escapes resolved, as it is meant in an address or title."""
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return unescape(text) if "&" in text else text


_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
