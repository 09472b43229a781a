"""What a word may have been before one letter of it went wrong. Pure.

Names that nearly read so are kept with their misspellings (`spelling`); texts have far too many words for that. Of
one word that no text has, all words that are one mistake away are few hundred: the index is asked which it has.
"""

from wiki.search.words import stem

SHORTEST = 4  # letters; of a shorter word nearly everything is one mistake away
LONGEST = 16
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџў",
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويةءئؤ",
)


def nearly(word):
    """Return {stem: [words]} of what is one letter less, more, other or swapped: as the index has it, as it may be
    written. Nothing for a word of letters that are in none of the ALPHABETS."""
    letters = next((alphabet for alphabet in ALPHABETS if set(word) <= set(alphabet)), "")
    if not letters or not SHORTEST <= len(word) <= LONGEST:
        return {}
    found = {}
    for other in _mistaken(word, letters):
        found.setdefault(stem(other), []).append(other)
    found.pop(stem(word), None)
    return found


def _mistaken(word, letters):
    """Each once, and what happens most first: two swapped letters, one too many, one that is missing, a wrong one."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = [one + two[1] + two[0] + two[2:] for one, two in parts if len(two) > 1]
    less = [one + two[1:] for one, two in parts if two]
    more = [one + letter + two for one, two in parts for letter in letters]
    wrong = [one + letter + two[1:] for one, two in parts if two for letter in letters]
    return [other for other in dict.fromkeys([*swapped, *less, *more, *wrong]) if other != word]
