"""What somebody meant who misspelt a name."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import concept, entries, revise, submission
from wiki.actions import deleting, publishing
from wiki.models import Entry
from wiki.search import spelling
from wiki.search.correcting import meant_name, meant_words
from wiki.search.query import parse

NAMES = [
    "Coastline paradox",
    "Generalisation",
    "Legend",
    "Map",
    "How to read a legend",
    "二重権力",
    "Ψυχή",
    "Divider walk",
]


@pytest.fixture
def names(db):
    entries(*[submission(name, f"Text {number}.") for number, name in enumerate(NAMES)])
    concept("Editorial line", aliases=["drawn by hand"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed, meant",
    [
        ("coastlien paradox", "coastline paradox"),
        ("coast line paradox", "coastline paradox"),
        ("coastlineparadox", "coastline paradox"),
        ("Generalization", "generalisation"),
        ("legned", "legend"),
        ("mapp", "map"),
        ("drawn by hnad", "drawn by hand"),
        ("ψυχι", "ψυχη"),
        ("coastline paradox", ""),
        ("paradox", ""),
        ("entirely different", ""),
        ("ma", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_by_what_nearly_reads_so(names, typed, meant):
    assert meant_name(typed, False) == meant


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed, meant",
    [
        ("measuring the coastlien", {"coastlien": ("coastline",)}),
        ("dividerwalk twice", {"dividerwalk": ("divider", "walk")}),
        ("leg ned xqzt", {"leg": ("legend",), "ned": ()}),
        ("the legend", {}),
        ("xqzt", {}),
    ],
)
def test_words_that_no_text_has_are_put_right_by_the_words_of_names(names, typed, meant):
    concept("Rule", "Measuring the paradox of the walk, twice; divider.")
    assert meant_words(parse(typed), False) == meant


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed, meant",
    [
        ("tidemraks", {"tidemraks": ("tidemarks",)}),
        ("flodded", {"flodded": ("flooded",)}),  # not “flooding”, which is compared as the same
        ("meadws were tidmarks", {"meadws": ("meadows",), "tidmarks": ("tidemarks",)}),
        ("затоплина", {"затоплина": ("затоплена",)}),
        ("tidemarkszz", {}),
        ("tid", {}),
    ],
)
def test_words_that_stand_only_in_texts_are_put_right(names, typed, meant):
    entries(
        submission("One", "The meadows were flooded. Meadows have tidemarks. Затоплена."),
        submission("Two", "Meadows."),
        submission("Three", "Meadowy."),
    )
    assert meant_words(parse(typed), False) == meant


@pytest.mark.django_db
def test_words_of_private_texts_put_nothing_right_for_readers(names):
    concept("Seen", "The floods came.")
    shut = concept("Shut", "Smugglers have bloods.", visibility="private")
    concept("Shut too", "Bloods.", visibility="private")
    assert meant_words(parse("smugglrs"), False) == {}
    assert meant_words(parse("smugglrs"), True) == {"smugglrs": ("smugglers",)}
    assert meant_words(parse("sloods"), False) == {"sloods": ("floods",)}  # what is private competes with nothing
    assert meant_words(parse("sloods"), True) == {"sloods": ("bloods",)}
    publishing.publish([shut], by=None, reason="x")
    assert meant_words(parse("smugglrs"), False) == {"smugglrs": ("smugglers",)}


@pytest.mark.django_db
def test_only_names_that_are_seen_are_meant(names):
    entry = concept("Hidden harbour", visibility="private", aliases=["Smuggler"])
    assert meant_name("hiden harbour", False) == meant_name("smugler", False) == ""
    assert meant_name("hiden harbour", True) == "hidden harbour"
    assert meant_words(parse("harbuor"), False) == {} and meant_words(parse("harbuor"), True)
    deleting.delete(entry, by=None)
    assert meant_name("hiden harbour", True) == ""


def texts(name, private):
    return [text for _, text in spelling.near(name, private)]


@pytest.mark.django_db
def test_what_nobody_has_any_more_leaves_no_spelling(names):
    entry = concept("Hidden legend", aliases=["Smuggler"])
    assert texts("smuggler", False) == texts("smuggler", True) == ["=smuggler", "smuggler"]
    revise(entry, aliases=())
    assert texts("smuggler", False) == texts("smuggler", True) == []
    publishing.hide([entry], by=None, reason="x")
    assert texts("hidden legend", False) == [] != texts("hidden legend", True)
    deleting.delete(entry, by=None)
    assert texts("hidden legend", True) == texts("hidden", True) == []
    assert meant_name("legned", False) == "legend"  # others have this word
    deleting.restore(Entry.objects.unscoped_deleted().get(pk=entry.pk), by=None)
    assert texts("hidden", True) == ["hidden"] and texts("hidden", False) == []


@pytest.mark.django_db
def test_names_that_some_may_know_change_nothing_for_others(names, django_assert_num_queries):
    concept("Zonality")
    before = spelling.near("yonality", False)
    entries(*[submission(f"{letter}onality", visibility="private") for letter in string.ascii_lowercase[:25]])
    assert spelling.near("yonality", False) == before and meant_name("yonality", False) == "zonality"
    with django_assert_num_queries(1):
        meant_name("yonality", False)


@pytest.mark.django_db
def test_of_equally_near_words_the_one_of_more_names(names):
    entries(submission("Bord"), submission("Word one"), submission("Word two"))
    assert meant_words(parse("qord"), False) == {"qord": ("word",)}


@pytest.mark.django_db
def test_putting_right_has_a_price_that_does_not_grow(names, django_assert_max_num_queries):
    words = " ".join(f"{letter * 3}{'qwertzuiop' * 5}"[:64] for letter in string.ascii_lowercase)
    for question in (words, " ".join(f"x{n}y" for n in range(240)), " ".join(["notaword"] * 99)):
        with django_assert_max_num_queries(75):
            meant_words(parse(question), False)


def with_a_mistake(word, dice):
    at, letter = dice.randrange(len(word)), dice.choice(string.ascii_lowercase)
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return dice.choice(
        [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped]
    )


@given(st.text(string.ascii_lowercase, min_size=4, max_size=40), st.randoms())
@settings(deadline=None)
def test_one_mistake_is_always_found_again(word, dice):
    """Whatever letter is wrong, missing, too many or swapped, the word and its spelling share a number."""
    assert spelling._hashes(word) & spelling._hashes(with_a_mistake(word, dice))
