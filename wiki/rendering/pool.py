"""The pool that lends out child processes, one borrower each, and replaces those that die."""

import contextlib
import logging
import os
import threading
import time
import weakref
from collections import deque

from wiki.rendering.process import PROGRAM, START, Child, ChildDied

_JOBS = 500  # that one child does before a fresh one takes its place
_LOOK = 0.1  # seconds to wait for a child that is starting before looking whether another is ready
_DEATHS, _DEATHS_WITHIN, _PAUSE = 5, 10.0, 1.0  # so many without one answer between, in seconds: wait before the next

log = logging.getLogger(__name__)
_all_pools = weakref.WeakSet()


class NoChild(Exception):
    """No child became free in time."""


class Pool:
    """At most `size` children, started when they are needed, replaced when they die or grow old."""

    def __init__(self, size, program=PROGRAM):
        self.size = size
        self._program = program
        self._changed = threading.Condition()
        self._idle = []
        self._lent = set()
        self._sparing = 0  # lent to those who must leave one child
        self._deaths = deque(maxlen=_DEATHS)
        self._closed = False
        self.jobs = self.killed = 0
        _all_pools.add(self)

    def borrow(self, deadline, *, spare_one=False):
        """Return a child that is ready; raises NoChild at the deadline (time.monotonic). Give it back, or end it.

        spare_one: be content with one child less than there are (if there is more than one).
        While a child is starting the deadline is put off, for as long as a start may take: nobody is busy then.
        """
        most = max(self.size - 1, 1) if spare_one else self.size
        while True:
            child = self._next(deadline, spare_one, most)
            try:
                if child.wait_until_ready(time.monotonic() + _LOOK):
                    return child
            except ChildDied:
                self.bury(child, spare_one=spare_one)
                if time.monotonic() >= deadline:
                    raise NoChild from None
            else:
                self.give_back(child, spare_one=spare_one)

    def _next(self, deadline, spare_one, most):
        patience, latest = deadline - time.monotonic(), deadline + START
        with self._changed:
            while True:
                if self._closed:
                    raise NoChild
                wait = deadline - time.monotonic()
                if not (spare_one and self._sparing >= most):
                    if child := self._idle_child() or self._new_child():
                        self._lent.add(child)
                        self._sparing += spare_one
                        return child
                    wait = min(wait, self._pause() or 0.25)
                if deadline <= time.monotonic() < latest and self._is_starting():
                    wait = max(patience, _LOOK)
                    deadline = time.monotonic() + wait
                elif deadline <= time.monotonic():
                    raise NoChild
                self._changed.wait(max(wait, 0.001))

    def _is_starting(self):
        for child in self._idle:
            with contextlib.suppress(ChildDied):  # whoever borrows it next finds it dead
                child.wait_until_ready(time.monotonic())
        return any(not child.ready and not child.is_dead() for child in (*self._idle, *self._lent))

    def _idle_child(self):
        self._idle.sort(key=lambda child: not child.ready)
        while self._idle:
            child = self._idle.pop(0)
            if not child.is_dead():
                return child
            child.end()
            self.killed += 1
        return None

    def _new_child(self):
        if len(self._idle) + len(self._lent) >= self.size or self._pause():
            return None
        try:
            return Child(self._program)
        except OSError:
            log.exception("A rendering process could not be started")
            self._deaths.append(time.monotonic())
            return None

    def _pause(self):
        """Return the seconds to wait before another child may be started: children that only die are no use."""
        now = time.monotonic()
        if len(self._deaths) < _DEATHS or now - self._deaths[0] > _DEATHS_WITHIN:
            return 0
        return max(self._deaths[-1] + _PAUSE - now, 0)

    def give_back(self, child, *, spare_one=False, answered=False):
        """Take back a child that is in order; an old one is replaced."""
        with self._changed:
            self._return(child, spare_one)
            self.jobs += answered
            if answered:
                self._deaths.clear()
            stays = child.jobs < _JOBS and not self._closed
            if stays:
                self._idle.append(child)
            self._changed.notify_all()
        if not stays:
            child.end()
            self._replace()

    def bury(self, child, *, spare_one=False):
        """End a child that died or is of no use, and start another before somebody waits for it."""
        if words := child.last_words():
            log.warning("A rendering process ended: %s", words.decode("utf-8", "replace"))
        child.end()
        with self._changed:
            self._return(child, spare_one)
            self.killed += 1
            self._deaths.append(time.monotonic())
            self._changed.notify_all()
        self._replace()

    def _return(self, child, spare_one):
        self._lent.discard(child)
        self._sparing -= spare_one

    def _replace(self):
        with self._changed:
            if not self._closed and (child := self._new_child()):
                self._idle.append(child)
                self._changed.notify_all()

    def start(self):
        """Start every child now, to be ready together."""
        for _ in range(self.size):
            self._replace()

    def pids(self):
        """Return the process ids of the children."""
        with self._changed:
            return [child.process.pid for child in (*self._idle, *self._lent)]

    def health(self):
        """Return counts for the health page; `failing` when children die without answering."""
        with self._changed:
            return {
                "children": self.size,
                "alive": len(self._idle) + len(self._lent),
                "busy": len(self._lent),
                "jobs": self.jobs,
                "killed": self.killed,
                "failing": bool(self._pause()),
            }

    def close(self):
        """End every child; renders that are under way are refused."""
        with self._changed:
            self._closed = True
            children = [*self._idle, *self._lent]
            self._idle.clear()
            self._changed.notify_all()
        for child in children:
            if child in self._lent:
                child.process.kill()  # whoever borrowed it finds it dead and buries it
            else:
                child.end()

    def forget(self):
        """Let go of the children, which belong to the process that this one was forked from."""
        for child in (*self._idle, *self._lent):
            child.forget()
            child.process.returncode = 0  # nobody here may wait for it


def _forget_all():
    # A copy of a pipe that stayed open here would keep a child alive after its parent.
    for pool in list(_all_pools):
        pool.forget()
        _all_pools.discard(pool)


os.register_at_fork(after_in_child=_forget_all)
