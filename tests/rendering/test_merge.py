import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering import units
from wiki.rendering.alignment import changes
from wiki.rendering.merge import Clash, Kept, merge, merge_items, merge_value

BASE = "# Tides\n\nThe moon pulls. The sea follows. The harbour waits.\n\n- ebb\n- flood\n\nNobody rows at noon.\n"


def edited(*pairs):
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


# What mine does, what theirs does: they fit together.
CLEAN = [
    ([("The moon", "A moon")], [("The sea", "A sea")]),
    ([("The sea follows.", "It follows.")], [("waits.", "waits. Boats come.")]),
    ([("waits.", "waits. Boats come.")], [("The harbour waits.", "It waits.")]),
    ([("The moon pulls. ", "")], [("The sea", "Boats come. The sea")]),
    ([("The moon pulls. ", "")], [("The sea follows.", "It follows.")]),
    ([(" The harbour waits.", "")], [("The harbour", "Boats come. The harbour")]),
    ([(" The harbour waits.", "")], [("follows.", "follows. Boats come.")]),
    ([("\n\nNobody rows at noon.", "")], [("- flood\n", "- flood\n\nBoats come.\n")]),
    ([("- ebb\n", "")], [("- flood", "- flood\n- slack")]),
    ([("- ebb\n", "- ebb\n- slack\n")], [("- flood", "- high water")]),
    ([("# Tides", "# Tides and currents")], [("The moon", "A moon")]),
    ([("noon.\n", "noon.")], [("Nobody", "No one")]),
    ([("noon.\n", "noon.\n\n\n")], [("Nobody", "No one")]),
]


@pytest.mark.parametrize(("mine", "theirs"), CLEAN)
def test_changes_of_neighbouring_sentences_fit_together(mine, theirs):
    merged = merge(BASE, edited(*mine), edited(*theirs))
    assert merged.is_clean
    assert merged.text().rstrip() == edited(*theirs, *mine).rstrip()


CLASHES = [
    (
        "The sea follows.",
        "The sea obeys.",
        "The sea goes along.",
        Clash("The sea follows.", "The sea obeys.", "The sea goes along."),
    ),
    ("The sea follows. ", "The sea obeys. ", "", Clash("The sea follows. ", "The sea obeys. ", "")),
    ("waits.", "waits. Boats come.", "waits. Ships come.", Clash("", "Boats come.", "Ships come.")),
    ("- ebb", "- ebb tide", "- the ebb", Clash("- ebb", "- ebb tide", "- the ebb")),
    (
        "The sea follows.",
        "It obeys. It comes.",
        "It stays. It comes.",
        Clash("The sea follows.", "It obeys.", "It stays."),
    ),
    ("noon.\n", "noon.\n\nBoats come.\n", "noon.\n\nShips come.\n", Clash("", "Boats come.", "Ships come.")),
]


@pytest.mark.parametrize(("old", "mine", "theirs", "clash"), CLASHES)
def test_a_clash_holds_the_clashing_sentences_alone(old, mine, theirs, clash):
    merged = merge(BASE, edited((old, mine)), edited((old, theirs)))
    assert merged.clashes == (clash,)
    assert merged.text(["mine"]) == edited((old, mine))
    assert merged.text(["theirs"]) == edited((old, theirs))


def test_both_stand_apart_as_their_neighbours_do():
    def both(old, mine, theirs):
        return merge(BASE, edited((old, mine)), edited((old, theirs))).text()

    assert "The sea obeys. The sea stays. The harbour" in both("sea follows", "sea obeys", "sea stays")
    assert "\n- one\n- two\n- flood" in both("- ebb", "- one", "- two")
    assert "noon.\n\nOne.\n\nTwo.\n" in both("noon.\n", "noon.\n\nOne.\n", "noon.\n\nTwo.\n")
    assert merge("潮は引く。", "潮は満ちる。", "潮は待つ。").text() == "潮は満ちる。潮は待つ。"
    fenced = "```\n{}\n```\n"
    assert merge(*map(fenced.format, ["a = 1", "a = 2", "a = 3"])).text() == fenced.format("a = 2\na = 3")


