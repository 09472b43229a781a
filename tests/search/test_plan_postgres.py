"""How PostgreSQL goes about a question: by the index, however many texts have the words."""

import pytest
from django.db import connection

from wiki.search.search import indexed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone"),
]


def reads_whole_tables():
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        return cursor.fetchone()[0] == "on"


def test_the_index_is_asked_for_words_and_nothing_else_is_planned_otherwise():
    assert reads_whole_tables()
    with indexed():
        assert not reads_whole_tables()
    assert reads_whole_tables()
    with pytest.raises(ZeroDivisionError), indexed():
        raise ZeroDivisionError
    assert reads_whole_tables()
