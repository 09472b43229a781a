"""The parent's side of one child process: it starts it, asks it, and knows how it died. Not of Markdown."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wiki.rendering.child import LARGEST_REPLY, READY, REPLY

PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from wiki.rendering.child import main; main()"
_ROOT = str(Path(__file__).resolve().parents[2])
_KILLED_BY_LIMITS = {-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU}
_GRACE = 0.5  # seconds after the child's own time limit; then it is stuck where signals do not reach
START = 15.0  # seconds in which a child must be ready
_STDERR_TAIL = 2000  # bytes that go to the log when a child dies


class ChildDied(Exception):
    """The child is gone; by_limits says that its time was over, by_memory that memory was."""

    def __init__(self, by_limits=False, by_memory=False):
        super().__init__("time" if by_limits else "memory" if by_memory else "crashed")
        self.by_limits, self.by_memory = by_limits, by_memory


class Overflow(Exception):
    """The child said more than anybody wants to hear."""


def _in_memory():
    """Return an open file that lives as long as a child; no full disk is in its way, where the system has such."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("rendering"), "w+b")
    return tempfile.TemporaryFile()


class Child:
    """One process, used by one thread at a time."""

    def __init__(self, program):
        self._errors = _in_memory()
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", program, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={"PATH": os.environ.get("PATH", os.defpath)},
            bufsize=0,
            close_fds=True,
        )
        self._input, self._output = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)
        self._born = time.monotonic()
        self.ready = False
        self.jobs = 0

    def is_dead(self):
        return self.process.poll() is not None

    def wait_until_ready(self, deadline):
        """Return whether the child is ready before the deadline (time.monotonic); raises ChildDied."""
        if not self.ready:
            deadline = min(deadline, max(self._born + START, time.monotonic()))
            try:
                self._receive(len(READY), deadline)
            except TimeoutError:
                if time.monotonic() >= self._born + START:
                    raise ChildDied from None
                return False
            self.ready = True
        return True

    def ask(self, request, wall, meanwhile=None):
        """Return the reply to the request (bytes); raises ChildDied or Overflow, after which the child is of no use.

        `meanwhile()` is called while the child works: something short, for it takes of the time for the answer.
        """
        self.jobs += 1
        deadline = time.monotonic() + wall + _GRACE
        try:
            self._send(request, deadline)
            if meanwhile:
                meanwhile()
            (length,) = REPLY.unpack(self._receive(REPLY.size, deadline))
            if length > LARGEST_REPLY:
                raise Overflow
            return self._receive(length, deadline)
        except TimeoutError:
            raise ChildDied(by_limits=True) from None

    def _send(self, data, deadline):
        view = memoryview(data)
        while view:
            self._await(self._input, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._input, view) :]
            except BlockingIOError:
                continue
            except OSError:
                raise self._death() from None

    def _receive(self, length, deadline):
        data = bytearray()
        while len(data) < length:
            self._await(self._output, select.POLLIN, deadline)
            try:
                piece = os.read(self._output, min(length - len(data), 1 << 20))
            except BlockingIOError:
                continue
            if not piece:
                raise self._death()
            data += piece
        return bytes(data)

    def _await(self, pipe, event, deadline):
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(0, deadline - time.monotonic()) * 1000):
            raise TimeoutError

    def _death(self):
        """Return how the child died, now that a pipe is closed."""
        try:
            code = self.process.wait(1)
        except subprocess.TimeoutExpired:
            code = None
        return ChildDied(code in _KILLED_BY_LIMITS, b"memory allocation" in self.last_words())

    def last_words(self):
        """Return the end of what the child wrote to standard error."""
        end = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, end - _STDERR_TAIL))
        return self._errors.read()

    def end(self):
        """Kill the process and close the pipes. Twice does no harm."""
        self.process.kill()
        self.forget()
        self.process.wait()

    def forget(self):
        """Close the pipes alone: in a process that inherited them by a fork, the child is somebody else's."""
        for pipe in (self.process.stdin, self.process.stdout, self._errors):
            pipe.close()
