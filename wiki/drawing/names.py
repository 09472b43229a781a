"""How much room a name takes when it is drawn, and how a long one is broken or cut."""

import unicodedata
from functools import lru_cache

# Advances of the text face from space to tilde, in hundredths of its size; the italic is never wider by much.
ADVANCES = (
    20, 28, 30, 50, 46, 67, 70, 18, 28, 27, 46, 51, 29, 38, 30, 33, 53, 34, 48, 42, 45, 43, 46, 42, 48, 46, 24, 24,
    51, 51, 51, 36, 83, 58, 60, 63, 70, 59, 51, 67, 75, 36, 33, 63, 51, 85, 72, 69, 55, 70, 61, 53, 55, 68, 61, 93,
    66, 54, 57, 31, 33, 31, 51, 46, 40, 47, 51, 42, 54, 45, 33, 50, 53, 28, 25, 50, 24, 83, 55, 50, 53, 52, 38, 40,
    33, 54, 44, 70, 48, 45, 46, 31, 37, 31, 51,
)  # fmt: skip
MARKS = ("Mn", "Me", "Cf")
OTHERS = {"Ll": 62, "Lu": 80, "Lo": 85, "Mc": 50, "Nd": 62, "So": 130}  # of faces that are not ours, by category
ROOM = 1.04  # another face may stand in for ours
ELLIPSIS = "…"


@lru_cache(4096)
def advance(char):
    """Return about how wide a character is, in hundredths of the size, rather too much than too little."""
    if " " <= char <= "~":
        return ADVANCES[ord(char) - 32]
    category = unicodedata.category(char)
    if category in MARKS:
        return 0
    if "\ufdf0" <= char <= "\ufdff":
        return 600  # a whole phrase in one sign
    if unicodedata.east_asian_width(char) in "WF":
        return 105
    base = unicodedata.normalize("NFD", char)[0]
    if " " <= base <= "~":
        return ADVANCES[ord(base) - 32]
    return max(OTHERS.get(category, 75), 140 if char > "\uffff" else 0)


def width(text, size):
    """Return about how wide a text is, in the unit of `size`."""
    return sum(map(advance, text)) * size * ROOM / 100


def clusters(text):
    """Return the characters of a text, each with the marks that stand on it and what is joined to it."""
    found = []
    for char in text:
        joined = found and (unicodedata.category(char)[0] == "M" or char == "\u200d" or found[-1][-1] == "\u200d")
        if joined:
            found[-1] += char
        else:
            found.append(char)
    return found


def broken(name, size, limit):
    """Return a name as one line or two, none wider than `limit`; what finds no room is cut, with an ellipsis."""
    name = " ".join(name.split())
    if width(name, size) <= limit:
        return (name,)
    breaks = [at for at, char in enumerate(name) if char == " " or (char in "-–—/" and at + 1 < len(name))]
    halves = [(name[: at + 1].rstrip(" "), name[at + 1 :].lstrip(" ")) for at in breaks]
    best = min(halves, key=lambda pair: max(width(line, size) for line in pair), default=None)
    if best and all(width(line, size) <= limit for line in best):
        return best
    fitting = [pair for pair in halves if 0 < width(pair[0], size) <= limit]
    first, rest = fitting[-1] if fitting else _filled(name, size, limit)
    return (first, cut(rest, size, limit)) if rest else (first,)


def _filled(text, size, limit):
    """As many characters as have room, and the rest."""
    parts = clusters(text)
    most = next((n for n in range(len(parts), 1, -1) if width("".join(parts[:n]), size) <= limit), 1)
    return "".join(parts[:most]), "".join(parts[most:])


def cut(text, size, limit):
    """Return the text, or its beginning with an ellipsis where it is wider than `limit`."""
    if width(text, size) <= limit:
        return text
    return _filled(text, size, limit - width(ELLIPSIS, size))[0].rstrip() + ELLIPSIS
