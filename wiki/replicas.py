"""Which database is read: the primary, or for readers a replica that has all that readers may see of it.

A replica follows the primary by PostgreSQL's own streaming replication and lags behind it by a moment or more. It is
asked only while the stamp of `lists`, which every change of what readers see renews, is the same on both: changes are
replayed in the order of their commits, so a replica with this stamp has all of them. After an entry was hidden no
replica that still has it is asked. Whoever is signed in, and everything that writes, has the primary.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import cycle
from time import monotonic

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

REST = 5  # seconds for which a replica that did not answer is left alone
READ, BEHIND, AWAY = "read", "behind", "away"  # what became of a page that could be read from a replica
OWN = {"sessions", "django_cache", "usersessions"}  # what is written while somebody reads

_read = ContextVar("the database that is read", default=DEFAULT_DB_ALIAS)
_away = {}  # alias of one that did not answer when it was asked last: until when it is left alone
_turns = None
_told = []  # who is told what became of each page


def alias():
    """Return the alias of the database that is read now."""
    return _read.get()


def connection():
    """Return the connection to the database that is read now."""
    return connections[_read.get()]


def report_to(tell):
    """Have `tell(outcome)` called of each page that a replica could be asked for: READ from one, or from the primary
    because all were BEHIND or one of them AWAY."""
    _told[:] = [tell]


def read_for_readers(answer, stamp):
    """Return `answer()`, read from a replica where there is one that has all that readers see: for which `stamp(alias)`
    is what it is on the primary. Else from the primary. A replica that fails on the way is left alone for a while."""
    names = list(_in_turn())
    if not names:
        return answer()
    wanted, outcome = stamp(DEFAULT_DB_ALIAS), BEHIND
    for name in names:
        state = _state(name, stamp, wanted)
        if state == READ:
            try:
                with _reading(name):
                    found = answer()
                _tell(READ)
                return found
            except Error:  # it went away, or what was read had to give way to what it replays
                _leave_alone(name)
                outcome = AWAY
                break
        outcome = AWAY if state == AWAY else outcome
    _tell(outcome)
    return answer()


@contextmanager
def _reading(name):
    mark = _read.set(name)
    try:
        yield
    finally:
        _read.reset(mark)


def _in_turn():
    global _turns
    names = [name for name in settings.DATABASES if name != DEFAULT_DB_ALIAS]
    if not names:
        return
    _turns = _turns or cycle(range(len(names)))
    first = next(_turns) % len(names)
    yield from names[first:] + names[:first]


def _state(name, stamp, wanted):
    now = monotonic()
    if now < _away.get(name, 0):
        return AWAY
    if name in _away:
        _away[name] = now + REST  # one waits to see whether it is back; others have the primary meanwhile
    try:
        state = READ if stamp(name) == wanted else BEHIND
    except Error:
        _leave_alone(name)
        return AWAY
    _away.pop(name, None)
    return state


def _leave_alone(name):
    connections[name].close()
    _away[name] = monotonic() + REST


def _tell(outcome):
    for tell in _told:
        tell(outcome)


class Router:
    """Models are read where `alias` says and written on the primary."""

    def db_for_read(self, model, **hints):
        return None if model._meta.app_label in OWN else alias()

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True  # replicas hold the same rows

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS
