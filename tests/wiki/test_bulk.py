"""Rows written many at once."""

import pytest

from wiki import bulk
from wiki.bulk import beginnings, exchange, insert_keyed, update
from wiki.models import Tag

pytestmark = pytest.mark.django_db


def tags(*names):
    return [Tag(name=name, slug=name) for name in names]


def stored():
    return dict(Tag.objects.values_list("name", "pk"))


def test_rows_get_the_keys_that_the_table_gives_them():
    rows = tags("rope", "sail")
    insert_keyed(Tag, rows)
    assert stored() == {row.name: row.pk for row in rows}


def test_a_key_is_never_given_twice():
    first = tags("rope")
    insert_keyed(Tag, first)
    Tag.objects.all().delete()
    later = Tag.objects.create(name="sail", slug="sail")
    rows = tags("mast", "keel")
    insert_keyed(Tag, rows)
    assert len({first[0].pk, later.pk, *(row.pk for row in rows)}) == 4
    assert stored() == {row.name: row.pk for row in (later, *rows)}


def test_an_update_changes_the_named_columns_alone():
    rows = tags("rope", "sail")
    insert_keyed(Tag, rows)
    update(Tag, ["description"], [(rows[1].pk, "It takes the wind.")])
    assert dict(Tag.objects.values_list("name", "description")) == {"rope": "", "sail": "It takes the wind."}


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_keyed(Tag, [])
        update(Tag, ["description"], [])
        exchange(Tag, [], [])


def test_an_exchange_leaves_the_rows_that_stay():
    insert_keyed(Tag, tags("rope", "sail", "mast"))
    before = stored()
    exchange(Tag, bulk.stored(Tag.objects.exclude(name="mast")), tags("keel", "sail"))
    assert set(stored()) == {"keel", "sail", "mast"}
    assert stored()["sail"] == before["sail"]


def test_beginnings_are_whole_words():
    insert_keyed(Tag, tags("rope ladder", "sail", "mastodon", "über alles!"))
    assert beginnings([Tag], "slug", ["rope", "rope ladder", "sail", "mast", "über", "a'b"]) == {"rope", "über"}
