"""How requests were answered, and how fast."""

import heapq
import math
import threading
import time
from collections import Counter, defaultdict

SLOWEST = 12
SAVES = ("edit", "busy page", "new", "rename", "delete", "restore", "visibility", "draft")


class Notes:
    """What everybody's requests were answered with. Threads share it."""

    def __init__(self):
        self._lock = threading.Lock()
        self.times, self.statuses = defaultdict(list), defaultdict(Counter)
        self.faults, self.unanswered = [], []  # lines
        self._slowest, self._start = [], time.monotonic()

    def add(self, kind, path, answer):
        with self._lock:
            self.times[kind].append(answer.ms)
            self.statuses[kind][answer.status] += 1
            heapq.heappush(self._slowest, (answer.ms, round(time.monotonic() - self._start), kind))
            if len(self._slowest) > SLOWEST:
                heapq.heappop(self._slowest)
            if answer.status >= 500:
                self.faults.append(f"{kind} {path} answered {answer.status}")

    def rows(self):
        return {kind: _row(self.times[kind], self.statuses[kind]) for kind in sorted(self.times)}

    def slowest(self):
        """Lines of the slowest answers with the second in which they came: whether they belong together."""
        return [f"{ms:.0f} ms in second {second}: {kind}" for ms, second, kind in sorted(self._slowest, reverse=True)]

    def writes(self):
        """All that saves, as one row."""
        times = [ms for kind in SAVES for ms in self.times[kind]]
        return _row(times, sum((self.statuses[kind] for kind in SAVES), Counter()))


def _row(times, statuses):
    points = {f"p{at}": _point(sorted(times), at) for at in (50, 95, 99)}
    return {"count": len(times), **points, "max": _point(sorted(times), 100), "statuses": dict(statuses)}


def _point(times, percent):
    """The time within which so many percent stayed; 0 of none."""
    return round(times[math.ceil(len(times) * percent / 100) - 1], 1) if times else 0.0
