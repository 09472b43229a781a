"""Names that are linked and not written yet, as far as a person sees."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from wiki.document.names import fold
from wiki.document.resolution import wanted_kind
from wiki.models import Link
from wiki.readers.rows import beginning, of_visible

SOURCES = 2  # named beside a wanted name


@dataclass
class Wanted:
    """A name that is not written yet; `count` visible entries link to it, `sources` names some."""

    title: str
    kind: str
    count: int
    fold: str
    sources: list[str] = field(default_factory=list)


def most_wanted(private, limit):
    """Return ([Wanted] by the number of entries that want them, how many names are wanted in all)."""
    links = Link.objects.wanted(private).order_by()
    everywhere = of_visible(Link.objects.unwritten(private).order_by(), private, "source")
    counts = dict(everywhere.values_list("fold").annotate(Count("source", distinct=True)))
    top = sorted(counts, key=lambda fold: (-counts[fold], fold))[:limit]
    rows = links.filter(fold__in=top).values_list("fold", "target", "label", "source__title")
    found = {wanted.fold: wanted for wanted in _gathered(rows)}
    return [found[fold] for fold in top], len(counts)


def most_wanted_of(rows, limit):
    """Return [Wanted] by the number of sources, for rows of folded name, target, label and source."""
    counts = Counter(fold for fold, _ in {(row[0], row[3]) for row in rows})
    top = sorted(counts, key=lambda fold: (-counts[fold], fold))[:limit]
    found = {wanted.fold: wanted for wanted in _gathered([row for row in rows if row[0] in top])}
    return [found[fold] for fold in top]


def wanted_under(private, initial, kind):
    """Return [Wanted] whose folded name begins with `initial` ('' for all), of one kind, by name."""
    links = Link.objects.wanted(private).order_by()
    if initial:
        links = beginning(links, initial)
    found = _gathered(links.values_list("fold", "target", "label", "source__title"))
    return sorted((wanted for wanted in found if wanted.kind == kind), key=lambda wanted: wanted.fold)


def _gathered(rows):
    """Return Wanted for rows of folded name, target, label and the title of the source."""
    targets, sources = defaultdict(set), defaultdict(set)
    for fold_, target, label, source in rows:
        targets[fold_].add((target, label))
        sources[fold_].add(source)
    return [
        Wanted(
            title=min(_spelling(target, label) for target, label in written),
            kind="essay" if all(wanted_kind(target) == "essay" for target, _ in written) else "concept",
            count=len(sources[fold_]),
            fold=fold_,
            sources=sorted(sources[fold_])[:SOURCES],
        )
        for fold_, written in targets.items()
    ]


def _spelling(target, label):
    """Return how a wanted name is written: the label where the target is its slug, else the target."""
    tail = target.rsplit("/", 1)[-1]
    if label and (fold(label) == fold(tail) or wanted_kind(target) == "essay"):
        return label
    return tail
