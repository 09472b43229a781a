"""What is counted while the server runs, added up over all of its worker processes.

Each worker writes into a file of its own that it maps into memory, in a folder that gunicorn.conf.py makes for each
start (METRICS_DIR); a lock of the system says whose a file is, and who dies leaves it to the next worker, which counts
on from there. Without that folder, a process counts for itself alone.
"""

import contextlib
import fcntl
import mmap
import os
import re
import threading
import time
from functools import lru_cache
from pathlib import Path

NAME, VALUE = 120, 8  # bytes of a row: the name of the series with its length before it, and a number
ROW, ROWS, WORKERS = NAME + VALUE, 4096, 512
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
UNDER_WAY = "commonplace_renders_under_way"
STARTED = float(os.environ.get("METRICS_STARTED") or time.time())
KINDS = {  # of each metric: its type, and what it says
    "commonplace_requests_total": ("counter", "Answers, by view, method and class of status."),
    "commonplace_view_seconds_total": ("counter", "Seconds that a view took, over all its answers."),
    "commonplace_request_seconds": ("histogram", "Seconds to an answer, by method."),
    "commonplace_pagecache_total": ("counter", "Pages for people who are not signed in: kept, made anew, not kept."),
    "commonplace_replica_pages_total": ("counter", "Pages that a replica could be asked for: read from one, or not."),
    "commonplace_renders_total": ("counter", "Texts given to the rendering processes, by what became of them."),
    "commonplace_render_seconds_total": ("counter", "Seconds that texts waited for and spent in rendering."),
    UNDER_WAY: ("gauge", "Texts that wait for a rendering process or are with one."),
    "commonplace_publication_requests_open": ("gauge", "Requests for publication that nobody has decided."),
    "commonplace_publication_request_oldest_seconds": ("gauge", "Age of the oldest of them; 0 where there is none."),
    "commonplace_disk_free_bytes": ("gauge", "Room on the disk of an SQLite database."),
    "commonplace_start_time_seconds": ("gauge", "When the server was started, in seconds since 1970."),
}


class Numbers:
    """Rows of (series, number). One process writes them; any may read."""

    def __init__(self, folder=None):
        self._lock = threading.Lock()
        self._at = {}
        self._file, self._map = _claim(folder) if folder else (None, mmap.mmap(-1, ROW * ROWS))
        self._values = memoryview(self._map).cast("d")  # one number is written at once, never half of it
        for at, (name, _) in enumerate(rows(self._map)):
            self._at[name] = at
        if UNDER_WAY in self._at:
            self._values[self._index(UNDER_WAY)] = 0  # of who had the file before

    def add(self, *amounts):
        """Add to several series at once: (name, number) pairs. What is beyond ROWS is not counted."""
        with self._lock:
            for name, number in amounts:
                if (index := self._index(name)) is not None:
                    self._values[index] += number

    def _index(self, name):
        at = self._at.get(name)
        if at is None:
            at, text = len(self._at), name.encode()
            if at >= ROWS or len(text) >= NAME:
                return None
            self._map[at * ROW + VALUE + 1 : at * ROW + VALUE + 1 + len(text)] = text
            self._map[at * ROW + VALUE] = len(text)  # last: from now on the row counts
            self._at[name] = at
        return at * ROW // 8


