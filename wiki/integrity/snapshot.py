"""One moment of the database, read for as long as it takes, while others write. Nothing can be written."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """Let everything that is read inside be of one moment. No transaction may be open.

    Writers wait for nothing; SQLite keeps what they write in its WAL file until this ends.
    """
    if connection.vendor == "sqlite":
        with _reading_on_sqlite():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _reading_on_sqlite():
    connection.ensure_connection()
    mode = connection.transaction_mode
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        connection.transaction_mode = "DEFERRED"  # IMMEDIATE would keep writers out
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