def test_a_sentence_added_to_a_removed_paragraph_is_asked_about():
    gone = edited(("\n\nNobody rows at noon.", ""))
    merged = merge(BASE, gone, edited(("noon.", "noon. Boats come.")))
    assert [clash.mine for clash in merged.clashes] == [""]
    assert "Boats come." in merged.text()


def test_more_of_the_same_is_no_clash():
    one, two = edited(("waits.", "waits. Boats come.")), edited(("waits.", "waits. Boats come. Ships leave."))
    assert merge(BASE, one, two).text() == merge(BASE, two, one).text() == two
    assert merge(BASE, one, one).pieces == (Kept(one),)


def test_pieces_say_who_brought_what():
    merged = merge(BASE, edited(("The moon", "A moon")), edited(("noon", "night")))
    assert [piece for piece in merged.pieces if piece.by] == [
        Kept("A moon pulls.", "mine"),
        Kept("Nobody rows at night.", "theirs"),
    ]


# -- properties

SENTENCES = ["One is here.", "Two is there.", "Three goes!", "Is four?", "五は来る。", "Six."]
prose = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
blocks = prose | st.sampled_from(
    ["# Head", "- a\n- b", "- b\n- c", "```\nx. y\n\nz\n```", "> One is here. Six.", "|a|b|\n|-|-|"]
)
bodies = st.builds(
    lambda found, end: "\n\n".join(found) + end, st.lists(blocks, max_size=4), st.sampled_from(["", "\n", "\n\n"])
)
texts = bodies | st.text(alphabet="aB.\n -`>|", max_size=30) | st.text(max_size=20)


@given(texts)
def test_units_joined_are_the_text(text):
    for whole in (False, True):
        found = units.units(text, whole_lines=whole)
        assert "".join(unit.text for unit in found) == text
        assert all(unit.text for unit in found)


@given(texts, texts)
def test_an_unchanged_side_gives_the_other(base, other):
    for mine, theirs in ((base, other), (other, base), (other, other)):
        merged = merge(base, mine, theirs)
        assert merged.is_clean
        assert merged.text() == other


def swapped(piece):
    if isinstance(piece, Clash):
        return Clash(piece.base, piece.theirs, piece.mine)
    return Kept(piece.text, {"mine": "theirs", "theirs": "mine"}.get(piece.by, ""))


def contents(text):
    return [unit.text for unit in units.units(text.rstrip()) if unit.text.strip()]


@given(texts, texts, texts)
def test_the_order_of_the_sides_changes_labels_alone_and_nothing_added_is_lost(base, mine, theirs):
    merged = merge(base, mine, theirs)
    assert tuple(map(swapped, merged.pieces)) == merge(base, theirs, mine).pieces
    before = contents(base)
    for side in (mine, theirs):
        assert all(unit in merged.text() for unit in contents(side) if unit not in before)
    # A choice leaves out what the other side brought there, and nothing else.
    for choice in ("mine", "theirs"):
        chosen = merged.text([choice] * len(merged.clashes))
        expected = [getattr(p, choice) if isinstance(p, Clash) else p.text for p in merged.pieces]
        assert chosen == "".join(expected)


# Sentences all different; each side rewrites some, removes some, and puts some behind others: never the same one.
edits = st.lists(
    st.tuples(
        st.sampled_from(["", "mine", "theirs"]), st.sampled_from(["rewrite", "add"]), st.sampled_from([" ", "\n\n"])
    ),
    min_size=1,
    max_size=14,
)


