"""Under which head a name stands in the index: a letter, the digits, the signs, or its script."""

import re
import string
import unicodedata
from collections import Counter

DIGITS, SIGNS = "0–9", "Signs"
ALONE = 60  # names; a script other than Latin with more of them has a head for each letter
# Scripts of many thousand signs never have a head for each, however many names they hold.
WHOLE_SCRIPTS = {"CJK": "Han", "HANGUL": "Hangul", "YI": "Yi", "HIRAGANA": "Kana", "KATAKANA": "Kana"}
_ON_A_LETTER = re.compile(r"LATIN SMALL L(?:ETTER|IGATURE) ([A-Z]{1,2})(?: WITH .*)?")


class _Plain(dict):
    """For `str.translate`: Latin letters that no accent can be taken from, as those that stand in them (ø → o)."""

    def __missing__(self, code):
        found = _ON_A_LETTER.fullmatch(unicodedata.name(chr(code), ""))
        self[code] = found[1].lower() if found else chr(code)
        return self[code]


_PLAIN = _Plain()


def plain(fold):
    """Return a folded name as it is put in order: ł with l, æ as ae."""
    return fold if fold.isascii() else fold.translate(_PLAIN)


class Heads:
    """The heads of an index whose names begin as `initials` counts: {first character of the folded name: names}."""

    def __init__(self, initials):
        self.initials = initials
        scripts = Counter()
        for char, count in initials.items():
            scripts[script(char)] += count
        self.split = {name for name, count in scripts.items() if count > ALONE} - set(WHOLE_SCRIPTS.values())
        self.counts = Counter()
        for char, count in initials.items():
            self.counts[self.of(char)] += count

    def of(self, fold):
        """Return the head of a folded name."""
        char = plain(fold[:1])[:1]
        name = script(char)
        return char.upper() if name == "Latin" or (name in self.split and name not in (DIGITS, SIGNS)) else name

    def under(self, head):
        """Return the first characters of the names under this head."""
        return [char for char in self.initials if self.of(char) == head]

    def ordered(self, more=()):
        """Return every letter from A to Z and every head in use, `more` among them, in the order of the index."""
        heads = {*string.ascii_uppercase, *self.counts, *more}
        return sorted(heads, key=lambda head: (_rank(head), head))


def script(char):
    """Return `Latin`, `Greek`, `Han` …, the digits or the signs, for one character."""
    category = unicodedata.category(char)[0] if char else "P"
    if category == "N":
        return DIGITS
    if category not in "LM":
        return SIGNS
    first = unicodedata.name(char, "OTHER").split()[0]
    return WHOLE_SCRIPTS.get(first, first.capitalize())


def _rank(head):
    if head == DIGITS:
        return 0
    if head in string.ascii_uppercase:
        return 1
    if head == SIGNS:
        return 4
    return 2 if script(head[:1]) == "Latin" and len(head) == 1 else 3
