"""What changed between two texts: block by block, and in a changed block word by word. Pure; bounded in time."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from .alignment import Change, changes
from .units import Block, blocks

# Scripts that write no spaces: Thai, Lao, Burmese, Khmer, kana, Han. There every character is a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "".join(
    chr(code)
    for first, last in ((0x300, 0x3100), (0xA800, 0xAC00), (0xFE00, 0xFE30))
    for code in range(first, last)
    if unicodedata.category(chr(code))[0] == "M"
)
_MARK = f"[{_MARKS}\u200c\u200d]"  # never parted from the letter before it
_TOKEN = re.compile(
    rf"[{_UNSPACED}]{_MARK}*+|[^\W_{_UNSPACED}]{_MARK}*+(?:['’]?[^\W_{_UNSPACED}]{_MARK}*+)*+|\s++|.{_MARK}*+",
    re.DOTALL,
)
_SIMILAR = 0.4  # of the words: then one block is the other, rewritten
_SAME_SIGN = 0.05  # an item replaced by an item, whatever they say, if nothing is more alike
_MOST_BLOCKS = 10_000  # more are no rows that anybody could look through
_MOST_PAIRS = 100_000  # blocks that are compared with each other, in all
_MOST_WORK = 2_000_000_000  # length times length of the blocks that are compared by word, in all


@dataclass(frozen=True)
class Span:
    """A stretch of text: "same", "del" or "ins"."""

    text: str
    kind: str


@dataclass(frozen=True)
class Row:
    """A block on each side; `kind` is "same", "changed", "del" (nothing new) or "ins" (nothing old).

    `section` is the heading it stands under, as the new text has it; what was removed, as the old one had.
    """

    kind: str
    old: tuple[Span, ...]
    new: tuple[Span, ...]
    section: str


class Hunk(NamedTuple):
    """Rows of one section to show together, and how many unchanged blocks before them are left out."""

    section: str
    skipped: int
    rows: tuple[Row, ...]


def words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Compare two short texts by word; return the old side (same, del) and the new side (same, ins).

    The spans of a side joined are its text. Changes that next to nothing parts are one change.
    """
    stream = inline(old, new)
    return tuple(s for s in stream if s.kind != "ins"), tuple(s for s in stream if s.kind != "del")