@given(edits)
def test_edits_of_different_sentences_are_taken_once_and_all(edits):
    versions = {"base": "", "mine": "", "theirs": "", "both": ""}
    for number, (side, act, end) in enumerate(edits):
        old = f"Number {number} is old."
        new = {"rewrite": f"Number {number} is new.", "add": f"{old} And {number} more."}[act]
        for name in versions:
            versions[name] += (new if name in (side, "both") and side else old) + end
    merged = merge(versions["base"], versions["mine"], versions["theirs"])
    assert merged.is_clean
    assert merged.text() == versions["both"]


# -- fields


def test_a_value_is_taken_from_the_side_that_changed_it():
    assert merge_value("a", "a", "b") == Kept("b", "theirs")
    assert merge_value("a", "b", "a") == Kept("b", "mine")
    assert merge_value("a", "b", "b") == Kept("b")
    assert merge_value("a", "b", "c") == Clash("a", "b", "c")


ITEMS = [
    ("a b", "a b c", "a d b", "a d b c"),
    ("a b", "b", "a b c", "b c"),
    ("a b c", "a c", "b c", "c"),
    ("a b", "x a b", "a b y", "x a b y"),
    ("a b", "a x y b", "b a", "b a x y"),
    ("a", "A", "a b", "A b"),
    ("a", "a", "A", "A"),
    ("", "a", "A", "A"),
    ("a b c", "c b a", "a b c", "c b a"),
    ("a", "", "a", ""),
    ("", "a a", "", "a"),
]


@pytest.mark.parametrize(("base", "mine", "theirs", "expected"), ITEMS)
def test_lists_are_merged_as_sets_that_keep_an_order(base, mine, theirs, expected):
    merged = merge_items(base.split(), mine.split(), theirs.split(), key=str.casefold)
    assert merged == tuple(expected.split())


letters = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True)


@given(letters, letters, letters)
def test_items_are_those_a_set_would_have(base, mine, theirs):
    merged = merge_items(base, mine, theirs)
    assert len(merged) == len(set(merged))
    expected = {x for x in {*base, *mine, *theirs} if (x in mine) + (x in theirs) == 2 or (x not in base)}
    assert set(merged) == expected
    assert merge_items(base, base, theirs) == merge_items(base, theirs, base) == tuple(theirs)


# -- alignment and time


def longest(a, b):
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if x == y else max(lengths[i][j + 1], lengths[i + 1][j])
    return lengths[-1][-1]


@given(st.lists(st.sampled_from("abc"), max_size=14), st.lists(st.sampled_from("abc"), max_size=14))
def test_changes_are_the_fewest_and_make_the_new_from_the_old(old, new):
    found = changes(old, new)
    made, place = [], 0
    for change in found:
        made += old[place : change.start] + new[change.low : change.high]
        place = change.end
    assert made + old[place:] == new
    assert len(old) - sum(c.end - c.start for c in found) == longest(old, new)
    assert all(left.end < right.start for left, right in pairwise(found))


def hostile():
    chance = random.Random(7)
    yield "all lines equal", ["a\n" * count for count in (150_000, 120_000, 149_999)]
    yield "all lines different", ["".join(f"{n}{side}\n" for n in range(40_000)) for side in "abc"]
    yield "two lines in any order", ["".join(chance.choices(["a\n", "b\n"], k=150_000)) for _ in range(3)]
    yield "few sentences", ["".join(chance.choices(["A. ", "Bc. ", "De! "], k=30_000)) for _ in range(3)]
    yield "blank", [" " * 300_000, "\n" * 300_000, " \n" * 150_000]
    yield "one word", ["a" * 300_000, "a" * 299_999 + "b", "b" * 300_000]


@pytest.mark.parametrize("texts", [pytest.param(texts, id=name) for name, texts in hostile()])
def test_long_texts_do_not_hang(texts):
    begun = time.process_time()
    merged = merge(*texts)
    assert time.process_time() - begun < 20
    assert merged.text(["mine"] * len(merged.clashes)) is not None
