"""A three-way merge by sentence: two people who change different sentences never meet. Pure; bounded in time.

The rules:
- A change is what one side removed, and what it put there. Changes that do not overlap are both taken, also when
  they touch: one rewrote a sentence, the other the next one or added one behind it.
- The same change on both sides is taken once. If one side brought what the other did and more besides, the more is
  taken; so two insertions of which one begins or ends with the other do not clash.
- Different changes of the same place clash: also a change and a removal, and two insertions, whose order nobody
  knows. A rewriting that brings more sentences than it found counts as an insertion at both of its ends.
- A sentence added to a paragraph that the other side removed clashes, for it would end up in the next one.
- Space and line ends at the end of the text never clash.
"""

from dataclasses import dataclass, field

from . import units
from .alignment import bounded, changes, moved_aside

_UNSPACED = "。！？｡．"


@dataclass(frozen=True)
class Kept:
    """Text that is in the merged one; `by` is "mine" or "theirs" if one side alone brought it, else empty."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class Clash:
    """A place that both sides changed, and differently; any of the three texts may be empty."""

    base: str
    mine: str
    theirs: str
    between: str = field(default=" ", compare=False)  # what stands between the two when both are taken

    def text(self, choice: str = "both") -> str:
        """Return what a choice puts here: "mine", "theirs", or "both", mine first."""
        if choice in ("mine", "theirs"):
            return getattr(self, choice)
        if not self.mine or not self.theirs:
            return self.mine or self.theirs
        apart = self.mine[-1].isspace() or self.theirs[0].isspace()
        return self.mine + ("" if apart and self.between == " " else self.between) + self.theirs


@dataclass(frozen=True)
class Merged:
    """The merged text in order. Neither side's text is missing in it."""

    pieces: tuple[Kept | Clash, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The clashes in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Clash))

    @property
    def is_clean(self) -> bool:
        """Whether the two sides fit together by themselves."""
        return not self.clashes

    def text(self, choices=()) -> str:
        """Return the text with each clash decided: "mine", "theirs" or "both" in order, "both" where none is given."""
        left = iter(choices)
        return "".join(
            piece.text(next(left, "both")) if isinstance(piece, Clash) else piece.text for piece in self.pieces
        )


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Merge two versions of a text that both come from `base`. Swapping the sides swaps the labels alone.

    Time grows with the length, not with its square; what is too tangled to compare is one change.
    """
    texts = (base, mine, theirs)
    bodies = [text.rstrip() for text in texts]
    pieces = _Pieces(*units.alike(*bodies)).merged()
    end = merge_value(*(text[len(body) :] for text, body in zip(texts, bodies, strict=True)))
    if isinstance(end, Clash):
        end = Kept(max(end.mine, end.theirs, key=lambda space: (len(space), space)))
    return Merged(tuple(_joined([*pieces, end])))


def merge_value(base: str, mine: str, theirs: str) -> Kept | Clash:
    """Merge a field of one line, which cannot be divided."""
    if mine == theirs:
        return Kept(mine)
    if mine == base:
        return Kept(theirs, "theirs")
    return Kept(mine, "mine") if theirs == base else Clash(base, mine, theirs)


def merge_items(base, mine, theirs, key=str) -> tuple:
    """Merge lists in which each item stands once, by `key`; never clashes.

    What either side added is in, what either side removed is out. Their order, with what is mine alone behind the
    item it follows in mine. An item that one side alone respelt is as that side spells it; if both did, as theirs is.
    """
    before, ours, others = ({key(item): item for item in reversed(list(items))} for items in (base, mine, theirs))
    if list(map(key, theirs)) == list(map(key, base)):
        order = list(dict.fromkeys(map(key, mine)))  # theirs is the old order: mine is as good
    else:
        order = _order(before, list(dict.fromkeys(map(key, mine))), list(dict.fromkeys(map(key, theirs))))
    spelt = {
        name: ours[name] if others.get(name, before.get(name)) == before.get(name) else others[name]
        for name in order
        if name in ours
    }
    return tuple(spelt[name] if name in spelt else others[name] for name in order)


def _order(before, mine, theirs):
    kept = [name for name in theirs if name in mine or name not in before]
    place = 0
    for name in mine:
        if name in kept:
            place = kept.index(name) + 1
        elif name not in before:
            kept.insert(place, name)
            place += 1
    return kept


class _Pieces:
    """The three versions in units, and where the changes of the two sides meet."""

    def __init__(self, base, mine, theirs):
        self.base, self.sides = base, (mine, theirs)
        old, *new = ([unit.text for unit in version] for version in (base, mine, theirs))
        found = [bounded(changes(old, version)) for version in new]
        self.changes = [
            (side, change) for side in (0, 1) for change in moved_aside(found[side], found[1 - side], old, new[side])
        ]
        self.changes.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0]))

    def merged(self):
        """The pieces in order, not yet joined."""
        place, shift = 0, [0, 0]
        for group in self._groups():
            start, end = group[0][1].start, max(change.end for _, change in group)
            yield Kept(_text(self.base[place:start]))
            parts = [self.base[start:end]]
            for side in (0, 1):
                grown = sum(c.high - c.low - c.end + c.start for owner, c in group if owner == side)
                low, high = start + shift[side], end + shift[side] + grown
                shift[side] += grown
                parts.append(self.sides[side][low:high])
            yield from _decide(*parts)
            place = end
        yield Kept(_text(self.base[place:]))

    def _groups(self):
        """The changes in order, those that cannot be taken one by one together."""
        group, end = [], 0
        for side, change in self.changes:
            if group and (change.start < end or self._meet(group, side, change)):
                group.append((side, change))
            else:
                if group:
                    yield group
                group = [(side, change)]
                end = change.start
            end = max(end, change.end)
        if group:
            yield group

    def _meet(self, group, side, right):
        """Whether a change that begins where one of the other side ends depends on it."""
        for owner, left in group:
            if owner != side and left.end == right.start:
                if self._brings(owner, left) and self._brings(side, right):
                    return True
                if self._strays(owner, left, right, left.end) or self._strays(side, right, left, right.start - 1):
                    return True
        return False

    def _brings(self, side, change):
        """Whether it adds sentences, so that their order counts."""
        new = self.sides[side][change.low : change.high]
        return change.start == change.end or _contents(new) > _contents(self.base[change.start : change.end])

    def _strays(self, side, change, other, inner):
        """Whether it is a sentence put at the edge of a paragraph whose break the other change takes away."""
        if change.start < change.end or other.start == other.end:
            return False
        new = self.sides[side][change.low : change.high]
        gone = self.base[other.start : other.end]
        if not _breaks(gone) or _breaks(new):
            return False
        return self.base[inner].kind != units.BREAK


def _decide(base, mine, theirs):
    """The pieces of a place that at least one side changed."""
    whole = merge_value(_text(base), _text(mine), _text(theirs))
    if isinstance(whole, Kept):
        yield whole
        return
    head = _shared(mine, theirs)
    tail = _shared(mine[head:][::-1], theirs[head:][::-1])
    front, back = mine[:head], mine[len(mine) - tail :]
    mine, theirs = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    yield Kept(_text(front))
    enough = _contents(front) + _contents(back) >= max(_contents(base), 1) or not base
    if enough and not (mine and theirs):
        yield Kept(_text(mine), "mine") if mine else Kept(_text(theirs), "theirs")
    else:
        low, high = _shared(front, base), 0
        if low == len(front):
            high = _shared(back[::-1], base[low:][::-1])
        left = base[low : len(base) - high]
        yield Clash(_text(left), _text(mine), _text(theirs), _between(front, mine, theirs, back))
    yield Kept(_text(back))


def _between(front, mine, theirs, back):
    """What keeps the two apart when both are taken: what keeps them apart from their neighbours."""
    if not mine or not theirs or mine[-1].text[-1].isspace() or theirs[0].kind in (units.SPACE, units.BREAK):
        return ""
    around = [unit.text for unit in [*front[-1:], *back[:1]] if unit.kind == units.BREAK]
    kinds = {unit.kind for unit in [*mine, *theirs]} - {units.SPACE}
    if "\n\n" in _text(mine) + _text(theirs) + "".join(around) or kinds >= {units.LINE, units.SENTENCE}:
        return "\n\n"
    if around or kinds != {units.SENTENCE}:
        return "\n"
    return "" if mine[-1].text[-1] in _UNSPACED else " "


def _joined(pieces):
    """Kept texts of one side in one piece, and clashes that only a space parts in one clash."""
    done = []
    for piece in pieces:
        last = done[-1] if done else None
        if isinstance(piece, Kept):
            if isinstance(last, Kept) and last.by == piece.by:
                done[-1] = Kept(last.text + piece.text, piece.by)
            elif piece.text:
                done.append(piece)
        elif len(done) > 1 and isinstance(done[-2], Clash) and _is_space(last):
            space, first = done.pop().text, done.pop()
            texts = [getattr(first, name) + space + getattr(piece, name) for name in ("base", "mine", "theirs")]
            done.append(Clash(*texts, between=max(first.between, piece.between)))
        else:
            done.append(piece)
    return done


def _is_space(piece):
    return isinstance(piece, Kept) and not piece.by and piece.text.isspace() and "\n" not in piece.text


def _shared(one, other):
    count = 0
    while count < min(len(one), len(other)) and one[count].text == other[count].text:
        count += 1
    return count


def _text(pieces):
    return "".join(piece.text for piece in pieces)


def _contents(pieces):
    return sum(piece.kind not in (units.SPACE, units.BREAK) for piece in pieces)


def _breaks(pieces):
    return any(piece.kind == units.BREAK for piece in pieces)
