"""A prepared question answers as its queryset does."""

import pytest

from tests.factories import PRIVATE, concept, essay
from wiki.models import Entry, Essay
from wiki.prepared import Prepared

pytestmark = pytest.mark.django_db

by_title = Prepared(
    lambda private, title, key: (
        Essay.objects.scoped(private)
        .filter(title=title)
        .exclude(pk=key)
        .values_list("title", "headings", "published_on", "changed_at", "deleted_at")
    ),
    lambda *columns: columns,
)


def test_it_gives_what_the_queryset_gives_for_any_values():
    for title in ("On knots", "On “ropes” 100%"):
        made = essay(title, "## A heading", published="2021-01-04")
        expected = Essay.objects.filter(pk=made.pk).values_list(
            "title", "headings", "published_on", "changed_at", "deleted_at"
        )
        assert by_title(False, title, 0) == list(expected)
        assert by_title(False, title, made.pk) == []


def test_each_set_is_compiled_apart():
    essay("On knots", visibility=PRIVATE)
    assert by_title(False, "On knots", 0) == []
    assert len(by_title(True, "On knots", 0)) == 1
    assert by_title(False, "On knots", 0) == []


def test_a_value_that_does_not_reach_the_database_is_an_error():
    concept("Bowline")
    changed = Prepared(lambda private, key: Entry.objects.filter(pk=key + 1).values_list("pk"), lambda pk: pk)
    with pytest.raises(ValueError, match="as it is"):
        changed(False, 1)
