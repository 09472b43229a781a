"""What the tests of views share."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def get(client_of, nobody):
    """`get(path, person=nobody)`: the response."""
    return lambda path, person=nobody: client_of(person).get(path)


@pytest.fixture
def queries(client_of, nobody):
    """`queries(path)`: how many questions a signed-out reader's second look at a page puts to the database."""

    def queries(path, person=nobody):
        client = client_of(person)
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as context:
            client.get(path)
        return len(context)

    return queries
