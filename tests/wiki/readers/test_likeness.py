"""Names that are nearly a title."""

import pytest

from tests.factories import PRIVATE, entries, submission
from wiki.readers.likeness import alike, differs_slightly


@pytest.mark.parametrize(
    ("one", "other", "slight"),
    [
        ("generalisation", "generalization", True),
        ("generalisation", "generalisatin", True),
        ("dual power", "dualpower", True),
        ("sundial", "sundials", True),
        ("church", "churches", True),
        ("equinox", "qeuinox", True),
        ("sundial", "undial", True),
        ("sundial", "sundial", False),
        ("rain", "ruin", False),  # short names differ by one letter and mean something else
        ("chapter 4", "chapter 5", False),
        ("chapter 1", "chapter 12", False),
        ("sundial", "sundowner", False),
        ("ungleichheit", "gleichheit", False),
        ("時計の歴史", "時計の歴吏", True),
    ],
)
def test_one_letter_is_a_slip(one, other, slight):
    assert differs_slightly(one, other) == differs_slightly(other, one) == slight


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["wundial", "undial", "sudnial", "sundail", "sundials", "xsundial"])
def test_a_slip_is_found_wherever_it_is(wanted):
    entries(submission("Sundial", "A shadow."), submission("Moondial", "Another."))
    assert {name: entry.title for name, entry in alike([wanted, "escapement"], True).items()} == {wanted: "Sundial"}


@pytest.mark.django_db
def test_a_private_title_is_like_nothing_for_readers():
    entries(submission("Sundial", "A shadow.", visibility=PRIVATE))
    assert alike(["sundials"], False) == {}
    assert alike(["sundials"], True)["sundials"].title == "Sundial"


@pytest.mark.django_db
def test_it_takes_two_questions(django_assert_num_queries):
    entries(*[submission(f"Place of {word}", "Words.") for word in ("sand", "sound", "wind", "wood")])
    with django_assert_num_queries(2):
        alike(["places of sand", "place of sounds", "place off wind"], False)
