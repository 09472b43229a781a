"""The passage of a text that answers a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.query import parse
from wiki.search.snippets import LENGTH, holding, mark, places_of, snippet

TEXT = """A rod measures a coast. Halve the rod and the figure grows.
Practice
Walk the dividers along the coastline; count the steps. Nobody measured twice. """ + "It goes on. " * 60 + """
Doubt
The council’s rule: a café is no Coast."""  # fmt: skip
HEADINGS = ["Practice", "Doubt"]


def marked(found):
    return [text for text, asked in found.parts if asked]


def shown(found):
    return "".join(text for text, _ in found.parts)


@pytest.mark.parametrize(
    "text, words, section",
    [
        ("measure", ["measures"], ""),
        ("measuring coast", ["measures", "coast"], ""),
        ("dividers", ["dividers"], "Practice"),
        ('"count the"', ["count the"], "Practice"),
        ("coastl*", ["coastline"], "Practice"),
        ("councils", ["council’s"], "Doubt"),
        ("cafe", ["café"], "Doubt"),
        ("CAFÉ coast", ["café", "Coast"], "Doubt"),
    ],
)
def test_the_words_are_marked_where_they_stand_together(text, words, section):
    found = snippet(TEXT, HEADINGS, parse(text).terms)
    assert marked(found) == words and found.section == section and found.passages


def test_passages_are_counted():
    assert snippet(TEXT, HEADINGS, parse("coast").terms).passages == 2


def test_without_a_place_it_is_the_beginning():
    found = snippet(TEXT, HEADINGS, parse("elsewhere").terms)
    assert shown(found).startswith("A rod measures") and not marked(found) and found.passages == 0
    assert snippet("", [], parse("x").terms).parts == ()


def test_a_passage_begins_with_a_sentence_and_says_where_it_was_cut():
    found = snippet(TEXT, HEADINGS, parse("twice").terms)
    assert shown(found).startswith("Nobody measured twice.") and shown(found).endswith(" …")
    long = "word " * 100 + "needle " + "word " * 100
    assert shown(snippet(long, [], parse("needle").terms)).startswith("… ")


@pytest.mark.parametrize(
    "text, question, words",
    [
        ("二重権力とは二つの権力である", "権力", ["権力", "権力"]),
        ("이중권력은 함께", "권력", ["권력"]),
        ("Двоевластие: ещё раз", "еще", ["ещё"]),
        ("Δύο εξουσίες", "εξουσιες", ["εξουσίες"]),
    ],
)
def test_any_script(text, question, words):
    assert marked(snippet(text, [], parse(question).terms)) == words


def test_a_name_is_marked_as_a_whole():
    assert mark("How long is a coast", parse("coast long").terms) == (
        ("How ", False), ("long", True), (" is a ", False), ("coast", True),
    )  # fmt: skip


@given(st.text(max_size=400), st.text(max_size=30))
def test_nothing_is_lost_or_invented(text, question):
    found = snippet(text, [], parse(question).terms)
    inside = shown(found).removeprefix("… ").removesuffix(" …").removesuffix("…")
    assert inside in text and len(inside) <= LENGTH + 300
    assert "".join(part for part, _ in mark(text, parse(question).terms)) == text


def test_which_of_many_texts_hold_the_words():
    texts = ["Rods of a coast", "A coast\nand its rod", "A rod", "Of côtes and rods", "rod coast"]
    assert holding(texts, parse("coast rod").terms) == [texts[0], texts[1], texts[4]]
    assert holding(texts, parse('"rod coast"').terms) == [texts[4]]


@given(st.lists(st.text("abİé ΣΝ'\nb権", max_size=12), max_size=8), st.text("abé Σ権", min_size=1, max_size=4))
def test_many_texts_are_looked_through_as_each_is(texts, question):
    terms = parse(question).terms
    each = [text for text in texts if {number for *_, number in places_of(text, terms)} == set(range(len(terms)))]
    assert not terms or holding(texts, terms) == each


def test_it_is_linear_in_the_text():
    snippet("a" * 200_000 + " " + "b c " * 100_000, [], parse("b c d e").terms)


def test_quoted_words_in_a_row_are_no_riddle():
    text, question = "'ab' " * 400, '"' + "ab " * 30 + 'zz"'
    snippet(text, [], parse(question).terms)


def test_of_each_word_some_places_are_marked():
    found = snippet("alpha " * 59 + "beta beta beta", [], parse("alpha beta").terms)
    assert marked(found).count("beta") == 3
