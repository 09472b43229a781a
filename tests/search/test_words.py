"""What texts and questions are compared by."""

import pytest

from wiki.search.words import LONGEST, beginnings, stem, stems, whole_name, words

TEXTS = [
    ("Dual power", "dual power"),
    ("two-fold, THREE/four", "two fold three four"),
    ("the council's councils’", "the councils councils"),
    ("Gödel Ångström naïve", "godel angstrom naive"),
    ("Straße", "strasse"),
    ("Άνθρωπος ёлка", "ανθρωποσ елка"),
    ("مُحَمَّد إسلام الأمة", "محمد اسلام الامة"),
    ("שָׁלוֹם", "שלום"),
    ("हिन्दी में", "हिन्दी में"),
    ("二重権力", "二 重 権 力"),
    ("権力 and power", "権 力 and power"),
    ("이중권력", "이 중 권 력"),
    ("ประเทศ", "ป ร ะ เ ท ศ"),
    ("ﬁne ２０２６ x²", "fine 2026 x2"),
    ("snake_case 3.14", "snake case 3 14"),
    ("… — !?", ""),
    ("", ""),
]


@pytest.mark.parametrize("text, expected", TEXTS)
def test_words(text, expected):
    assert " ".join(words(text)) == expected


def test_a_word_is_compared_by_its_beginning_when_it_is_very_long():
    assert words("a" * 500) == ["a" * LONGEST]


@pytest.mark.parametrize(
    "words", ["measure measured measures measuring", "council councils", "map maps mapped mapping", "city cities"]
)
def test_endings_of_english_fall_away(words):
    assert len(set(stems(words))) == 1


@pytest.mark.parametrize("word", ["dual", "權", "was", "x2", "годы", "élan"[1:]])
def test_other_words_stay(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    "beginning, word, found",
    [
        ("measuri", "measuring", True),
        ("meas", "measured", True),
        ("happ", "happiness", True),
        ("happy", "happy", True),
        ("form", "for", False),
        ("string", "str", True),
        ("councils", "council", True),
        ("lon", "long", True),
        ("long", "lon", False),
    ],
)
def test_what_a_word_that_begins_so_may_have_become(beginning, word, found):
    begins, cut = beginnings(beginning)
    assert (stem(word).startswith(begins) or stem(word) in cut) is found


def test_a_name_is_one_word_however_it_is_written():
    assert whole_name("Dual  Power") == whole_name("dual-power") == "=dual_power"
    assert whole_name("…") == ""
