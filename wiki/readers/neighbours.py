"""Which entries an entry names and which name it, and in how many sentences, for somebody."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from django.db.models import Count

from wiki.document.names import fold
from wiki.document.resolution import wanted_kind
from wiki.models import Entry, Link
from wiki.models.entry import creation_url, entry_url
from wiki.models.link import IN_TEXT, target_column
from wiki.prepared import Prepared, columns
from wiki.readers.targets import inbound

LOOKED_AT = 200  # ends of links, of what is two steps away
NAME = ("fold", "kind", "slug")  # the order of names, in which no two entries share a place


@dataclass(slots=True)
class Neighbour:
    """An entry, or a name that is not written yet (state 'red'), beside another one. `names_it`: it names that one;
    `is_named`: that one names it. `sentences` say so, 0 where a list of related names alone does."""

    title: str
    fold: str
    kind: str
    state: str  # live, private, red
    url: str  # '' for a red name, to whoever may not write it
    names_it: bool
    is_named: bool
    sentences: int
    id: int | None = None

    @property
    def is_private(self):
        return self.state == "private"

    @property
    def is_essay(self):
        return self.kind == "essay"


class _Out(NamedTuple):
    kind: str
    target: str
    label: str | None
    sentence: str
    is_choice: bool
    id: int | None
    fold: str | None
    of_kind: str | None
    slug: str | None


class Around(NamedTuple):
    """The strongest `neighbours`, strongest first; how many there are in all; the ids of all that are written."""

    neighbours: list
    count: int
    ids: set


class Known(NamedTuple):
    """An entry, as a drawing names it."""

    id: int
    kind: str
    slug: str
    title: str
    fold: str
    visibility: str


def _outgoing(private, entry_id):
    column, choice = target_column(private), "choice_all" if private else "choice_public"
    links = Link.objects.filter(source_id=entry_id).order_by("kind", "position")
    own = ("kind", "target", "label", "sentence", choice)
    return links.values_list(*own, *columns(f"{column}__", ("id", *NAME)))


_out = Prepared(_outgoing, _Out)
_in = Prepared(
    lambda private, entry_id: (
        inbound(entry_id, private).order_by().values_list("source_id", "sentence", *columns("source__", NAME))
    ),
    lambda *columns: columns,
)
_known = Prepared(
    lambda private, *ids: Entry.objects.scoped(private).filter(pk__in=ids).values_list(*Known._fields), Known
)


def _between_these(private, *ids):
    column = target_column(private)
    links = Link.objects.scoped(private).filter(**{"source__in": ids, f"{column}__in": ids})
    return links.order_by().values_list("source_id", f"{column}_id", "sentence")


_between = Prepared(_between_these, lambda *columns: columns)


def of_these(question, private, ids, most):
    """Ask a prepared question about entries, `most` or fewer: one SQL serves any number."""
    return question(private, *ids, *ids[:1] * (most - len(ids))) if ids else []


def known(private, ids, most):
    """Return {id: Known} of visible entries, `most` or fewer."""
    return {entry.id: entry for entry in of_these(_known, private, ids, most)}


def around(private, entry_id, most, writes):
    """Return the Around of an entry, with `most` neighbours at most.

    A name that several entries claim is nobody's neighbour. For somebody who `writes`, a name that is not written
    yet leads to the form that makes its entry.
    """
    out = _out(private, entry_id)
    places, here, there = {}, defaultdict(set), defaultdict(set)
    for link in out:
        if link.id and link.id != entry_id:
            places[link.id] = (link.fold, link.of_kind, link.slug)
            _say(here[link.id], link.sentence)
    for source, sentence, *name in _in(private, entry_id):
        places[source] = tuple(name)
        _say(there[source], sentence)
    reds = _reds(out, writes)
    strength = {key: len(here.get(key, ())) + len(there.get(key, ())) for key in places}
    chosen = nsmallest(most, places, key=lambda key: (-strength[key], *places[key]))
    names = known(private, chosen, most)
    written = [neighbour(names[key], key in there, key in here, strength[key]) for key in chosen if key in names]
    found = sorted([*written, *reds], key=rank)[:most]
    return Around(found, len(places) + len(reds), places.keys())


def _say(said, sentence):
    """A name in a list of related ones stands in no sentence."""
    if sentence:
        said.add(sentence)


def rank(neighbour):
    """The order of neighbours: by strength, then by name."""
    return -neighbour.sentences, neighbour.fold, neighbour.kind, neighbour.url


def neighbour(entry, names_it=False, is_named=False, sentences=0):
    """Return the Neighbour that a Known is."""
    state = "live" if entry.visibility == "public" else "private"
    url = entry_url(entry.kind, entry.slug)
    return Neighbour(entry.title, entry.fold, entry.kind, state, url, names_it, is_named, sentences, entry.id)


def _reds(out, writes):
    """The names in the text that lead nowhere, each once."""
    said, first = defaultdict(set), {}
    for link in out:
        if link.id is None and not link.is_choice and link.kind in IN_TEXT:
            name = fold(link.target.rsplit("/", 1)[-1])
            first.setdefault(name, link)
            said[name].add(link.sentence)
    found = []
    for name, link in first.items():
        kind, tail = wanted_kind(link.target), link.target.rsplit("/", 1)[-1]
        title = link.label if link.label and (fold(link.label) == name or kind == "essay") else tail
        url = creation_url(kind, title) if writes else ""
        found.append(Neighbour(title, name, kind, "red", url, False, True, len(said[name] - {""})))
    return found


def between(private, ids, most):
    """Return {(id, id): number of sentences in which one names the other, either way; at least 1} among entries,
    `most` or fewer; the lower id comes first."""
    said = defaultdict(set)
    for source, target, sentence in of_these(_between, private, ids, most):
        if source != target:
            said[min(source, target), max(source, target)].add((source, sentence))
    return {pair: max(1, len({each for each in found if each[1]})) for pair, found in said.items()}


def beyond(private, ids, most, but):
    """Return the ids of entries that are joined to these by links, either way, and are not in `but`: the strongest
    first, `most` at most. Of very many only those with the most links are looked at."""
    column = target_column(private)
    links = Link.objects.scoped(private)
    rows = [
        *_ends(links.filter(**{f"{column}__in": ids}), "source", LOOKED_AT),
        *_ends(links.filter(source__in=ids).exclude(**{column: None}), column, LOOKED_AT),
    ]
    numbers, places = Counter(), {}
    for key, number, *name in rows:
        if key not in but:
            numbers[key] += number
            places[key] = name
    return nsmallest(most, places, key=lambda key: (-numbers[key], *places[key]))


def _ends(links, end, most):
    """(id, number of links, name) of the entries at one end of links, those with the most links first."""
    name = columns(f"{end}__", NAME)
    rows = links.order_by().values_list(f"{end}_id").annotate(number=Count("pk"))
    return rows.order_by("-number", *name).values_list(f"{end}_id", "number", *name)[:most]
