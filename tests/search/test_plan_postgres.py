"""How PostgreSQL goes about a question: by the index, however many texts have the words."""

import pytest
from django.db import connection

from wiki.search import postgres
from wiki.search.query import parse
from wiki.search.search import indexed
from wiki.search.tables import ALL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone"),
]


def plan():
    sql, parameters = postgres.fitting(ALL, parse("harbour"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return " ".join(line for (line,) in cursor.fetchall())


def test_words_are_looked_up_and_nothing_else_is_planned_otherwise():
    assert "Seq Scan" in plan()  # of a table without rows
    with indexed():
        assert "Seq Scan" not in plan()
    assert "Seq Scan" in plan()
    with pytest.raises(ZeroDivisionError), indexed():
        raise ZeroDivisionError
    assert "Seq Scan" in plan()
