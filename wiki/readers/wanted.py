"""Names that are linked and not written yet, as far as a person sees."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from wiki.document.names import fold
from wiki.document.resolution import wanted_kind
from wiki.models import Link

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
    counted = links.values("fold").annotate(count=Count("source", distinct=True)).order_by("-count", "fold")
    top = list(counted[:limit])
    return _named(links, {item["fold"]: item["count"] for item in top}), counted.count()


def wanted_under(private, initial, kind):
    """Return [Wanted] whose folded name begins with `initial` ('' for all), of one kind, by name."""
    links = Link.objects.wanted(private).filter(fold__startswith=initial).order_by()
    counts = dict(links.values_list("fold").annotate(Count("source", distinct=True)))
    return [wanted for wanted in sorted(_named(links, counts), key=lambda w: w.fold) if wanted.kind == kind]


def _named(links, counts):
    targets, sources = defaultdict(set), defaultdict(set)
    rows = links.filter(fold__in=counts).values_list("fold", "target", "label", "source__title")
    for key, target, label, source in rows:
        targets[key].add((target, label))
        sources[key].add(source)
    return [
        Wanted(
            title=min(_spelling(target, label) for target, label in targets[key]),
            kind=min((wanted_kind(target) for target, _ in targets[key]), key=lambda kind: kind == "concept"),
            count=count,
            fold=key,
            sources=sorted(sources[key])[:SOURCES],
        )
        for key, count in counts.items()
    ]


def _spelling(target, label):
    """Return how a wanted name is written: the label where the target is its slug, else the target."""
    tail = target.rsplit("/", 1)[-1]
    if label and (fold(label) == fold(tail) or wanted_kind(target) == "essay"):
        return label
    return tail
