"""Names that are linked and not written yet, as far as a person sees."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from wiki.document.names import fold, fold_tail
from wiki.document.resolution import wanted_kind
from wiki.models import Link, sees_private
from wiki.models.entry import FORM, creation_url, path_of
from wiki.readers.likeness import alike
from wiki.readers.paging import Paging, page_of
from wiki.readers.rows import Row, beginning, grouped, of_visible, row
from wiki.readers.targets import seen_inbound
from wiki.remembered import remembered

SOURCES = 2  # named beside a wanted name
PAGE = 40  # names on a page of the work list
QUOTED = 3  # sources of each of them that are quoted
KINDS = ("concept", "essay")


@dataclass
class Wanted:
    """A name that is not written yet; `count` visible entries link to it, `sources` names some."""

    title: str
    kind: str
    count: int
    fold: str
    sources: list[str] = field(default_factory=list)


@remembered
def most_wanted(private, limit):
    """Return ([Wanted] by the number of entries that want them, how many names are wanted in all)."""
    links = Link.objects.wanted(private).order_by()
    counts = _counts(private)
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


def _counts(private):
    """Return {folded name: number of visible entries that want it}."""
    everywhere = of_visible(Link.objects.unwritten(private).order_by(), private, "source")
    return dict(everywhere.values_list("fold").annotate(Count("source", distinct=True)))


@dataclass
class WantedRow:
    """A wanted name in the work list. `sources` are Rows with a sentence, `more` the sources that are not among them;
    `url` leads to the form that writes it; `like` is an entry whose title differs only slightly, or None."""

    title: str
    kind: str
    count: int
    sources: list[Row]
    more: int
    url: str
    like: Row | None = None
    like_path: str = ""


@dataclass
class WantedPage:
    """The work list of wanted names of a `kind` ('' for both)."""

    rows: list[WantedRow]
    kind: str
    paging: Paging


def wanted_page(user, kind="", number=1):
    """Return the WantedPage with this number (from 1), by the number of entries that want a name, then by name.

    An unknown kind means both; a number beyond the end gives the last page. Seven questions at most.
    """
    private = sees_private(user)
    kind = kind if kind in KINDS else ""
    counts = _counts(private)
    essays = _essay_names(private) if kind else ()
    chosen = [name for name in counts if not kind or (name in essays) == (kind == "essay")]
    chosen.sort(key=lambda name: (-counts[name], name))
    here, paging = page_of(chosen, number, PAGE, kind=kind)
    return WantedPage(_wanted_rows(private, here, counts), kind, paging)


def _essay_names(private):
    """Return the folded names that are wanted as essays: every link to them names a folder of essays."""
    links = of_visible(Link.objects.unwritten(private).order_by(), private, "source")
    foldered = Counter(
        name
        for name, target in links.filter(target__contains="/").values_list("fold", "target")
        if wanted_kind(target) == "essay"
    )
    every = links.filter(fold__in=foldered).values_list("fold").annotate(Count("pk")) if foldered else ()
    return {name for name, count in every if count == foldered[name]}


def _wanted_rows(private, names, counts):
    links = Link.objects.wanted(private).filter(fold__in=names).order_by()
    columns = ("fold", "target", "label", "source_id", "source__fold", "pk")
    written, first = defaultdict(set), defaultdict(dict)
    for name, target, label, source, source_fold, key in sorted(links.values_list(*columns), key=lambda row: row[5]):
        written[name].add((target, label, source))
        first[name].setdefault((source_fold, source), key)
    quoted = [first[name][source] for name in names for source in sorted(first[name])[:QUOTED]]
    said = defaultdict(list)
    shown = links.filter(pk__in=quoted).order_by("source__fold", "source_id")
    for link in seen_inbound(shown):
        said[fold_tail(link.target)[:FORM]].append(link)
    near = alike(names, private)
    rows = []
    for name in names:
        title, kind = _written(written[name])
        sources = grouped(said[name], None)
        made = WantedRow(title, kind, counts[name], sources, counts[name] - len(sources), creation_url(kind, title))
        if name in near:
            made.like, made.like_path = row(near[name]), path_of(near[name])
        rows.append(made)
    return rows


def _written(written):
    """Return (title, kind) of a wanted name from its (target, label, source): spelt as in most sources, of equals with
    a capital letter."""
    kind = "essay" if all(wanted_kind(target) == "essay" for target, *_ in written) else "concept"
    uses = Counter(spelt for spelt, _ in {(_spelling(target, label), source) for target, label, source in written})
    return min(uses, key=lambda spelt: (-uses[spelt], spelt)), kind


def _gathered(rows):
    """Return Wanted for rows of folded name, target, label and the title of the source."""
    written, sources = defaultdict(set), defaultdict(set)
    for fold_, target, label, source in rows:
        written[fold_].add((target, label, source))
        sources[fold_].add(source)
    return [
        Wanted(*_written(written[fold_]), len(found), fold_, sorted(found)[:SOURCES])
        for fold_, found in sources.items()
    ]


def _spelling(target, label):
    """Return how a wanted name is written: the label where the target is its slug, else the target."""
    tail = target.rsplit("/", 1)[-1]
    if label and (fold(label) == fold(tail) or wanted_kind(target) == "essay"):
        return label
    return tail
