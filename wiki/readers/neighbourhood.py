"""The page of what stands around an entry: a drawing, and the same as a list."""

from dataclasses import dataclass, field

from wiki import policies
from wiki.drawing.around import Drawing, draw
from wiki.drawing.shapes import Box
from wiki.models import Entry, sees_private
from wiki.readers import neighbours
from wiki.readers.neighbours import Neighbour

NODES = 29  # names around the one in the middle
NEAR = 12  # of them one step away, where two steps are asked for
CHORDS = 40  # lines between two neighbours
HEAVIEST = 5  # sentences, from which on a line grows no heavier
BOTH, NAMES_IT, IS_NAMED, ESSAYS = "Names it and is named by it", "Only names it", "Only named by it", "Essays"


@dataclass(slots=True)
class NeighbourRow:
    """A neighbour in the list; `beside` are the titles of others it is joined to, `then` what is one step further."""

    neighbour: Neighbour
    beside: list[str] = field(default_factory=list)
    then: list[Neighbour] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    title: str
    rows: list[NeighbourRow]


@dataclass(slots=True)
class Node:
    """A name in the drawing."""

    neighbour: Neighbour
    box: Box


@dataclass(slots=True)
class Stroke:
    """A line in the drawing; `weight` from 1 to HEAVIEST, 0 for one that is merely there."""

    path: str
    weight: int = 0
    state: str = "live"


@dataclass(slots=True)
class Neighbourhood:
    """`count` neighbours there are in all, `shown` of them here, `further` names two steps away."""

    entry: Entry
    steps: int
    count: int
    shown: int
    further: int
    groups: list[Group]
    drawing: Drawing
    nodes: list[Node]
    strokes: list[Stroke]


def neighbourhood(entry, user, steps=1):
    """Return the Neighbourhood of a visible entry for this person, one step or two steps far: the strongest names."""
    private = sees_private(user)
    found = neighbours.around(private, entry.pk, NODES, policies.can_edit(user))
    near, far = found.neighbours, []
    if steps == 2:
        near = near[:NEAR]
        ids = [each.id for each in near if each.id]
        far_ids = neighbours.beyond(private, ids, NODES - len(near), {entry.pk, *found.ids}) if ids else []
        names = neighbours.known(private, far_ids, NODES)
        far = [neighbours.neighbour(names[key]) for key in far_ids if key in names]
    joined = neighbours.between(private, [each.id for each in near + far if each.id], NODES)
    return _page(entry, steps, found, near, far, _places(joined, near + far))


def _places(joined, shown):
    """The pairs of `joined` as places in `shown`, lower first, the strongest pairs first."""
    place = {each.id: at for at, each in enumerate(shown) if each.id}
    pairs = {tuple(sorted((place[one], place[other]))): weight for (one, other), weight in joined.items()}
    return dict(sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])))


def _page(entry, steps, found, near, far, joined):
    ties = [pair for pair in joined if pair[1] < len(near)][:CHORDS]
    branches = [(other - len(near), one) for one, other in joined if one < len(near) <= other]
    parents = {}
    for key, parent in branches:
        parents.setdefault(key, parent)  # the strongest comes first
    further = [(_drawn(far[key]), parents[key]) for key in range(len(far)) if key in parents]
    kept = {key: at for at, key in enumerate(sorted(parents))}
    branches = [(kept[key], parent) for key, parent in branches]
    drawing = draw((entry.title, not entry.is_public), [_drawn(each) for each in near], ties, further, branches)
    boxes = [*drawing.places, *drawing.outer]
    shown = [*near, *(far[key] for key in sorted(parents))]
    weights = [joined[parent, len(near) + key] for key in sorted(parents) for parent in [parents[key]]]
    for each, weight in zip(shown[len(near) :], weights, strict=True):
        each.sentences = weight
    return Neighbourhood(
        entry=entry,
        steps=steps,
        count=found.count,
        shown=len(near),
        further=len(parents),
        groups=_groups(near, shown, ties, parents, kept),
        drawing=drawing,
        nodes=[Node(each, place) for each, place in zip(shown, boxes, strict=True)],
        strokes=_strokes(drawing, near, shown, branches),
    )


def _drawn(each):
    return each.title, each.is_private


def _strokes(drawing, near, shown, branches):
    """All lines, those that lie below first."""
    thin = [Stroke(line) for line in drawing.chords if line]
    for line, (key, parent) in zip(drawing.branches, branches, strict=True):
        state = "private" if "private" in (shown[len(near) + key].state, shown[parent].state) else "live"
        thin += [Stroke(line, 0, state)] if line else []
    spokes = zip(drawing.spokes, near, strict=True)
    return thin + [Stroke(line, max(1, min(each.sentences, HEAVIEST)), each.state) for line, each in spokes]


def _groups(near, shown, ties, parents, kept):
    rows = [NeighbourRow(each) for each in near]
    for one, other in ties:
        rows[one].beside.append(near[other].title)
        rows[other].beside.append(near[one].title)
    for key, parent in parents.items():
        rows[parent].then.append(shown[len(near) + kept[key]])
    groups = {title: [] for title in (BOTH, NAMES_IT, IS_NAMED, ESSAYS)}
    for row in rows:
        groups[_group_of(row.neighbour)].append(row)
    return [Group(title, rows) for title, rows in groups.items() if rows]


def _group_of(each):
    if each.is_essay:
        return ESSAYS
    if each.names_it and each.is_named:
        return BOTH
    return NAMES_IT if each.names_it else IS_NAMED
