"""What two sequences have in common, in order: the one place where merge and diff compare. Pure; bounded in time."""

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

# Cells of one table, one bit each: some 15 MB and a tenth of a second. All tables of a comparison may have four times
# as many.
_CELLS = 1 << 26
_ALL_CELLS = 4 * _CELLS
_MOST_CHANGES = 10_000
_FARTHEST = 8  # items that an insertion is moved


class Change(NamedTuple):
    """old[start:end] became new[low:high]; either may be empty, not both."""

    start: int
    end: int
    low: int
    high: int


def changes(old: list, new: list) -> list[Change]:
    """Return the changes from `old` to `new` in order; between two of them at least one item is the same.

    A longest common subsequence, so the fewest items change; where an insertion or a removal could stand in several
    places, it stands in the last. A stretch too long and too tangled to compare is one change.
    """
    found, i, j = [], 0, 0
    for p, q in [*_pairs(old, new), (len(old), len(new))]:
        if i < p or j < q:
            found.append(Change(i, p, j, q))
        i, j = p + 1, q + 1
    return found


def bounded(found: list[Change]) -> list[Change]:
    """Return the changes; so many that nobody could look at them are one."""
    if len(found) <= _MOST_CHANGES:
        return found
    first, last = found[0], found[-1]
    return [Change(first.start, last.end, first.low, last.high)]


def moved_aside(ours: list[Change], others: list[Change], old: list, new: list) -> list[Change]:
    """Return our changes, with insertions inside one of the others put before it where they mean the same there.

    `changes` gives insertions their last place; an item farther up may be as good, and out of the other's way.
    """
    starts, moved = [change.start for change in others], []
    for change in ours:
        place = bisect_left(starts, change.start) - 1
        if change.start == change.end and place >= 0 and change.start < others[place].end:
            back = change.start - starts[place]
            between = old[starts[place] : change.start] if back <= _FARTHEST else []
            text = between + new[change.low : change.high]
            free = not moved or moved[-1].end < starts[place]
            if between and free and text[len(text) - back :] == between:
                change = Change(starts[place], starts[place], change.low - back, change.high - back)
        moved.append(change)
    return moved


def _pairs(old, new):
    """The places (i, j) of the items held in common, ascending in both."""
    head, limit = 0, min(len(old), len(new))
    while head < limit and old[head] == new[head]:
        head += 1
    tail, limit = 0, limit - head
    while tail < limit and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    pairs = [(place, place) for place in range(head)]
    # What one side alone has can be no part of it: most of a rewritten text is out of the way before any table is made.
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    shared = set(middle_old) & set(middle_new)
    if shared:
        left = [place for place, item in enumerate(middle_old, head) if item in shared]
        right = [place for place, item in enumerate(middle_new, head) if item in shared]
        found = _common([old[place] for place in left], [new[place] for place in right])
        pairs += [(left[i], right[j]) for i, j in found]
    pairs += [(len(old) - place, len(new) - place) for place in range(tail, 0, -1)]
    return pairs


def _common(a, b):
    if len(a) * len(b) <= _CELLS:
        return _longest(a, b)
    # Too large for one table: between the items that occur once in each.
    pairs, spent, i, j = [], 0, 0, 0
    for p, q in [*_anchors(a, b), (len(a), len(b))]:
        while i < p and j < q and a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        cells = (p - i) * (q - j)
        if 0 < cells <= _CELLS and spent + cells <= _ALL_CELLS:
            spent += cells
            pairs += [(i + x, j + y) for x, y in _longest(a[i:p], b[j:q])]
        if p < len(a):
            pairs.append((p, q))
        i, j = p + 1, q + 1
    return pairs


def _anchors(a, b):
    """The longest ascending run of the items that occur exactly once on each side."""
    count_a, count_b = Counter(a), Counter(b)
    place_in_b = {item: place for place, item in enumerate(b) if count_b[item] == 1}
    once = [(i, place_in_b[item]) for i, item in enumerate(a) if count_a[item] == 1 and item in place_in_b]
    ends, piles, before = [], [], [-1] * len(once)
    for index, (_, j) in enumerate(once):
        pile = bisect_left(ends, j)
        if pile:
            before[index] = piles[pile - 1]
        ends[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [index]
    run, index = [], piles[-1] if piles else -1
    while index >= 0:
        run.append(once[index])
        index = before[index]
    return run[::-1]


def _longest(a, b):
    """A longest common subsequence, each item as early as it can be: a table of one bit a cell, one number a row.

    Row r speaks of the last r items of b; bit k of it is 0 where the item k from the end of a lengthens what the
    items behind it have in common with them.
    """
    wide, high = len(a), len(b)
    if not wide or not high:
        return []
    full = (1 << wide) - 1
    places = _masks(a, set(b))
    rows, row = [], full
    width = (wide + 7) // 8
    for item in reversed(b):
        match = row & places.get(item, 0)
        row = ((row + match) | (row - match)) & full
        rows.append(row.to_bytes(width, "little"))
    pairs, i, j = [], 0, 0
    while i < wide and j < high:
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
            continue
        bit = wide - 1 - i
        if rows[high - 1 - j][bit >> 3] >> (bit & 7) & 1:
            i += 1
        else:
            j += 1
    return pairs


def _masks(a, wanted):
    """For each wanted item, a number with a bit at its places in a, counted from the end."""
    places = {}
    for place, item in enumerate(reversed(a)):
        if item in wanted:
            places.setdefault(item, []).append(place)
    masks = {}
    for item, found in places.items():
        bits = bytearray((found[-1] >> 3) + 1)
        for place in found:
            bits[place >> 3] |= 1 << (place & 7)
        masks[item] = int.from_bytes(bits, "little")
    return masks
