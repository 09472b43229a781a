"""The passage of a text that answers a question, with its words marked. Pure."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice

from wiki.search.words import stem, words

LENGTH = 220  # characters of a passage, about
BEFORE = 70  # of them before the first word that was asked for, where no sentence begins nearer
LOOKED_AT = 60  # places of a term in a text; a passage is chosen among the first of them
ASCII, LOWERED, ANY = range(3)  # what a text is made of: ASCII, letters that have one small form each, others
FORMS = 1000  # in which the words of a term were found, kept in memory
APART = 160  # characters between two places that are passages of their own
_APOSTROPHE = "['’]?+"
_LIKE = {"i": "ı", "s": "ſ"}  # what `re` takes for the same letter, beside its capital


@dataclass(frozen=True)
class Snippet:
    """Parts of a passage as (text, whether it was asked for), where it stands, and how many such passages there are.

    `section` is the heading above it, '' for the opening. Without a place in the text there are no passages.
    """

    parts: tuple[tuple[str, bool], ...]
    section: str = ""
    passages: int = 0


def snippet(text, headings, terms):
    """Return the Snippet of a text for Terms; `headings` are the texts of its headings in order, each a line of it."""
    places = places_of(text, terms)
    if not places:
        return Snippet(
            (((text[:LENGTH].rpartition(" ")[0] + "…") if len(text) > LENGTH else text, False),) if text else ()
        )
    start, end = _window(text, _best(places))
    marks = [(max(a, start), min(b, end)) for a, b, _ in places if a < end and b > start]
    passages = 1 + sum(b - a > APART for a, b in zip([p[1] for p in places], [p[0] for p in places[1:]], strict=False))
    return Snippet(_parts(text, start, end, marks), _section(text, headings, start), passages)


def mark(text, terms):
    """Return a short text, a name for instance, as parts like those of a Snippet."""
    return _parts(text, 0, len(text), [(start, end) for start, end, _ in places_of(text, terms)])


def holding(texts, terms):
    """Return those of these texts, in order, in which something stands for each of the Terms."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    said = defaultdict(set)
    for start, _, number in places_of("\n".join(texts), terms, most=None):  # no place reaches across lines
        said[bisect_right(ends, start)].add(number)
    return [texts[at] for at in sorted(said) if len(said[at]) == len(terms)]


def places_of(text, terms, most=LOOKED_AT):
    """Return (start, end, which term) of the first words in a text that were asked for, `most` of each; None: all."""
    found, lowered = [], text.lower()
    alphabet = ASCII if text.isascii() else LOWERED if len(lowered) == len(text) else ANY
    for number, patterns, accepts in _patterns(tuple(terms)):
        is_lowered = alphabet != ANY and alphabet in patterns
        matches = patterns[alphabet].finditer(lowered) if is_lowered else patterns[ANY].finditer(text)
        places = (match.span() for match in matches if accepts(match[0]))
        found += [(*place, number) for place in islice(places, most)]
    return sorted(found)


@lru_cache(200)
def _patterns(terms):
    """(number, {alphabet: pattern of what may be the words of a term}, function that decides) for each term.

    Small letters are found several times faster than either; ANY is for words and texts that have more than two.
    """
    made = []
    for number, term in enumerate(terms):
        stems, prefix = term.stems, term.prefix
        patterns = {}
        if _has_spaces(stems):
            patterns[ANY] = re.compile(_side_by_side(stems, _letter), re.IGNORECASE)
            if all(word.isascii() for word in stems):
                patterns[ASCII] = re.compile(_side_by_side(stems, _plain_letter))
                patterns[LOWERED] = re.compile(_side_by_side(stems, _lowered_letter))
        else:
            patterns[ANY] = re.compile("".join(map(re.escape, stems)), re.IGNORECASE)
        made.append((number, patterns, _accepter(stems, prefix)))
    return made


def _has_spaces(stems):
    return all((re.fullmatch(r"[\w]+", word) and len(word) > 1) or word.isascii() for word in stems)


def _accepter(stems, prefix):
    @lru_cache(FORMS)
    def accepts(written):
        return prefix or [stem(word) for word in words(written)] == list(stems)

    return accepts


def _side_by_side(stems, letter):
    return r"[^\w\n]{1,3}+".join(_spelt(word, letter) for word in stems)


def _spelt(word, letter):
    """A pattern of the words that may have become this one."""
    first, *others = map(letter, word[:-1] if word.endswith("i") and len(word) > 2 else word)
    # That no letter stands before it is asked behind the first one, by which places are found fast.
    return rf"{first}(?<!\w.){_APOSTROPHE}{''.join(other + _APOSTROPHE for other in others)}\w*+"


def _letter(letter):
    others = _accented().get(letter)
    return f"[{letter}{others}]" if others else re.escape(letter)


def _plain_letter(letter):
    return letter


def _lowered_letter(letter):
    return f"[{letter}{_accented().get(letter, '')}{_LIKE.get(letter, '')}]"


@lru_cache(1)
def _accented():
    """{letter: letters that differ from it by an accent}."""
    found = defaultdict(str)
    for code in (*range(0xC0, 0x250), *range(0x386, 0x3CF), *range(0x400, 0x460), *range(0x1E00, 0x2000)):
        letter = chr(code)
        plain = unicodedata.normalize("NFD", letter)[0]
        if plain != letter and letter.islower():
            found[plain.casefold()] += letter
    return dict(found)


def _best(places):
    """The place from which most of what was asked for stands close by; the first of equals."""
    asked = len({number for *_, number in places})
    best, most = 0, 0
    for at, (place, *_) in enumerate(places):
        near = len({number for start, _, number in places[at : at + 12] if start < place + LENGTH - BEFORE})
        if near > most:
            best, most = place, near
        if most == asked:
            break
    return best


def _window(text, place):
    """Return (start, end) of a passage around a place: from the beginning of a sentence where one is near."""
    line = text.rfind("\n", 0, place) + 1
    start = max(line, place - BEFORE)
    if start > line:
        sentence = max(text.rfind(mark, max(line, place - 2 * BEFORE), place) for mark in (". ", "? ", "! ", "。"))
        start = sentence + 2 if sentence >= 0 else text.find(" ", start, place) + 1 or start
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    end = min(stop, max(start + LENGTH, place + 20))
    if end < stop:
        end = text.rfind(" ", place, end) if " " in text[place:end] else end
    return start, end


def _parts(text, start, end, marks):
    parts, at = [], start
    if start and text[start - 1] not in "\n" and not text[:start].rstrip().endswith((".", "?", "!", "。")):
        parts.append(("… ", False))
    for first, last in marks:
        if first < at:
            continue
        if first > at:
            parts.append((text[at:first], False))
        parts.append((text[first:last], True))
        at = last
    if at < end:
        parts.append((text[at:end], False))
    if end < len(text) and text[end] != "\n":
        parts.append((" …", False))
    return tuple(parts)


def _section(text, headings, place):
    """Return the last of the headings that stands above a place."""
    text, above, at = f"\n{text}", "", 0  # each heading is a line, the first one too
    for heading in headings:
        found = text.find(f"\n{heading}\n", at, place + 1)
        if found >= 0:
            above, at = heading, found + 1
    return above