def rows(table):
    """Yield (series, number) of the bytes of a table."""
    values = memoryview(table).cast("d")
    for at in range(0, len(table), ROW):
        length = table[at + VALUE]
        if not length:
            return
        yield bytes(table[at + VALUE + 1 : at + VALUE + 1 + length]).decode(), values[at // 8]


def _claim(folder):
    for number in range(WORKERS):
        file = open(Path(folder) / f"{number}", "a+b")  # noqa: SIM115 - it stays open: whoever has it locked has it
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            continue
        if hasattr(
            os, "posix_fallocate"
        ):  # where there is no room it fails here; a write to a map would end the process
            os.posix_fallocate(file.fileno(), 0, ROW * ROWS)
        else:
            file.truncate(ROW * ROWS)
        return file, mmap.mmap(file.fileno(), ROW * ROWS)
    raise OSError("no file is free for the numbers of one more worker")


_numbers = None
_making = threading.Lock()


def _mine():
    global _numbers
    if _numbers is None:
        with _making:
            if _numbers is None:
                try:
                    _numbers = Numbers(os.environ.get("METRICS_DIR"))
                except OSError:  # a folder that is gone or full: counting is no reason to fail
                    _numbers = Numbers()
    return _numbers


def _forget():
    global _numbers, _making
    _numbers, _making = None, threading.Lock()  # those belong to the process that this one was forked from


os.register_at_fork(after_in_child=_forget)


_KEPT = {outcome: f'commonplace_pagecache_total{{outcome="{outcome}"}}' for outcome in ("hit", "miss", "past")}


def request(view, method, status, seconds, kept=None):
    """Count one answer: the view's name, the method, the status (int), the seconds it took; of a page that may be kept
    `hit`, `miss`, or `past` where the answer was not one to keep."""
    bucket = next((edge for edge in BUCKETS if seconds <= edge), "+Inf")
    answers, of_view, of_method, fitting = _series(
        view, method if method in METHODS else "other", status // 100, bucket
    )
    amounts = ((answers, 1), (of_view, seconds), (of_method, seconds), (fitting, 1))
    _mine().add(*amounts, *([(_KEPT[kept], 1)] if kept else ()))


@lru_cache(8192)
def _series(view, method, hundreds, bucket):
    if view.startswith("admin:"):
        view = "admin"
    return (
        f'commonplace_requests_total{{view="{view}",method="{method}",status="{hundreds}xx"}}',
        f'commonplace_view_seconds_total{{view="{view}"}}',
        f'commonplace_request_seconds_sum{{method="{method}"}}',
        f'commonplace_request_seconds_bucket{{method="{method}",le="{bucket}"}}',
    )


def replica(outcome):
    """Count one page that could be read from a replica, by what wiki.replicas says of it."""
    _mine().add((f'commonplace_replica_pages_total{{outcome="{outcome}"}}', 1))


def render_begins():
    """A text waits for a rendering process or is with one."""
    _mine().add((UNDER_WAY, 1))


def render_ends(seconds, reason=""):
    """It was rendered, or refused for a reason of wiki.rendering.sandbox.REASONS."""
    _mine().add(
        (UNDER_WAY, -1),
        (f'commonplace_renders_total{{result="{reason or "done"}"}}', 1),
        ("commonplace_render_seconds_total", seconds),
    )


def total():
    """Return {series: number} over all workers, those that have ended included."""
    mine, found = _mine(), {}
    tables = [mine._map]
    if mine._file:
        with contextlib.suppress(OSError):  # somebody emptied the temporary folder: then only this worker's
            tables = [path.read_bytes() for path in Path(mine._file.name).parent.iterdir()]
    for table in tables:
        for name, number in rows(table):
            found[name] = found.get(name, 0) + number
    return found


def exposition(gauges):
    """Return everything in the text format of Prometheus, with `gauges`, {series: number}, that others know."""
    found = {UNDER_WAY: 0, **total(), "commonplace_start_time_seconds": STARTED, **gauges}
    found |= _cumulated(found, "commonplace_request_seconds")
    families = {}
    for series in sorted(found, key=_place):
        family = re.sub(r"(_seconds)_(bucket|sum|count)$", r"\1", series.split("{")[0])
        families.setdefault(family, []).append(f"{series} {found[series]!r}")
    lines = []
    for name in sorted(families.keys() & KINDS.keys()):
        kind, words = KINDS[name]
        lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}", *families[name]]
    return "\n".join([*lines, ""])


def _place(series):
    """Order of the lines: by name, buckets by their edge."""
    name, _, edge = series.partition('le="')
    return name, float(edge.partition('"')[0] or 0)


def _cumulated(found, name):
    """The buckets as Prometheus counts them, each with all below it, and the count of each method."""
    whole = {}
    for method in sorted({*METHODS, "other"}):
        if f'{name}_sum{{method="{method}"}}' not in found:
            continue
        count = 0
        for edge in (*BUCKETS, "+Inf"):
            series = f'{name}_bucket{{method="{method}",le="{edge}"}}'
            count += found.get(series, 0)
            whole[series] = count
        whole[f'{name}_count{{method="{method}"}}'] = count
    return whole
