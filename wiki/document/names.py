"""Names of entries and tags: how a title is cleaned, compared and made into a slug. Pure."""

import re
import unicodedata
from functools import lru_cache

MAX_NAME = 255  # characters after trimming (interface: titles and aliases)
RESERVED_SLUGS = frozenset({"new"})
REMEMBERED = 50_000  # names whose forms are kept in memory: an import compares the same ones again and again
_ASCII_RUN = re.compile(r"[^a-z0-9+]+")
_REFUSED = re.compile(r"[\[\]{}|#<>]")
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
_SPACES = re.compile(r"\s+")
_QUALIFIER = re.compile(r"(?<!\s)\s*+\([^()]*+\)$")  # from its first space: each run of them is looked at once
# Latin, Greek and Cyrillic diacritics. Combining marks of other scripts are letters in their own right.
_DIACRITICS = re.compile("[\u0300-\u036f]")


class BadName(ValueError):
    """A title, alias or tag that cannot be stored; the message says what to do, for the person who wrote it."""


def clean_name(text):
    """Return the name as it is stored: NFC, spaces folded to one, trimmed, without a leading `:`.

    Raises BadName when nothing is left, when it is longer than 255 characters, or when it holds a
    control or direction character, one of `[ ] { } | # < >`, or `.`/`..` as a part of a path.
    """
    text = unicodedata.normalize("NFC", str(text))
    text = _SPACES.sub(" ", text).strip().lstrip(":").strip()
    if not text:
        raise BadName("A name is missing: write at least one character.")
    if len(text) > MAX_NAME:
        raise BadName(f"This name has {len(text)} characters; at most {MAX_NAME} are possible. Shorten it.")
    if not text.isprintable() and any(is_control(char) for char in text):
        raise BadName("This name holds an invisible control character. Write it again by hand.")
    if refused := _REFUSED.search(text):
        raise BadName(f"A name cannot hold “{refused[0]}”, because it has a meaning in links. Leave it out.")
    if any(part in (".", "..") for part in text.split("/")):
        raise BadName("“.” and “..” cannot stand alone between slashes in a name.")
    return text


def is_control(char):
    """Whether a character is one that no name may hold: a control, or a sign that turns the direction of a text."""
    category = unicodedata.category(char)
    # Cf holds the zero-width joiners that Persian and Indic names need; direction overrides can disguise a name.
    return (
        category in ("Cc", "Cs", "Co", "Cn") or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )


def title_key(text):
    """Return the form under which two titles are the same title: NFC, casefold, spaces folded."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip().casefold())


@lru_cache(REMEMBERED)
def fold(text):
    """Return the forgiving form: what `slugify` keeps, casefolded, without diacritics, in words with one space
    between. A name and its slug have the same form. A name of nothing but signs keeps its title_key."""
    if text.isascii():
        return slugify(text).replace("-", " ") or title_key(text)
    bare = _DIACRITICS.sub("", unicodedata.normalize("NFD", slugify(text).casefold()))
    return unicodedata.normalize("NFC", bare).replace("-", " ") or title_key(text)


def fold_tail(text):
    """Return `fold` of the last part of a path: `concepts/dual-power` → `dual power`."""
    return fold(text.rstrip("/").rsplit("/", 1)[-1])


@lru_cache(REMEMBERED)
def slugify(text):
    """Return the slug of a name, in any script, or '' when nothing of it can stand in an address.

    NFC, lower case; letters, digits, combining marks and `+` stay, apostrophes go, every other
    run becomes one `-`, ends trimmed.
    """
    if text.isascii():
        return _ASCII_RUN.sub("-", text.lower().replace("'", "").replace("`", "")).strip("-")
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text).lower())
    kept = [char if _stays(char) else "-" for char in text]
    return re.sub("-+", "-", "".join(kept)).strip("-")


def _stays(char):
    return char == "+" or unicodedata.category(char)[0] in "LMN"


def base_title(title):
    """Return the title without a qualifier in brackets at its end: `Collar (printing)` → `Collar`."""
    return _QUALIFIER.sub("", title) or title


def as_title(name):
    """Return a name as titles begin: with a capital letter, where its first word is written small throughout."""
    first, head = name.split(" ", 1)[0], name[:1].upper()
    return head + name[1:] if first == first.lower() and len(head) == 1 else name
