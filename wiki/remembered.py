"""Answers about the whole wiki, which a process remembers while nothing changes that a list shows.

What gathers all entries (which tags there are, how many names begin with a letter) costs the more the larger the wiki
is, and many pages ask for it. Exact, not timed: with each answer stands the stamp of lists (`wiki.stamps`) that it had
before it was made, one for readers and another for members.
"""

from functools import wraps
from threading import Lock

from wiki import stamps

MOST = 200  # answers of one process

_kept = {}
_lock = Lock()


def remembered(question):
    """Have `question(private, *values)` answered once for each state of the lists. Its answer is shared by all who ask:
    nobody changes it."""

    @wraps(question)
    def asked(private, *values):
        key = (question, private, *values)
        tokens = stamps.tokens(stamps.MEMBERS + stamps.LISTS if private else stamps.LISTS)  # before anything else
        known, answer = _kept.get(key, (None, None))
        if known != tokens:
            answer = question(private, *values)
            with _lock:
                _kept.pop(key, None)
                _kept[key] = tokens, answer
                if len(_kept) > MOST:
                    del _kept[next(iter(_kept))]  # the oldest
        return answer

    return asked


def forget():
    """Forget all answers. For what compares them with what would be answered now."""
    _kept.clear()
