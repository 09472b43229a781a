"""Plain mentions: where an essay names a concept without linking it. Runs inside a writer's transaction.

A mention is looked for by whole words, in any script, case and diacritics apart; of overlapping names the longest
counts. Mentions are computed once among all names and once among public ones, so that a private name hides no
public one.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from typing import NamedTuple

from wiki.actions.bulk import insert
from wiki.actions.linking import NewLink
from wiki.document.names import fold, fold_tail
from wiki.models import Alias, Concept, Essay, Link
from wiki.models.entry import FORM
from wiki.models.visibility import Visibility
from wiki.rendering.sentences import around

MIN_LETTERS, MIN_WIDE = 3, 2  # shorter names would be found in every text; scripts without spaces say more a letter
MAX_WORDS = 8
MAX_PER_NAME = 10  # rows for one concept in one essay
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Owner(NamedTuple):
    """A concept that has a name, and whether the public may know of it."""

    id: int
    public: bool


def words_of(text):
    """Return the text as it is searched for names: folded words, each between spaces; wide letters stand alone."""
    return " " + " ".join(_fold_word(match[0]) for match in _words(text)) + " "


def _words(text):
    """Yield matches: whole words, but single letters of scripts that are written without spaces."""
    for match in _WORD.finditer(text):
        if _WIDE.search(match[0]):
            yield from re.compile(r"\w").finditer(text, match.start(), match.end())
        else:
            yield match


def _fold_word(word):
    return fold(word.replace("’", "'"))


def mention_key(name):
    """Return the words of a name as `words_of` writes them, or '' when it is too short to be looked for."""
    key = words_of(name).strip()
    letters = sum(unicodedata.category(char)[0] in "LN" for char in key)
    minimum = MIN_WIDE if _WIDE.search(key) else MIN_LETTERS
    return key if letters >= minimum and len(key.split(" ")) <= MAX_WORDS else ""


def find(text, keys):
    """Return (start, end, key) of each mention in `text`, in order, not overlapping, the longest name first.

    `keys` is a set of `mention_key`s.
    """
    longest = defaultdict(int)
    for key in keys:
        first = key.split(" ", 1)[0]
        longest[first] = max(longest[first], key.count(" ") + 1)
    matches = list(_words(text))
    words = [_fold_word(match[0]) for match in matches]
    found, at = [], 0
    while at < len(words):
        step = 1
        for count in range(min(longest.get(words[at], 0), len(words) - at), 0, -1):
            key = " ".join(words[at : at + count])
            if key in keys:
                found.append((matches[at].start(), matches[at + count - 1].end(), key))
                step = count
                break
        at += step
    return found


def replace_mentions(essays):
    """Write the mention rows of these essays (saved, with `text` and `words`)."""
    Link.objects.filter(source__in=essays, kind=Link.Kind.MENTION).delete()
    names = _names_in(essays)
    insert(Link, [row for essay in essays for row in _rows(essay, names)])


def remention(names, sources=()):
    """Look again in every essay that may mention a concept by one of these names, and in essays among `sources`."""
    keys = {key for key in map(mention_key, names) if key}
    essays = Essay.objects.scoped(private=True)
    touched = list(essays.filter(pk__in=sources).values_list("pk", flat=True)) if sources else []
    if len(keys) <= 4:
        for key in keys:
            touched += essays.filter(words__contains=f" {key} ").values_list("pk", flat=True)
    elif keys:
        for pk, words in essays.values_list("pk", "words").iterator():
            if find(words, keys):
                touched.append(pk)
    touched = sorted(set(touched))
    for start in range(0, len(touched), 100):
        replace_mentions(list(essays.filter(pk__in=touched[start : start + 100])))


def _names_in(essays):
    """Return {mention key: [Owner]} for the concepts that these essays may name."""
    wanted = set()
    for essay in essays:
        words = essay.words.split()
        for at in range(len(words)):
            for count in range(1, MAX_WORDS + 1):
                wanted.add(" ".join(words[at : at + count]))
    names = defaultdict(list)
    for concept_id, title, visibility in _concepts():
        key = mention_key(title)
        if key in wanted:
            names[key].append(Owner(concept_id, visibility == Visibility.PUBLIC))
    aliases = Alias.objects.scoped(private=True).filter(entry__kind="concept").exclude(kind=Alias.Kind.PATH)
    for concept_id, text, visibility in aliases.values_list("entry_id", "text", "entry__visibility"):
        key = mention_key(text)
        if key in wanted:
            names[key].append(Owner(concept_id, visibility == Visibility.PUBLIC))
    return names


def _concepts():
    return Concept.objects.scoped(private=True).values_list("pk", "title", "visibility")


def _rows(essay, names):
    public_names = {key: kept for key, owners in names.items() if (kept := [owner for owner in owners if owner.public])}
    everything = _mentions(essay, names, "target_all_id")
    public = _mentions(essay, public_names, "target_public_id")
    for position, place in enumerate(sorted(everything | public)):
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
            target_all_id=everything.get(place),
            target_public_id=public.get(place),
        )


def _mentions(essay, names, target):
    """Return {(start, end): concept id} for one set of names, without what a link in the same sentence says."""
    linked = set(essay.links.exclude(kind=Link.Kind.MENTION).values_list("sentence", target))
    counts, places = Counter(), {}
    for start, end, key in find(essay.text, set(names)):
        owners = {owner.id for owner in names[key]}
        if len(owners) > 1 or (around(essay.text, start, end)[0], *owners) in linked:
            continue
        counts[key] += 1
        if counts[key] <= MAX_PER_NAME:
            places[start, end] = owners.pop()
    return places
