"""How SQLite goes about a question: FTS5 is asked once for the words, not once for each entry of a list beside them."""

import pytest
from django.db import connection

from wiki.search import sqlite
from wiki.search.query import parse
from wiki.search.tables import ALL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone"),
]


def plan(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return [detail for *_, detail in cursor.fetchall() if "VIRTUAL TABLE" in detail and ALL in detail]


def test_a_list_of_entries_beside_words():
    sql, parameters = sqlite.fitting(ALL, parse("harbour"))
    beside = " AND id IN (SELECT value FROM json_each('[1, 2, 3]'))"
    (asked,) = plan(f"SELECT id FROM ({sql}) AS found WHERE 1{beside}", parameters)
    (slow,) = plan(f"SELECT id FROM ({sql.replace('+rowid', 'rowid')}) AS found WHERE 1{beside}", parameters)
    assert "=" not in asked.rpartition("INDEX")[2] and "=" in slow.rpartition("INDEX")[2]
