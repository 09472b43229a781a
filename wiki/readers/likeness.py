"""Names that are nearly the title of an entry: what somebody may have meant."""

from collections import defaultdict

from wiki.models import Entry
from wiki.readers.rows import shown

SHORTEST = 5  # letters; shorter names differ by one letter and mean something else
HEAD = 5  # letters


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


def alike(names, private):
    """Return {folded name: Shown of the entry whose title nearly is that}, for those that have one. Two questions.

    All titles are read, from an index; only those that begin or go on like one of the names are compared.
    """
    heads, tails = defaultdict(list), defaultdict(list)
    for name in names:
        if len(name) >= SHORTEST:
            heads[name[:HEAD]].append(name)
            tails[name[HEAD + 1 :]].append(name)
    found = defaultdict(list)
    every = Entry.objects.scoped(private).filter(kind__in=Entry.Kind.values)  # the index begins with the kind
    for title in every.values_list("fold", flat=True) if heads else ():
        near = heads.get(title[:HEAD], ())
        for start in (HEAD, HEAD + 1, HEAD + 2):
            if title[start:] in tails:
                near = [*near, *tails[title[start:]]]
        for name in near:
            if abs(len(title) - len(name)) <= 2 and differs_slightly(name, title):
                found[title].append(name)
    meant = {}
    for entry in shown(Entry.objects.scoped(private).filter(fold__in=found).alphabetical()) if found else ():
        for name in found[entry.fold]:
            meant.setdefault(name, entry)
    return meant


def path_of(entry):
    """Return what stands for this entry in a form: its kind and slug, as a link would name it."""
    return f"{entry.kind}s/{entry.slug}"
