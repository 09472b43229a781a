"""What is remembered of the whole wiki is asked again after a change, and for each set of readers apart."""

import pytest

from tests.factories import PRIVATE, concept
from wiki.actions import publishing
from wiki.models import Entry
from wiki.remembered import MOST, _kept, forget, remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """A question about all entries, and for whom it was asked."""
    asked = []

    @remembered
    def count(private, more=0):
        asked.append(private)
        return Entry.objects.scoped(private).count() + more

    return count, asked


def test_it_is_asked_once_for_each_set_until_something_is_changed(counted):
    count, asked = counted
    concept("Tide")
    assert [count(False), count(False), count(True), count(True)] == [1, 1, 1, 1]
    assert asked == [False, True]
    concept("Ebb")
    assert [count(False), count(True)] == [2, 2]


def test_what_happens_in_private_is_news_to_members_alone(counted):
    count, asked = counted
    concept("Tide")
    assert [count(False), count(True)] == [1, 1]
    concept("Ebb", visibility=PRIVATE)
    assert [count(False), count(True)] == [1, 2]
    assert asked == [False, True, True]


def test_what_was_hidden_is_forgotten_at_once(counted, ada):
    count, _ = counted
    tide = concept("Tide")
    assert count(False) == 1
    publishing.hide([tide], by=ada)
    assert [count(False), count(True)] == [0, 1]


def test_each_value_is_a_question_of_its_own(counted):
    count, _ = counted
    concept("Tide")
    assert [count(False, 1), count(False, 2)] == [2, 3]


def test_of_too_many_answers_the_oldest_is_forgotten(counted):
    count, asked = counted
    forget()
    for number in range(MOST + 5):
        count(False, number)
    assert len(_kept) == MOST
    del asked[:]
    assert count(False, MOST + 4) == MOST + 4
    assert not asked
