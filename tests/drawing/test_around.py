"""Names never meet, lines stay out of names, and the same input gives the same drawing."""

import re
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.drawing.around import Drawing, circle, draw
from wiki.drawing.names import broken, clusters, width
from wiki.drawing.shapes import Box, crosses

WORDS = st.sampled_from(
    [
        "sea",
        "Longitude",
        "of",
        "the",
        "Widerstandsfähigkeit",
        "水",
        "時間の流れ",
        "ساعة",
        "क्षेत्रफल",
        "e\u0301tale",
        "𒀭",
        "-",
    ]
)
TITLES = st.one_of(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), st.text(min_size=1, max_size=255))
NAMES = st.tuples(TITLES, st.booleans())
DETAILS = settings(deadline=None)


@st.composite
def questions(draw_, far=False):
    names = draw_(st.lists(NAMES, max_size=29))
    places = st.integers(0, max(len(names) - 1, 0))
    pairs = st.tuples(places, places).filter(lambda pair: pair[0] < pair[1])
    ties = draw_(st.lists(pairs, max_size=20, unique=True)) if len(names) > 1 else []
    if not far or not names:
        return draw_(NAMES), names, ties
    further = draw_(st.lists(st.tuples(NAMES, places), min_size=1, max_size=20))
    branches = [(key, parent) for key, (_, parent) in enumerate(further)]
    return draw_(NAMES), names, ties, further, branches


def segments(d):
    """The path as straight pieces."""
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", d)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    letters = re.findall("[A-Z]", d)
    made = [points.pop(0)]
    for letter in letters[1:]:
        taken = {"L": 1, "Q": 2, "C": 3}[letter]
        bends, points = points[:taken], points[taken:]
        made += curve([made[-1], *bends], 24) if taken > 1 else bends
    return list(pairwise(made))


def curve(points, steps):
    return [point(points, at / steps) for at in range(1, steps + 1)]


def point(points, t):
    while len(points) > 1:
        points = [((1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]) for a, b in pairwise(points)]
    return points[0]


def hits(d, boxes):
    return [each.texts for each in boxes for start, end in segments(d) if crosses(start, end, each, -2)]


def check(drawing):
    boxes = [drawing.centre, *drawing.places, *drawing.outer]
    for one, other in combinations(boxes, 2):
        assert not one.meets(other), (one, other)
    left, top, wide, high = map(int, drawing.view_box.split())
    for each in boxes:
        assert left <= each.left and each.right <= left + wide
        assert top <= each.top and each.bottom <= top + high
    for place, spoke in zip(drawing.places, drawing.spokes, strict=True):
        assert not hits(spoke, [each for each in boxes[1:] if each is not place])
    for chord in filter(None, drawing.chords):
        assert not hits(chord, [*drawing.places, drawing.centre])


@DETAILS
@given(questions())
def test_names_never_meet_and_lines_stay_out_of_names(question):
    check(draw(*question))


@DETAILS
@given(questions(far=True))
def test_neither_do_those_two_steps_away(question):
    drawing = draw(*question)
    check(drawing)
    boxes = [*drawing.places, *drawing.outer]
    for branch in filter(None, drawing.branches):
        assert not hits(branch, boxes)


@DETAILS
@given(questions(far=True))
def test_the_same_input_gives_the_same_drawing(question):
    assert repr(draw(*question)) == repr(draw(*question))


def test_nothing_around_it():
    drawing = draw(("Alone", False), [])
    assert isinstance(drawing, Drawing) and drawing.places == [] and drawing.width > drawing.centre.width


def test_a_drawing_of_thirty_names_fits_beside_its_list():
    names = [(f"Neighbour of some length {n}", n % 5 == 0) for n in range(29)]
    assert draw(("A name in the middle", False), names).width <= 900


def test_joined_names_stand_beside_each_other():
    assert circle(5, [(0, 3), (1, 4)]) == [0, 3, 1, 4, 2]
    assert circle(0, []) == [] and circle(1, []) == [0]


@given(TITLES, st.integers(60, 300))
def test_a_name_is_broken_within_its_limit(title, limit):
    lines = broken(title, 21, limit)
    assert 1 <= len(lines) <= 2
    assert all(width(line, 21) <= limit or len(clusters(line)) <= 2 for line in lines)


def test_how_names_are_broken():
    assert broken("Tide", 20, 120) == ("Tide",)
    assert broken("The wide and open sea", 20, 120) == ("The wide", "and open sea")
    first, second = broken("Wattenmeerwanderungsgezeitenkalender und mehr davon", 20, 120)
    assert first.startswith("Watten") and second.endswith("…")
    assert all(not line.startswith("\u0301") for line in broken("e\u0301" * 40, 20, 120))


def test_a_box_knows_whom_it_meets():
    one, other = Box(10, 10, 20, ("a",), False), Box(10, 10, 20, ("b",), False, x=9)
    assert one.meets(other) and not one.meets(Box(10, 10, 20, ("c",), False, x=10))
