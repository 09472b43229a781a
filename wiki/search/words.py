"""How a text becomes the words that search compares, the same for texts and questions and for every database. Pure.

A word is a run of letters, digits and combining marks: casefolded, without the diacritics of Latin, Greek and
Cyrillic and the vowel points of Arabic and Hebrew, without apostrophes. Where words are written without spaces (Han,
kana, Hangul, Thai, Lao, Khmer, Burmese) each character is a word, and a run of them is asked for as a phrase. English
endings fall away by Porter's second algorithm (https://snowballstem.org/algorithms/english/stemmer.html).
"""

import re
import threading
import unicodedata
from functools import lru_cache
from hashlib import blake2b

import snowballstemmer

LONGEST = 64  # characters of a word; what is behind them is not compared
LONGEST_NAME = 400  # bytes; PostgreSQL has no words above 2046
REMEMBERED = 100_000  # stems kept in memory
SHORTEST_STEMMED = 4

_POINTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_DROPPED = re.compile(f"[{_POINTS}'’ʼ‘`´\u200b-\u200f]")
_APART = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_MARKS = "\u0900-\u0963\u0966-\u0dff\u0f00-\u0fff"  # Indic scripts and Tibetan, whose vowel signs are marks
_WORD = re.compile(rf"[{_APART}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|(?:(?![{_APART}])[^\W_]|[{_MARKS}])+")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_ASCII = re.compile(r"[a-z0-9]+")


class _Own(threading.local):
    """Each thread's own stemmer: it keeps the word that it works on, and two at once would mix theirs."""

    def __init__(self):
        self.stemmer = snowballstemmer.stemmer("english")


_own = _Own()


def words(text):
    """Return the words of a text in order, before their endings fall away."""
    if text.isascii():
        found = _ASCII.findall(text.lower().replace("'", "").replace("`", ""))
    else:
        found = _WORD.findall(flat(text))
    return [word[:LONGEST] for word in found]


def flat(text):
    """Return a text in the form in which letters are compared."""
    text = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", text)).translate(_LETTERS)


def stems(text):
    """Return the words of a text as they are compared."""
    return [stem(word) for word in words(text)]


def whole_name(name):
    """Return one word that stands for a name as a whole, however it is written; '' where it has no words."""
    found = "_".join(words(name))
    if len(found.encode()) > LONGEST_NAME:
        found = blake2b(found.encode(), digest_size=16).hexdigest()
    return f"={found}" if found else ""


@lru_cache(REMEMBERED)
def stem(word):
    """Return the word without its English ending; a word of other letters as it is."""
    if len(word) < SHORTEST_STEMMED or not word.isascii() or not word.isalpha():
        return word
    return _own.stemmer.stemWord(word)


ENDINGS = ("s", "es", "ed", "ing", "ings", "er", "ers", "ly", "al", "ally", "ation", "ations", "ment", "ness", "ies")


def beginnings(word):
    """Return what a word that begins so may have become: (the beginning itself, [whole stems shorter than it])."""
    cut = set()
    if word.isascii() and word.isalpha():
        cut = {stem(word)} | {word[:at] for at in range(max(3, len(word) - 6), len(word)) if _may_end(word[at:])}
    return word, sorted(cut - {word})


def _may_end(rest):
    """Whether an English ending begins so; of one consonant nothing is concluded."""
    return (rest in "aeisy" or len(rest) > 1) and any(ending.startswith(rest) for ending in ENDINGS)
