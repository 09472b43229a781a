"""Where sentences begin and end, in any script. Pure; linear in the text."""

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

# A terminator of a script that writes spaces ends a sentence only before a space; the others end it at once.
_SPACED = ".!?…‼⁇⁈⁉؟۔।॥։።፧။။។៕"
_UNSPACED = "。！？｡．"
_CLOSING = "\"'”’»›)\\]}）】」』〉》〕］｝＂"
_END = re.compile(
    rf"(?P<marks>[{_SPACED}{_UNSPACED}]++)(?P<closing>(?:[{_CLOSING}]|\[\d{{1,4}}\]|[¹²³⁰⁴-⁹])*+)(?P<space>\s*+)"
    r"|(?P<line>(?<![^\S\n])[^\S\n]*+\n\s*+)"  # from the first space of a run, so that each run is looked at once
)
_LAST_WORD = re.compile(r"(?:[^\W_]|[.·’'-])+\Z")
_OPENING = "\"'“‘«‹([{¿¡（【「『〈《*_~=„‚"
# Only those that a capital letter often follows: before a lower-case letter nothing ends anyway (`etc.`, `usw.`).
_SHORT_FORMS = """
    mr mrs ms mx dr prof st rev hon gov sen rep pres gen lt sgt capt cmdr maj messrs vs cf e.g i.e eg ie viz ca approx
    al ibid op.cit loc.cit vol vols p pp ch chs chap sect para fig figs eq ed eds edn trans tr repr suppl n nn dept univ
    assn bros inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec ph.d
    bzw d.h z.b u.a evtl ggf vgl hrsg bd nr abb aufl s.o s.u sog inkl o.ä bijv blz f.eks bl.a
    mme mlle mm p.ex c.-à-d env éd apr.j.-c sra srta ud uds núm pág págs ee.uu dra sr jr sig dott pag
    г гг вв т.е т.к др пр стр с см им ул рис табл напр н.э np tj tzn inż wg např tzv π.χ βλ σελ
"""
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
# Words of their own, and short forms only before a figure: `no. 5`, `art. 3`.
_BEFORE_A_FIGURE = "no nos nr art sec app tab par cap pt bk pl l ll col f д п ст"
_BEFORE_FIGURES = frozenset(_BEFORE_A_FIGURE.split())
_AFTER_ORDINALS = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)\b"
)
_LONGEST_WORD = 24  # characters before a full stop that are looked at


def spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences as (start, end), each with the space after it: joined together they are the text.

    A line break ends a sentence: fold the soft breaks of a paragraph into spaces first. Full stops after common
    abbreviations, initials, list numbers, and before a lower-case letter end nothing.
    """
    return list(_spans(text))


@lru_cache(maxsize=8)
def _spans(text):
    found, start = [], 0
    for match in _END.finditer(text):
        if match.end() > start and (match["line"] or _ends(text, start, match)):
            found.append((start, match.end()))
            start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    # Space before the first word is no sentence of its own.
    if len(found) > 1 and not text[: found[0][1]].strip():
        found[:2] = [(0, found[1][1])]
    return tuple(found)


def _ends(text, start, match):
    """Whether the terminator ends the sentence that began at `start`."""
    after = match.end()
    if after == len(text) or "\n" in match["space"]:
        return True
    if match["marks"][-1] in _UNSPACED:
        # Japanese: a quoted sentence goes on with the particle that quotes it.
        return not (match["closing"] and text[after] in "とっ")
    if not match["space"]:
        return False
    following = text[after : after + 40].lstrip(_OPENING)
    if _is_small(following[:1]):
        return False
    if match["marks"] != "." or match["closing"]:
        return True
    word = _LAST_WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    return not (word and _is_short_form(word[0], word.start() == start, following))


def _is_small(char):
    """Whether a sentence would not begin with it: Georgian letters, too, are lower-case, but stand there."""
    return char.islower() and char.title() != char


def _is_short_form(word, opens_sentence, following):
    if word.isdecimal():
        return len(word) <= 3 and (opens_sentence or bool(_AFTER_ORDINALS.match(following)))
    key = word.strip("-'’").casefold()
    if key in _BEFORE_FIGURES and following[:1].isdecimal():
        return True
    # `J.`, `J.R.R.`, `J.-P.`: every part one letter. A lower-case one may be the end of `vitamin c.`
    parts = [part for part in re.split(r"[.-]", word) if part]
    initials = bool(parts) and all(len(part) == 1 and part.isalpha() and part.isupper() for part in parts)
    return initials or key in _ABBREVIATIONS


def around(text: str, start: int, end: int, limit: int = 300) -> tuple[str, int]:
    """Return the sentence that holds text[start:end], spaces collapsed, and where that passage begins in it.

    At most `limit` characters: a longer sentence is cut at words on the far sides of the passage and says so with
    an ellipsis. A passage that crosses sentences brings all of them; one longer than the limit is cut itself.
    """
    sentences = _spans(text)
    if not sentences:
        return "", 0
    first = sentences[_index(sentences, start)][0]
    last = sentences[_index(sentences, max(start, end - 1))][1]
    # What is farther away than this is cut anyway; so a long sentence with many links costs linear time.
    lower, upper = max(first, start - 2 * limit), min(last, end + 2 * limit)
    before = _collapse(text[lower:start]).lstrip()
    passage = _collapse(text[start:end])
    after = _collapse(text[end:upper]).rstrip()
    if passage.startswith(" ") and (not before or before.endswith(" ")):
        passage = passage[1:]
    if passage.endswith(" ") and (not after or after.startswith(" ")):
        passage = passage[:-1]
    if lower == first and upper == last and len(before) + len(passage) + len(after) <= limit:
        return before + passage + after, len(before)
    return _cut(before, passage, after, limit, cut_before=lower > first, cut_after=upper < last)


def _index(sentences, place):
    return max(bisect_right(sentences, place, key=itemgetter(0)) - 1, 0)


def _collapse(text):
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return " " * text[0].isspace() + words + " " * text[-1].isspace()


def _cut(before, passage, after, limit, *, cut_before, cut_after):
    if len(passage) > limit - 2:
        return passage[: max(limit - 1, 0)] + "…", 0
    room = limit - len(passage) - 2  # for the two ellipses
    # Half of the room for each side; what one side does not need goes to the other.
    left = max(room - len(after), room // 2) if len(after) < room - room // 2 else room // 2
    right = max(room - len(before), room - left)
    if cut_before or len(before) > left:
        before = before[len(before) - min(left, len(before)) :]
        space = before.find(" ")
        before = "…" + (before[space + 1 :] if 0 <= space < 40 else before)
    if cut_after or len(after) > right:
        after = after[:right]
        space = after.rfind(" ")
        after = (after[:space] if space >= 0 and len(after) - space < 40 else after) + "…"
    return before + passage + after, len(before)
