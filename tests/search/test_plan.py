"""How SQLite goes about a question: FTS5 is asked once for the words, of names only those are read that begin so."""

import pytest
from django.db import connection

from wiki.models import Alias, Link
from wiki.readers import completion
from wiki.readers.rows import beginning
from wiki.search import sqlite
from wiki.search.query import parse
from wiki.search.tables import ALL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone"),
]


def steps(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return [detail for *_, detail in cursor.fetchall()]


def plan(sql, parameters):
    return [detail for detail in steps(sql, parameters) if "VIRTUAL TABLE" in detail and ALL in detail]


def test_a_list_of_entries_beside_words():
    sql, parameters = sqlite.fitting(ALL, parse("harbour"))
    beside = " AND id IN (SELECT value FROM json_each('[1, 2, 3]'))"
    (asked,) = plan(f"SELECT id FROM ({sql}) AS found WHERE 1{beside}", parameters)
    (slow,) = plan(f"SELECT id FROM ({sql.replace('+rowid', 'rowid')}) AS found WHERE 1{beside}", parameters)
    assert "=" not in asked.rpartition("INDEX")[2] and "=" in slow.rpartition("INDEX")[2]


@pytest.mark.parametrize("private", [True, False])
def test_wanted_names_that_begin_so(private):
    links = beginning(Link.objects.wanted(private).order_by(), "h").values_list("fold", "target", "source__title")
    (found,) = [step for step in steps(*links.query.sql_with_params()) if "wiki_link" in step]
    assert "link_wanted" in found and "fold>? AND fold<?" in found


@pytest.mark.parametrize("private", [True, False])
def test_no_more_names_that_begin_so_are_read_than_are_suggested(private):
    names = completion._aliases.build(private, Alias.Kind.ALIAS, "h", "i")
    found = steps(*names.query.sql_with_params())
    assert any("alias_index (kind=? AND fold>? AND fold<?)" in step for step in found)
    assert "USE TEMP B-TREE FOR ORDER BY" not in found  # for names of one fold it is
