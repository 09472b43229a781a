import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.diff import Hunk, Row, Span, hunks, inline, rows, words
from wiki.rendering.units import Block, blocks


def shown(spans):
    signs = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(signs[span.kind].format(span.text) for span in spans)


def text(spans):
    return "".join(span.text for span in spans)


PHRASES = [
    ("The tide has three names here.", "The tide has four names here.", "The tide has [-three-][+four+] names here."),
    ("Boats may wait and turn until noon.", "Boats may wait until noon.", "Boats may wait [-and turn -]until noon."),
    ("Boats wait.", "Boats wait. Nobody rows.", "Boats wait.[+ Nobody rows.+]"),
    # Whole phrases, not the small words they share.
    (
        "The quay is dry, and the last of the boats left.",
        "The quay is dry, but most of the nets remain.",
        "The quay is dry, [-and the last of the boats left-][+but most of the nets remain+].",
    ),
    ("alpha beta gamma", "one two three four", "[-alpha beta gamma-][+one two three four+]"),
    ("We don't row.", "We don't ever row.", "We don't [+ever +]row."),
    # No spaces: by character, a mark with its letter.
    ("潮は引く。海は待つ。", "潮は満ちる。海は待つ。", "潮は[-引く-][+満ちる+]。海は待つ。"),
    ("น้ำขึ้น", "น้ำลง", "น้ำ[-ขึ้น-][+ลง+]"),
    ("नमस्ते जल", "नमस्ते वायु", "नमस्ते [-जल-][+वायु+]"),
    ("", "All new.", "[+All new.+]"),
    ("All gone.", "", "[-All gone.-]"),
    ("As it was.", "As it was.", "As it was."),
    ("", "", ""),
]


@pytest.mark.parametrize(("old", "new", "expected"), PHRASES)
def test_changed_words_are_marked_in_whole_phrases(old, new, expected):
    assert shown(inline(old, new)) == expected


OLD = """Before.

# Ebb

The water leaves the harbour slowly.
Gulls follow.

The boats lie still at noon.

- rope
- anchor

# Flood

It comes back.

Nobody sees it.

Everybody hears it.
"""
NEW = """Before.

# Ebb

The water leaves the harbour quickly.
Gulls follow.

Mud everywhere, as far as one can see.

The boats lie still at noon.

- rope
- two anchors

# High water

It comes back.

Nobody sees it.

Everybody fears it.
"""


def test_rows_stand_block_by_block():
    found = [(row.kind, shown(row.old), shown(row.new), row.section) for row in rows(OLD, NEW)]
    assert found == [
        ("same", "Before.", "Before.", ""),
        ("same", "# Ebb", "# Ebb", "Ebb"),
        (
            "changed",
            "The water leaves the harbour [-slowly-].\nGulls follow.",
            "The water leaves the harbour [+quickly+].\nGulls follow.",
            "Ebb",
        ),
        ("ins", "", "[+Mud everywhere, as far as one can see.+]", "Ebb"),
        ("same", "The boats lie still at noon.", "The boats lie still at noon.", "Ebb"),
        ("same", "- rope", "- rope", "Ebb"),
        ("changed", "- [-anchor-]", "- [+two anchors+]", "Ebb"),
        ("changed", "# [-Flood-]", "# [+High water+]", "High water"),
        ("same", "It comes back.", "It comes back.", "High water"),
        ("same", "Nobody sees it.", "Nobody sees it.", "High water"),
        ("changed", "Everybody [-hears-] it.", "Everybody [+fears+] it.", "High water"),
    ]


def test_what_was_removed_stands_under_its_old_heading():
    found = rows("# A\n\none\n\n# B\n\ntwo\n", "# A\n\none\n")
    assert [(row.kind, row.section) for row in found[2:]] == [("del", "B"), ("del", "B")]
    assert found[-1] == Row("del", (Span("two", "del"),), (), "B")


def test_rewritten_blocks_stand_beside_what_they_are_most_like():
    old = "The gulls cry over the pier.\n\nThe nets dry in the sun.\n"
    new = "A wholly other thought.\n\nThe nets dry in the wind.\n\nThe gulls cry.\n"
    assert [(row.kind, text(row.old), text(row.new)) for row in rows(old, new)] == [
        ("del", "The gulls cry over the pier.", ""),
        ("ins", "", "A wholly other thought."),
        ("changed", "The nets dry in the sun.", "The nets dry in the wind."),
        ("ins", "", "The gulls cry."),
    ]


def test_hunks_leave_out_what_did_not_change_and_count_it():
    found = hunks(rows(OLD, NEW))
    assert [(hunk.section, hunk.skipped, [row.kind for row in hunk.rows]) for hunk in found] == [
        ("Ebb", 1, ["changed", "ins", "same", "same", "changed"]),
        ("High water", 0, ["changed", "same", "same", "changed"]),
    ]
    assert [(hunk.skipped, len(hunk.rows)) for hunk in hunks(rows(OLD, NEW), context=0)] == [
        (1, 2),
        (2, 1),
        (0, 1),
        (2, 1),
    ]
    assert isinstance(found[0], Hunk)
    assert hunks(rows(OLD, OLD)) == []


