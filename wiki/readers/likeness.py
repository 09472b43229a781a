"""Names that are nearly the title of an entry: what somebody may have meant."""

from wiki.models import Entry
from wiki.readers.rows import shown
from wiki.search.spelling import WHOLE, near_each

SHORTEST = 5  # letters; shorter names differ by one letter and mean something else


def differs_slightly(one, other):
    """Whether two folded names differ by one letter or space (one more, one less, another, two exchanged) or by an
    ending in es. Digits are no slips: `act 4` is not `act 5`."""
    if one == other or min(len(one), len(other)) < SHORTEST:
        return False
    before = _shared(one, other)
    one, other = one[before:], other[before:]
    after = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - after], other[: len(other) - after]
    if any(char.isdigit() for char in one + other):
        return False
    exchanged = len(one) == 2 and one == other[::-1]
    return exchanged or max(len(one), len(other)) <= 1 or {one, other} == {"", "es"}


def _shared(one, other):
    """Return how many letters two names begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _slips(name, found):
    whole = [text.removeprefix(WHOLE) for _, text in found if text.startswith(WHOLE)]
    return [text for text in whole if differs_slightly(name, text)]


def alike(names, private):
    """Return {folded name: Shown of the entry whose title nearly is that}, for those that have one. Two questions."""
    meant = {name: _slips(name, found) for name, found in near_each(names, private).items()}
    titles = {text for texts in meant.values() for text in texts}
    entries = {}
    for entry in shown(Entry.objects.scoped(private).filter(fold__in=titles).alphabetical()) if titles else ():
        entries.setdefault(entry.fold, entry)
    found = {name: next((entries[text] for text in texts if text in entries), None) for name, texts in meant.items()}
    return {name: entry for name, entry in found.items() if entry is not None}
