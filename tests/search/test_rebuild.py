"""The index can be made anew from the texts."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import concept
from wiki.models import Entry
from wiki.search import index, spelling
from wiki.search.correcting import meant_name
from wiki.search.query import parse
from wiki.search.search import search
from wiki.search.tables import ALL, PUBLIC, dialect

pytestmark = pytest.mark.django_db


def hits(text):
    return [search(parse(text), private, limit=9).count for private in (False, True)]


def lose_the_index():
    with connection.cursor() as cursor:
        dialect().drop(cursor)
        spelling.drop(cursor)
        dialect().create(cursor)
        spelling.create(cursor)


def test_it_comes_back_from_the_texts():
    concept("Shoal", "Shallow water.", aliases=["bank"])
    concept("Wreck", "In shallow water.", visibility="private")
    lose_the_index()
    assert hits("shallow") == [0, 0] and index.is_missing()
    call_command("rebuild", "search", verbosity=0)
    assert hits("shallow") == [1, 2] and hits("bank") == [1, 1] and not index.is_missing()
    assert meant_name("shaol", False) == "shoal"


def test_what_should_not_be_there_goes():
    entry = concept("Wreck", "Deep down.")
    Entry.objects.filter(pk=entry.pk).update(visibility="private")
    for name in (ALL, PUBLIC):
        dialect().put(name, [(10**9, *["ghost"] * 7)])
    assert hits("deep") == hits("ghost") == [1, 1]
    call_command("rebuild", "search", verbosity=0)
    assert hits("deep") == [0, 1] and hits("ghost") == [0, 0]


@pytest.mark.parametrize("part", ["html", "all"])
def test_rebuilding_a_text_rebuilds_what_is_found_in_it(part):
    entry = concept("Shoal", "Shallow water.")
    Entry.objects.filter(pk=entry.pk).update(body="Deep water.")
    call_command("rebuild", part, verbosity=0)
    assert hits("deep") == [1, 1] and hits("shallow") == [0, 0]


def test_an_upgraded_wiki_is_read_when_it_is_prepared(capsys):
    concept("Shoal", "Shallow water.")
    lose_the_index()
    call_command("prepare")
    assert hits("shallow") == [1, 1] and "search" in capsys.readouterr().out
