"""A name in the middle and its neighbours around it.

The neighbours stand on two sides of an oval, outside of it, each in a row of its own: so no two names meet. Every line
between the middle and a name, or between two names, stays inside the oval until it is in the row of its own name: so
no line runs through another name. What is two steps away stands further out, behind a channel that holds only lines.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from math import asin, cos, hypot, pi, sqrt

from wiki.drawing.shapes import Box, box, crosses, path

SIZE, OUTER_SIZE, CENTRE_SIZE = 21, 19, 27
LIMIT, INNER_LIMIT, OUTER_LIMIT, CENTRE_LIMIT = 205, 165, 180, 250  # widths of names, in pixels
OVAL, INNER_OVAL, FLATTEST, TALLEST = 225, 165, 90, 235  # half widths; half heights while there is room
ROW_GAP, AXIS_GAP, CHANNEL, MARGIN, AIR = 5, 12, 90, 10, 5


@dataclass(slots=True)
class Drawing:
    """`places` are the boxes of the neighbours in the order in which they were given, `spokes` the paths of their
    lines to the middle; `chords` and `branches` the paths of lines between two, in the order given ('' for one that
    has no room)."""

    centre: Box
    places: list[Box]
    spokes: list[str]
    chords: list[str] = field(default_factory=list)
    outer: list[Box] = field(default_factory=list)
    branches: list[str] = field(default_factory=list)
    width: int = 0
    height: int = 0

    @property
    def view_box(self):
        return f"{-self.width // 2} {-self.height // 2} {self.width} {self.height}"


def draw(centre, names, ties=(), further=(), branches=()):
    """Return the Drawing of `names` around `centre`; a name is (title, whether it bears a lock).

    `ties` are pairs of places in `names` that are joined; `further` are (name, place in `names` that leads to it) for
    what is two steps away, `branches` pairs (place in `further`, place in `names`).
    """
    inner_limit = INNER_LIMIT if further else LIMIT
    middle = box(*centre[:1], CENTRE_SIZE, CENTRE_LIMIT, centre[1], pad=(15, 12))
    places = [box(title, SIZE, inner_limit, locked) for title, locked in names]
    order = circle(len(places), ties)
    half = (len(order) + 1) // 2
    sides = [order[:half], order[half:][::-1]]  # from top to bottom
    oval = _oval(middle, [[places[key] for key in side] for side in sides], bool(further))
    for side, sign in zip(sides, (1, -1), strict=True):
        _place([places[key] for key in side], oval, sign)
    drawing = Drawing(middle, places, [_spoke(place, places) for place in places])
    drawing.chords = [_chord(places[one], places[other], middle, oval) for one, other in ties]
    for side, sign in zip(sides, (1, -1), strict=True):
        _branch(drawing, side, sign, further, branches)
    boxes = [middle, *places, *drawing.outer]
    drawing.width = 2 * int(max(max(abs(each.left), abs(each.right)) for each in boxes) + MARGIN)
    drawing.height = 2 * int(max(max(abs(each.top), abs(each.bottom)) for each in boxes) + MARGIN)
    return drawing


def circle(count, ties):
    """Return the order around the circle: the first comes first, and joined ones stand near each other."""
    joined = {(one, other) for one, other in ties} | {(other, one) for one, other in ties}
    left = list(range(1, count))
    order = [0][:count]
    while left:
        near = order[:-4:-1]
        best = max(left, key=lambda key: (sum(3 - n for n, known in enumerate(near) if (key, known) in joined), -key))
        left.remove(best)
        order.append(best)
    return order


def _oval(middle, sides, small):
    """Return (half width, half height) that has room for the middle inside and for every row outside."""
    longest = max(sum(place.height + ROW_GAP for place in side) for side in sides)
    count = max(len(side) for side in sides)
    high = max(min(FLATTEST + 27 * count, TALLEST), longest / 2 + 4, middle.height / 2 + 70)
    inside = sqrt(1 - ((middle.height / 2 + 24) / high) ** 2)
    return max(INNER_OVAL if small else OVAL, (middle.width / 2 + 40) / inside), high


def _rows(boxes, wanted, bound):
    """Give each box its y: near what is wanted, in order, none touching the next, all within ± bound."""
    for at, (each, y) in enumerate(zip(boxes, wanted, strict=True)):
        least = boxes[at - 1].bottom + ROW_GAP + each.height / 2 if at else -bound + each.height / 2
        each.y = max(y, least)
    floor = bound
    for each in reversed(boxes):
        each.y = min(each.y, floor - each.height / 2)
        floor = each.top - ROW_GAP


def _place(side, oval, sign):
    """Set the boxes of a side into rows, against the oval from outside. `sign`: 1 for the right, -1 for the left."""
    wide, high = oval
    wanted = [-high * cos(pi * (at + 0.5) / len(side)) for at in range(len(side))]
    _rows(side, wanted, high + max((each.height for each in side), default=0) / 2)
    for each in side:
        near = min(max(abs(each.y) - each.height / 2, 0) / high, 1)
        each.x = sign * (max(wide * cos(asin(near)), AXIS_GAP) + each.width / 2)


def _near(place):
    """The point of a box that is nearest to the middle of the drawing, on both axes."""
    x = max(abs(place.x) - place.width / 2, 0) * (1 if place.x > 0 else -1)
    y = max(abs(place.y) - place.height / 2, 0) * (1 if place.y > 0 else -1)
    return x, y


def _spoke(place, places):
    """The line from the middle to a name: to where one would draw it, or else to where it meets no other name."""
    x, y = _near(place)
    share = max(abs(x / place.x), abs(y / place.y) if place.y else 0)
    inset = x + (place.x - x) * 0.3
    # Outside of the oval, and not yet in its own row, a line is above or below names that stand nearer to the axis.
    passed = [each for each in places if each.x * x > 0 and each.y * y > 0 and abs(each.y) < abs(place.y)]
    for end in ((place.x * share, place.y * share), (inset, y), (x, place.y)):
        if abs(end[0]) <= abs(x) or not any(crosses((0, 0), end, each, 1) for each in passed):
            break
    length = hypot(*end)
    short = max(length - AIR, 1) / length
    return path((0, 0), (end[0] * short, end[1] * short))


def _chord(one, other, middle, oval):
    """A curve inside the oval from one name to another, past the middle."""
    wide, high = oval
    start, end = [(x * 0.98, y * 0.98) for x, y in (_near(one), _near(other))]
    half = ((start[0] + end[0]) / 2 / wide, (start[1] + end[1]) / 2 / high)
    across = ((start[1] - end[1]) / high, (end[0] - start[0]) / wide)
    length = hypot(*across) or 1.0
    pull = 1 - 0.4 * min(length, 1)  # near ones are joined by a flat bow
    bends = [(half[0] * pull, half[1] * pull), half]
    for far in (0.5, 0.95):
        for sign in _outwards(half, across):
            bends.append((half[0] + sign * far * across[0] / length, half[1] + sign * far * across[1] / length))
    for bend in bends:
        reach = max(hypot(*bend) / 0.97, 1)
        control = (bend[0] / reach * wide, bend[1] / reach * high)
        if not _through(start, control, end, middle):
            return path(start, control, end)
    return ""


def _outwards(half, across):
    """The two directions across a line, the one away from the middle first."""
    return (1, -1) if half[0] * across[0] + half[1] * across[1] >= 0 else (-1, 1)


def _through(start, control, end, middle):
    points = []
    for at in range(9):
        t = at / 8
        points.append(tuple((1 - t) ** 2 * start[n] + 2 * t * (1 - t) * control[n] + t * t * end[n] for n in range(2)))
    return any(crosses(one, other, middle, 6) for one, other in pairwise(points))


def _branch(drawing, side, sign, further, branches):
    """Set what is two steps away beside the names of one side that lead to it, and draw the lines."""
    if not drawing.outer:
        drawing.outer = [box(*name[:1], OUTER_SIZE, OUTER_LIMIT, name[1]) for name, _ in further]
        drawing.branches = [""] * len(branches)
    rank = {key: at for at, key in enumerate(side)}
    mine = [key for key, (_, parent) in enumerate(further) if parent in rank]
    if not mine:
        return
    mine.sort(key=lambda key: (rank[further[key][1]], key))
    boxes = [drawing.outer[key] for key in mine]
    wanted = [drawing.places[further[key][1]].y for key in mine]
    tall = sum(each.height + ROW_GAP for each in boxes) / 2
    _rows(boxes, wanted, max(tall, max(abs(drawing.places[key].y) for key in side)))
    begin = max(abs(drawing.places[key].x) + drawing.places[key].width / 2 for key in side) + AIR
    for each in boxes:
        each.x = sign * (begin + CHANNEL + each.width / 2)
    for at, (key, parent) in enumerate(branches):
        if key in mine and parent in rank:
            drawing.branches[at] = _channel(drawing.places[parent], drawing.outer[key], sign, begin)


def _channel(place, outer, sign, begin):
    """From a name straight to the channel, and through it to one further out."""
    end, bend = begin + CHANNEL - AIR, begin + CHANNEL / 2
    start = path((sign * (abs(place.x) + place.width / 2 + AIR), place.y), (sign * begin, place.y))
    curve = path((sign * begin, place.y), (sign * bend, place.y), (sign * bend, outer.y), (sign * end, outer.y))
    return start + curve[curve.index("C") :]