def test_blocks_are_paragraphs_and_lines_that_are_not_prose():
    source = "One\nline.\n\nTitle\n=====\n## Two ##\n- a\n- b\n\n```\n# no heading\n\nx\n```\n> said\n|a|b|\n"
    assert blocks(source) == [
        Block("One\nline."),
        Block("Title\n=====", "Title"),
        Block("## Two ##", "Two"),
        Block("- a"),
        Block("- b"),
        Block("```"),
        Block("# no heading"),
        Block("x"),
        Block("```"),
        Block("> said"),
        Block("|a|b|"),
    ]


# -- properties

phrases = st.lists(st.sampled_from(["tide", "ebb", "the", " ", ", ", ".", "潮", "น้ำ", "é"]), max_size=16).map("".join)
short = phrases | st.text(max_size=20)
bodies = st.lists(short | st.sampled_from(["# One", "# Two", "- a", "- b", "```"]), max_size=8).map("\n\n".join)


@given(short, short)
def test_the_spans_of_a_side_are_its_text(old, new):
    left, right = words(old, new)
    assert text(left) == old
    assert text(right) == new
    assert {span.kind for span in left} <= {"same", "del"}
    assert {span.kind for span in right} <= {"same", "ins"}
    assert text(s for s in left if s.kind == "same") == text(s for s in right if s.kind == "same")
    assert all(span.text for span in left + right)
    assert {span.kind for span in inline(old, old)} <= {"same"}


@given(bodies, bodies)
def test_rows_bring_every_block_of_each_side_once_and_in_order(old, new):
    found = rows(old, new)
    assert [text(row.old) for row in found if row.kind != "ins"] == [block.text for block in blocks(old)]
    assert [text(row.new) for row in found if row.kind != "del"] == [block.text for block in blocks(new)]
    assert all((row.kind == "same") == (text(row.old) == text(row.new)) for row in found)
    assert {row.kind for row in rows(old, old)} <= {"same"}


@given(bodies, bodies, st.integers(0, 3))
def test_hunks_show_every_change_once_in_order(old, new, context):
    found = rows(old, new)
    groups = hunks(found, context)
    together = [row for hunk in groups for row in hunk.rows]
    assert [row for row in together if row.kind != "same"] == [row for row in found if row.kind != "same"]
    assert all(row.section == hunk.section for hunk in groups for row in hunk.rows)
    assert len(together) + sum(hunk.skipped for hunk in groups) <= len(found)


# -- time


_any = random.Random(1)
VOCABULARY = ["".join(_any.choices("abcdefghij", k=_any.randrange(2, 9))) for _ in range(3000)]


def prose(chance, length):
    paragraphs = []
    while length > 0:
        paragraphs.append(" ".join(chance.choices(VOCABULARY, k=chance.randrange(20, 90))) + ".")
        length -= len(paragraphs[-1])
    return paragraphs


def hostile():
    chance = random.Random(5)
    long = prose(chance, 300_000)
    rewritten = [" ".join(w if chance.random() < 0.7 else "other" for w in p.split()) for p in long]
    yield "all lines equal", "a\n\n" * 100_000, "a\n\n" * 97_000 + "b\n"
    yield "one long paragraph of equal lines", "a\n" * 150_000, "b\n" * 120_000 + "a\n" * 90_000
    yield "two lines in any order", *("".join(chance.choices(["a\n\n", "b\n\n"], k=100_000)) for _ in range(2))
    yield "all different", "\n\n".join(long), "\n\n".join(prose(chance, 300_000))
    yield "every paragraph rewritten", "\n\n".join(long), "\n\n".join(rewritten)
    yield "every other one", "\n\nsame\n\n".join(long), "\n\nsame\n\n".join(rewritten)
    yield "one paragraph", " ".join(long), " ".join(rewritten)
    yield "twenty paragraphs", *("\n\n".join(" ".join(prose(chance, 50_000)) for _ in range(20)) for _ in range(2))
    yield "spaces", " " * 300_000, " x" * 150_000


@pytest.mark.parametrize(("old", "new"), [pytest.param(old, new, id=name) for name, old, new in hostile()])
def test_long_texts_do_not_hang(old, new):
    begun = time.process_time()
    hunks(rows(old, new))
    assert time.process_time() - begun < 20


def test_two_revisions_of_an_entry_are_compared_at_once():
    chance = random.Random(3)
    old = prose(chance, 20_000)
    new = list(old)
    for _ in range(30):
        place = chance.randrange(len(new))
        some = new[place].split()
        some[chance.randrange(len(some))] = "changed"
        new[place] = " ".join(some)
    taken = []
    for _ in range(5):
        begun = time.process_time()
        found = rows("\n\n".join(old), "\n\n".join(new))
        taken.append(time.process_time() - begun)
    assert 10 < sum(row.kind == "changed" for row in found) <= 30
    assert min(taken) < 0.06  # 30 ms where nothing else runs
