"""Words of texts and names: which names may stand in a text. Reads only.

A name is spoken by whole words, in any script, case and diacritics apart. Signs that `fold` keeps and a word does not
have (`Notepad++`) must stand in the text.
"""

import json
import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Value

from wiki.bulk import beginnings, texts_in
from wiki.document.names import REMEMBERED, fold, slugify
from wiki.models import Alias, Entry, Visibility
from wiki.prepared import Prepared

MIN_LETTERS, MIN_WIDE = 3, 2  # shorter names would be found in every text; scripts without spaces say more a letter
MAX_WORDS = 8
# Words of all essays together: up to so many, and up to so many for each name of the wiki, names are looked up by the
# words, above words by the names. Measured: a word costs a third of a name.
FEW_WORDS, WORDS_A_NAME = 20_000, 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTER = re.compile(r"\w")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BETWEEN_WIDE = re.compile(f"(?<={_WIDE.pattern}) (?={_WIDE.pattern})")


class Owner(NamedTuple):
    """An entry that has a name, and whether the public may know of it."""

    id: int
    public: bool


class Spoken(NamedTuple):
    """A text and its `words_of`."""

    text: str
    words: str


def words_of(text):
    """Return the text as it is searched for names: folded words, each between spaces; wide letters stand alone."""
    return " " + " ".join(_fold_word(match[0]) for match in word_places(text)) + " "


def word_places(text):
    """Return matches: whole words, but single letters of scripts that are written without spaces."""
    return _with_wide_letters(text) if _WIDE.search(text) else _WORD.finditer(text)


def _with_wide_letters(text):
    for match in _WORD.finditer(text):
        if _WIDE.search(match[0]):
            yield from _LETTER.finditer(text, match.start(), match.end())
        else:
            yield match


def _fold_word(word):
    return fold(word.replace("’", "'"))


@lru_cache(REMEMBERED)
def mention_key(name):
    """Return the words of a name as `words_of` writes them, or '' when it is too short to be looked for."""
    key = words_of(name).strip()
    letters = sum(unicodedata.category(char)[0] in "LN" for char in key)
    minimum = MIN_WIDE if _WIDE.search(key) else MIN_LETTERS
    return key if letters >= minimum and len(key.split(" ")) <= MAX_WORDS else ""


def folded(key):
    """Return a mention key as `wiki.document.names.fold` writes the name: wide letters without spaces between."""
    return _BETWEEN_WIDE.sub("", key)


def is_wide(name):
    """Whether a name stands in a text without spaces around it."""
    return _WIDE.search(name) is not None


def names_in(spoken, kinds=(Entry.Kind.CONCEPT,)):
    """Return {mention key: [Owner]} for the entries of these kinds that essays (or Spoken texts) may name."""
    said = [one.words.split() for one in spoken]
    present = set().union(*said)
    signed = [line for one in spoken if (line := _with_signs(one.text))]
    if not any(is_wide(one.words) for one in spoken) and _are_few(sum(map(len, said))):
        rows = _by_words([*said, *map(str.split, signed)], kinds)
    else:
        rows = _all_names(kinds)
    names = defaultdict(list)
    for entry, name, visibility, is_hidden in rows:
        key = mention_key(name)
        if key and present.issuperset(key.split(" ")) and _has_its_signs(name, key, signed):
            names[key].append(Owner(entry, visibility == Visibility.PUBLIC and not is_hidden))
    return {key: sorted(owners) for key, owners in names.items()}


def _are_few(words):
    return words <= FEW_WORDS or words <= WORDS_A_NAME * (Entry.objects.count() + Alias.objects.count())


def _by_words(lines, kinds):
    """Return rows of `_all_names` whose folded name is a run of these words: a few steps through an index a word."""
    pairs = {" ".join(pair) for line in lines for pair in pairwise(line)}
    open_pairs = beginnings([Entry, Alias], "fold", pairs)
    runs = {word for line in lines for word in line} | pairs
    for line in lines:
        for at, pair in enumerate(pairwise(line)):
            if " ".join(pair) in open_pairs:
                runs.update(" ".join(line[at : at + count]) for count in range(3, MAX_WORDS + 1))
    # No condition on the kind: SQLite would take an index that begins with it and walk through all concepts.
    folds = json.dumps(list(runs))
    return [row for kind, *row in (*_titles_by(True, folds), *_aliases_by(True, folds)) if kind in kinds]


_TITLE = ("pk", "title", "visibility", Value(False))
_ALIAS = ("entry_id", "text", "entry__visibility", "is_hidden")
_titles_by = Prepared(
    lambda private, folds: (
        Entry.objects.scoped(private).filter(fold__in=texts_in(folds)).order_by().values_list("kind", *_TITLE)
    ),
    lambda *columns: columns,
)
_aliases_by = Prepared(
    lambda private, folds: _aliases().filter(fold__in=texts_in(folds)).values_list("entry__kind", *_ALIAS),
    lambda *columns: columns,
)


def _all_names(kinds):
    """Yield (entry id, name, visibility, whether readers do not know this name) of every entry."""
    yield from Entry.objects.scoped(private=True).filter(kind__in=kinds).values_list(*_TITLE)
    yield from _aliases().filter(entry__kind__in=kinds).values_list(*_ALIAS)


def _aliases():
    return Alias.objects.scoped(private=True).with_hidden().exclude(kind=Alias.Kind.PATH).order_by()


def _has_its_signs(name, key, signed):
    form = fold(name)
    return form == folded(key) or is_wide(key) or any(f" {form} " in line for line in signed)


def _with_signs(text):
    """Return the words of a text as `fold` writes names, or '' where `words_of` writes them alike."""
    if not any(_is_sign(char) for char in set(text)):
        return ""
    return " " + " ".join(fold(word) for word in text.split() if slugify(word)) + " "


def _is_sign(char):
    return char in "+`´‘" or (not char.isascii() and unicodedata.category(char)[0] == "M")