def inline(old: str, new: str) -> tuple[Span, ...]:
    """Compare two short texts by word; return one stream of what stayed, went ("del"), came ("ins")."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    stream, place = [], 0
    for change in [*_phrases(before, after), Change(len(before), len(before), len(after), len(after))]:
        for kind, part in (
            ("same", before[place : change.start]),
            ("del", before[change.start : change.end]),
            ("ins", after[change.low : change.high]),
        ):
            if part:
                stream.append(Span("".join(part), kind))
        place = change.end
    return tuple(stream)


def _phrases(before, after):
    """The changes, joined where less is the same between them than a reader would want to see."""
    joined = []
    for change in changes(before, after):
        joined.append(change)
        while len(joined) > 1 and _is_crumb(before, after, joined[-2], joined[-1]):
            right, left = joined.pop(), joined.pop()
            joined.append(Change(left.start, right.end, left.low, right.high))
    if len(joined) > 1:
        kept = _letters(before) - sum(_letters(before[c.start : c.end]) for c in joined)
        if kept * 4 < min(_letters(before), _letters(after)):
            return [Change(0, len(before), 0, len(after))]
    return joined


def _is_crumb(before, after, left, right):
    """Whether what stayed between two changes is one short word at most, or little beside both of them."""
    if right.start - left.end > 40:
        return False
    stayed = [token for token in before[left.end : right.start] if token[0].isalnum()]
    same = sum(map(len, stayed))
    if len(stayed) <= 1 and same <= 3:
        return True
    sizes = (max(_letters(before[c.start : c.end]), _letters(after[c.low : c.high])) for c in (left, right))
    return same * 2 <= min(sizes)


def _letters(tokens):
    return sum(len(token) for token in tokens if token[0].isalnum())


def rows(old: str, new: str) -> tuple[Row, ...]:
    """Compare two bodies; return their blocks side by side in order, blank lines left out.

    Between blocks that are the same, those most alike stand side by side. A block that moved is removed in one
    place and new in the other. Too much to compare is shown as removed and new blocks, or as wholly changed ones; of
    more than 10,000 blocks, those between the first and the last change are one.
    """
    before, after = blocks(old), blocks(new)
    if max(len(before), len(after)) > _MOST_BLOCKS:
        before, after = _coarser(before, after)
    return tuple(_Rows(before, after).all())


def _coarser(old, new):
    """Three blocks for many: what both begin with, what both end with, and the rest."""
    head, limit = 0, min(len(old), len(new))
    while head < limit and old[head] == new[head]:
        head += 1
    tail, limit = 0, limit - head
    while tail < limit and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    for side in (old, new):
        end = len(side) - tail
        parts = (side[:head], side[head:end], side[end:])
        yield [Block("\n\n".join(block.text for block in part)) for part in parts if part]


class _Rows:
    def __init__(self, old, new):
        self.old, self.new = old, new
        self.old_section = self.new_section = ""
        self.pairs_left, self.work_left = _MOST_PAIRS, _MOST_WORK

    def all(self):
        place = 0
        found = changes([block.text for block in self.old], [block.text for block in self.new])
        ends = Change(len(self.old), len(self.old), len(self.new), len(self.new))
        low = 0
        for change in [*found, ends]:
            for old, new in zip(self.old[place : change.start], self.new[low : change.low], strict=True):
                yield self._row(old, new)
            yield from self._changed(self.old[change.start : change.end], self.new[change.low : change.high])
            place, low = change.end, change.high

    def _changed(self, old, new):
        i = j = 0
        for p, q in [*self._alike(old, new), (len(old), len(new))]:
            yield from (self._row(block, None) for block in old[i:p])
            yield from (self._row(None, block) for block in new[j:q])
            if p < len(old):
                yield self._row(old[p], new[q])
            i, j = p + 1, q + 1

    def _alike(self, old, new):
        """The places of the blocks to show side by side: together as alike as can be, in order."""
        if len(old) == len(new) == 1:
            return [(0, 0)]
        cells = len(old) * len(new)
        if not cells or cells > self.pairs_left:
            return []
        self.pairs_left -= cells
        bags, others = ([(_sign(block), _vocabulary(block)) for block in side] for side in (old, new))
        likeness = [[_likeness(bag, other) for other in others] for bag in bags]
        best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
        for i in reversed(range(len(old))):
            row, below = best[i], best[i + 1]
            for j in reversed(range(len(new))):
                row[j] = max(below[j], row[j + 1], below[j + 1] + likeness[i][j])
        pairs, i, j = [], 0, 0
        while i < len(old) and j < len(new):
            if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
                pairs.append((i, j))
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1
        return pairs

    def _row(self, old: Block | None, new: Block | None):
        if new and new.heading:
            self.new_section = new.heading
            if old:
                self.old_section = new.heading
        elif old and old.heading:
            self.old_section = old.heading
        if not new:
            return Row("del", (Span(old.text, "del"),), (), self.old_section)
        if not old:
            return Row("ins", (), (Span(new.text, "ins"),), self.new_section)
        if old.text == new.text:
            same = (Span(new.text, "same"),)
            return Row("same", same, same, self.new_section)
        self.work_left -= len(old.text) * len(new.text)
        if self.work_left < 0:
            return Row("changed", (Span(old.text, "del"),), (Span(new.text, "ins"),), self.new_section)
        return Row("changed", *words(old.text, new.text), self.new_section)


def _sign(block):
    """What marks a heading, an item, a row of a table, a quotation."""
    first = block.text.lstrip()[:1]
    return first if first in tuple("#-*+|>") else ""


def _vocabulary(block):
    return set(filter(str.isalnum, _TOKEN.findall(block.text)))


def _likeness(one, other):
    """How much two blocks have in common, 0 to 1; 0 if too little to be the same block."""
    (sign, bag), (its_sign, its_bag) = one, other
    share = 2 * len(bag & its_bag) / ((len(bag) + len(its_bag)) or 1)
    if share >= _SIMILAR:
        return share
    return _SAME_SIGN if sign and sign == its_sign else 0.0


def hunks(rows, context: int = 1) -> list[Hunk]:
    """Return what is to be shown: changed rows, each with at most `context` unchanged ones before and behind it.

    The rest is counted. An unchanged heading is neither shown nor counted: it is the section of its hunk.
    """
    rows = list(rows)
    opens = [row.section != (rows[place - 1].section if place else "") for place, row in enumerate(rows)]
    rows = [row for row, begins in zip(rows, opens, strict=True) if row.kind != "same" or not begins]
    shown = set()
    for place, row in enumerate(rows):
        if row.kind != "same":
            shown.add(place)
            for step in (-1, 1):
                for near in range(place + step, place + step * (context + 1), step):
                    if not 0 <= near < len(rows) or rows[near].section != row.section:
                        break
                    shown.add(near)
    found, skipped, last = [], 0, -2
    for place in range(len(rows)):
        if place not in shown:
            skipped += 1
            continue
        row = rows[place]
        if place == last + 1 and found[-1].section == row.section:
            found[-1].rows.append(row)
        else:
            found.append(Hunk(row.section, skipped, [row]))
            skipped = 0
        last = place
    return [hunk._replace(rows=tuple(hunk.rows)) for hunk in found]
