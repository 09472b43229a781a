"""Whether the text of a footnote names a source, and which addresses and numbers it gives."""

import re

_URL = re.compile(r"https?://[^\s<>\"“”]{3,500}", re.IGNORECASE)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s<>\"“”]{1,200})", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx])\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,/-])(?:1[5-9]|20)\d\d(?![\d])")
_QUOTED = re.compile(r"[“\"„«「『‘][^”\"“»」』’]{2,300}[”\"“»」』’]")
_ENDS_LIKE_A_NAME = re.compile(r"\w[^\n]{0,150}[,.:;，、：。]\s*$")
_PARTICLES = frozenset(
    {"and", "&", "et", "al.", "de", "da", "di", "del", "la", "le", "van", "von", "der", "zu", "y", "und"}
)
_TRAILING = ".,;:!?)]}’”\"'*_"


def url_of(text):
    """Return the first web address in a text, '' for none."""
    match = _URL.search(text)
    return _trimmed(match[0]) if match else ""


def doi_of(text):
    """Return the first DOI in a text (`10.…/…`), '' for none."""
    match = _DOI.search(text)
    return _trimmed(match[1]) if match else ""


def isbn_of(text):
    """Return the first ISBN in a text, only digits and X, '' for none."""
    match = _ISBN.search(text)
    return re.sub(r"[^\dX]", "", match[1].upper()) if match else ""


def is_source(label, text, italics, url=""):
    """Return whether a footnote is a citation. `italics` are its emphasised parts, `url` an address it links to.

    It is, when it gives an address, a DOI, an ISBN or a year, or an author before a title in quotes or italics;
    `[^note-…]` never is.
    """
    if label.lower().startswith("note-"):
        return False
    if url or url_of(text) or doi_of(text) or isbn_of(text) or _YEAR.search(text):
        return True
    quoted = _QUOTED.search(text)
    if quoted and _names_author(text[: quoted.start()]):
        return True
    return any(title and _names_author(text[: text.find(title)]) for title in italics[:5])


def _names_author(before):
    # "Mills, " and "Anna van Mills " are an author; "This is " and "he said " are not.
    before = before[-160:].strip()
    if not before or before[0].islower():
        return False
    words = before.split()
    capital = [word for word in words if not word[0].islower()]
    is_name = 2 <= len(capital) <= 6 and all(word in capital or word.lower() in _PARTICLES for word in words)
    return is_name or _ENDS_LIKE_A_NAME.search(before) is not None


def _trimmed(address):
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address
