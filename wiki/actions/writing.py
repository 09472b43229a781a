"""The transaction that every write of the wiki runs in."""

import fcntl
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

from wiki.actions.stamping import collecting
from wiki.models import Entry

WRITERS = 0x636F6D6D  # one queue for all who change names, links or visibility


@contextmanager
def writing():
    """One transaction, and one writer at a time.

    On PostgreSQL two transactions that create a name and a link to it would not see each other, and the link would
    stay unresolved after both commits. SQLite has one writer anyway, but no queue: who waits tries again now and
    then, and among many writers one can be unlucky until its time-out. The next one's turn comes with the commit: what
    follows a commit holds nobody up.
    """
    with _turn() as turn, transaction.atomic():
        if turn is not None:
            transaction.on_commit(turn.close)  # the first of what follows
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
        with collecting():
            yield


def hold(key, refusal, title=""):
    """Return the Entry with this id as it is stored now, locked until the transaction ends.

    When it was deleted meanwhile, raises `refusal` (a class of SaveRefused), which says so of this title.
    """
    row = Entry.objects.scoped(private=True).select_for_update().filter(pk=key).first()
    if row is None:
        raise refusal(f"{f'“{title}”' if title else 'This page'} was deleted in the meantime.")
    return row


def _turn():
    """On SQLite, the turn among all threads and processes that write to this database file."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or connection.is_in_memory_db():
        return nullcontext()
    return _locked(f"{connection.settings_dict['NAME']}-writers")


@contextmanager
def _locked(path):
    with open(path, "ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)  # let go when the file is closed, and when the process dies
        yield queue
