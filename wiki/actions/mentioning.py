"""Plain mentions: where an essay names a concept without linking it. Runs inside a writer's transaction.

A mention is looked for by whole words, in any script, case and diacritics apart; of overlapping names the longest
counts. Mentions are computed once among all names and once among public ones, so that a private name hides no
public one.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from wiki.actions.linking import NewLink
from wiki.bulk import insert
from wiki.document.names import REMEMBERED, fold, fold_tail
from wiki.models import Alias, Concept, Essay, Link, Visibility
from wiki.models.entry import FORM
from wiki.rendering.sentences import around

MIN_LETTERS, MIN_WIDE = 3, 2  # shorter names would be found in every text; scripts without spaces say more a letter
MAX_WORDS = 8
BATCH = 200  # essays that are held at once
MAX_PER_NAME = 10  # rows for one concept in one essay
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTER = re.compile(r"\w")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BETWEEN_WIDE = re.compile(f"(?<={_WIDE.pattern}) (?={_WIDE.pattern})")


class Owner(NamedTuple):
    """A concept that has a name, and whether the public may know of it."""

    id: int
    public: bool


def words_of(text):
    """Return the text as it is searched for names: folded words, each between spaces; wide letters stand alone."""
    return " " + " ".join(_fold_word(match[0]) for match in _words(text)) + " "


def _words(text):
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


def find(text, keys):
    """Return (start, end, key) of each mention in `text`, in order, not overlapping, the longest name first.

    `keys` is a set of `mention_key`s.
    """
    return _places(text, _spot(words_of(text).split(), keys, _lengths(keys)))


def _lengths(keys):
    """Return how many words keys have, the most first, by their first word."""
    lengths = defaultdict(set)
    for key in keys:
        lengths[key.partition(" ")[0]].add(key.count(" ") + 1)
    return {first: sorted(counts, reverse=True) for first, counts in lengths.items()}


def _spot(words, keys, lengths):
    """Return (first, last, key): at which of the words each mention begins and ends."""
    found, free = [], 0
    for at, word in enumerate(words):
        if word in lengths and at >= free:
            for count in lengths[word]:
                key = " ".join(words[at : at + count])
                if key in keys and at + count <= len(words):
                    free = at + count
                    found.append((at, free - 1, key))
                    break
    return found


def _places(text, spots):
    """Return (start, end, key) in characters for what `_spot` found in the words of this text."""
    if not spots:
        return []
    places = [match.span() for match in _words(text)]
    return [(places[first][0], places[last][1], key) for first, last, key in spots]


def replace_mentions(essays):
    """Write the mention rows of these essays (saved, with `text`, and `words` made of it)."""
    Link.objects.filter(source__in=essays, kind=Link.Kind.MENTION).delete()
    names = _names_in(essays)
    public_names = {key: kept for key, owners in names.items() if (kept := [owner for owner in owners if owner.public])}
    links = Link.objects.filter(source__in=essays).values_list("source", "sentence", "target_all", "target_public")
    everything = _Search(names, {(source, sentence, target) for source, sentence, target, _ in links})
    public = _Search(public_names, {(source, sentence, target) for source, sentence, _, target in links})
    insert(Link, [row for essay in essays for row in _rows(essay, everything, public)])


def remention(names, sources=()):
    """Look again in every essay that may mention a concept by one of these names, and in essays among `sources`."""
    keys = {key for key in map(mention_key, names) if key}
    essays = Essay.objects.scoped(private=True)
    touched = list(essays.filter(pk__in=sources).values_list("pk", flat=True)) if sources else []
    if len(keys) <= 4:
        for key in keys:
            touched += essays.filter(words__contains=f" {key} ").values_list("pk", flat=True)
    elif keys:
        lengths = _lengths(keys)
        for pk, text in essays.values_list("pk", "words").iterator():
            words = text.split()
            if not lengths.keys().isdisjoint(words) and _spot(words, keys, lengths):
                touched.append(pk)
    touched = sorted(set(touched))
    for start in range(0, len(touched), BATCH):
        replace_mentions(list(essays.filter(pk__in=touched[start : start + BATCH])))


def _names_in(essays):
    """Return {mention key: [Owner]} for the concepts that these essays may name."""
    present = {word for essay in essays for word in essay.words.split()}
    titles = Concept.objects.scoped(private=True).values_list("pk", "title", "visibility")
    aliases = Alias.objects.scoped(private=True).filter(entry__kind="concept").exclude(kind=Alias.Kind.PATH)
    columns = ("entry_id", "text", "entry__visibility", "number", "entry__public_from")
    names = defaultdict(list)
    for concept, name, visibility, *since in (*titles, *aliases.values_list(*columns)):
        key = mention_key(name)
        if key and present.issuperset(key.split(" ")):
            names[key].append(Owner(concept, visibility == Visibility.PUBLIC and not _is_hidden(*since)))
    return names


def _is_hidden(number=None, public_from=None):
    """Whether a former title lies behind the history horizon of its entry."""
    return number is not None and number < (public_from or 0)


class _Search:
    """One set of names: {mention key: [Owner]}, and (essay, sentence, concept) where a link says it already."""

    def __init__(self, names, linked):
        self.names, self.linked = names, linked
        self.lengths = _lengths(names)

    def spot(self, words):
        return _spot(words, self.names, self.lengths)

    def targets(self, essay, places):
        """Return {(start, end): concept id} for what `_places` gave of an essay."""
        counts, targets = Counter(), {}
        for start, end, key in places:
            owners = {owner.id for owner in self.names[key]}
            if len(owners) > 1 or (essay.pk, around(essay.text, start, end)[0], *owners) in self.linked:
                continue
            counts[key] += 1
            if counts[key] <= MAX_PER_NAME:
                targets[start, end] = owners.pop()
        return targets


def _rows(essay, everything, public):
    words = essay.words.split()
    spots = everything.spot(words)
    places = public_places = _places(essay.text, spots)
    if any(key not in public.names for *_, key in spots):  # a private name may stand where a public one would
        public_places = _places(essay.text, public.spot(words))
    in_all, in_public = everything.targets(essay, places), public.targets(essay, public_places)
    for position, place in enumerate(sorted(in_all | in_public)):
        start, end = place
        sentence, offset = around(essay.text, start, end)
        yield NewLink(
            source_id=essay.pk,
            kind="mention",
            position=position,
            target=essay.text[start:end],
            fold=fold_tail(essay.text[start:end])[:FORM],
            sentence=sentence,
            start=offset,
            length=end - start,
            target_all_id=in_all.get(place),
            target_public_id=in_public.get(place),
        )
