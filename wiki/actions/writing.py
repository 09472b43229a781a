"""The transaction that every write of the wiki runs in."""

from contextlib import contextmanager

from django.db import connection, transaction

WRITERS = 0x636F6D6D  # one queue for all who change names, links or visibility


@contextmanager
def writing():
    """One transaction, and on PostgreSQL one writer at a time.

    SQLite has one writer anyway. On PostgreSQL two transactions that create a name and a link to it would not see
    each other, and the link would stay unresolved after both commits.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
        yield
