"""How a question is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.query import MOST, Term, parse


def test_words_phrases_beginnings_and_what_must_not_stand_there():
    query = parse('map "long coast" leg* -scale -"small island"')
    assert query.terms == (Term(("map",)), Term(("long", "coast")), Term(("leg",), prefix=True))
    assert query.without == (Term(("scale",)), Term(("small", "island")))
    assert query.name == "map long coast leg*"


@pytest.mark.parametrize(
    "text, field, expected",
    [
        ("tag:coast", "tags", ("coast",)),
        ('tag:"Names of places"', "tags", ("names of places",)),
        ("TAG:coast", "tags", ("coast",)),
        ("-tag:coast", "without_tags", ("coast",)),
        ("kind:essay", "kinds", ("essay",)),
        ("kind:Concepts", "kinds", ("concept",)),
        ("author:brandl", "authors", (("brandl",),)),
        ('by:"Tomas Brandl"', "authors", (("tomas", "brandl"),)),
        ("in:title", "in_title", True),
    ],
)
def test_conditions(text, field, expected):
    query = parse(f"{text} map")
    assert getattr(query, field) == expected
    assert query.words == ["map"] and query.name == "map"


@pytest.mark.parametrize("text", ["kind:nonsense", "in:body", "tag:", "author:…", "title:coast", "a:b:c"])
def test_what_has_no_meaning_is_words(text):
    query = parse(text)
    assert query.words and not (query.tags or query.kinds or query.authors or query.in_title)


@pytest.mark.parametrize("text", ["dual-power", "“dual power”", '"dual power', "dual/power", "«dual power»"])
def test_what_is_written_in_one_piece_stands_side_by_side(text):
    assert parse(text).terms == (Term(("dual", "power")),)


@pytest.mark.parametrize("text", ["", "   ", "…!?", '""', "-", "*", "-word", "\0", '"" -x'])
def test_a_question_that_names_nothing(text):
    assert not parse(text)


@pytest.mark.parametrize(
    "text", ["AND OR NOT NEAR", "a' OR 1=1; --", "title : (x", "{a b} : c", "'a':* & !b <-> c", "\\"]
)
def test_operators_of_databases_are_words(text):
    assert not parse(text).without


def test_a_long_question_is_cut_and_says_so():
    assert parse("word " * 3000).is_cut
    assert len(parse("word " * 3000).terms) <= MOST
    assert not parse("a few words").is_cut


def test_the_same_question_of_fewer_entries():
    query = parse("map kind:essay tag:coast")
    assert query.narrowed(kinds=["concept"]).kinds == ("none",)
    assert query.narrowed(kinds=["essay"], tags=["law"]).tags == ("coast", "law")
    assert parse("map").narrowed(kinds=["concept", "nonsense"]).kinds == ("concept",)


def test_other_words_for_what_was_misspelt():
    query = parse("measuring the coastlien dualpower")
    said = query.said_as({"coastlien": ("coastline",), "dualpower": ("dual", "power")})
    assert [term.words for term in said.terms] == [("measuring",), ("the",), ("coastline",), ("dual", "power")]


@given(st.text(max_size=200))
def test_nothing_is_refused(text):
    query = parse(text)
    assert all(term.words for term in (*query.terms, *query.without))
