"""The only way to render: in child processes with limits of time and memory, which hold whatever the text is.

Two children for each process of the server (WIKI_RENDER_CHILDREN), started when a form is opened or at first use;
previews leave one to saves.
"""

import atexit
import json
import os
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape

from wiki.rendering.child import REQUEST
from wiki.rendering.pool import NoChild, Pool
from wiki.rendering.process import ChildDied, Overflow
from wiki.rendering.rendered import Rendered, from_json
from wiki.rendering.sentences import spans

MiB = 1024 * 1024
_AHEAD = 8  # texts for each child that render_many may have under way
_TURN = 0.0005  # seconds a thread may compute while others wait: a child stands idle until its own has had its turn
_LEAD = 240  # characters
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_lock = threading.Lock()
_pools: dict[int, Pool] = {}  # by process: gunicorn forks, and a child's pipes serve one process


@dataclass(frozen=True, slots=True)
class Limits:
    """What one text may cost: seconds of CPU and of waiting, bytes of memory and source, characters of html.

    spare_one: never take the last free child.
    """

    cpu: float
    wall: float
    memory: int = 512 * MiB
    source: int = 1_000_000
    html: int = 4_000_000
    spare_one: bool = False


_LIMITS = {
    "save": Limits(cpu=2, wall=3),
    "preview": Limits(cpu=2, wall=3, spare_one=True),
    "import": Limits(cpu=5, wall=8),
    "rebuild": Limits(cpu=5, wall=8),
}


def limits_for(purpose: str) -> Limits:
    """Return the limits of 'save', 'preview', 'import' or 'rebuild'; raises KeyError."""
    return _LIMITS[purpose]


REASONS = frozenset({"too long", "time", "memory", "too deep", "crashed", "busy", "too much output"})


class RenderRefused(Exception):
    """A text that was not rendered.

    reason: 'too long', 'time', 'memory', 'too deep', 'crashed', 'busy' or 'too much output'.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def render(
    text: str, *, limits: Limits | None = None, patience: float = 3.0, meanwhile: Callable[[], object] | None = None
) -> Rendered:
    """Return the rendered, sanitised text; raises RenderRefused and nothing else.

    Takes at most limits.wall + patience seconds and a little; patience is for waiting until a child is free, and does
    not count while one is starting.
    The limits are those of a save unless given. `meanwhile()` is called while a child renders: something short.
    """
    return _render_in(_pool(), text, limits or _LIMITS["save"], patience, meanwhile)


def render_many(texts: Iterable[str], *, limits: Limits | None = None) -> Iterator[Rendered | RenderRefused]:
    """Yield the result or the refusal of each text, in order, with a child of its own on every core.

    Reads `texts` only a little ahead of what was asked for, so it may be endless; the children end with the iteration.
    """
    limits = limits or _LIMITS["import"]
    cores = _cores()
    pool = Pool(cores)

    def attempt(text):
        try:
            return _render_in(pool, text, limits, patience=60)
        except RenderRefused as refusal:
            return refusal

    under_way = deque()
    threads = ThreadPoolExecutor(cores, "render")
    turn = sys.getswitchinterval()
    try:
        sys.setswitchinterval(_TURN)
        pool.start()
        for text in texts:
            under_way.append(threads.submit(attempt, text))
            if len(under_way) >= _AHEAD * cores:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        sys.setswitchinterval(turn)
        pool.close()
        threads.shutdown(cancel_futures=True)


def _cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_began = _ended = None


def report_to(began, ended):
    """Have `began()` called when a text is to be rendered, `ended(seconds, reason)` after; reason is "" when it was."""
    global _began, _ended
    _began, _ended = began, ended


def _render_in(pool, text, limits, patience, meanwhile=None):
    if _began is None:
        return _attempted(pool, text, limits, patience, meanwhile)
    reason, start = "crashed", time.monotonic()
    _began()
    try:
        rendered = _attempted(pool, text, limits, patience, meanwhile)
        reason = ""
    except RenderRefused as refusal:
        reason = refusal.reason
        raise
    finally:
        _ended(time.monotonic() - start, reason)
    return rendered


def _attempted(pool, text, limits, patience, meanwhile):
    source = text.encode("utf-8", "replace")
    if len(source) > limits.source:
        raise RenderRefused("too long")
    end = time.monotonic() + patience
    for last_attempt in (False, True):
        try:
            child = pool.borrow(end, spare_one=limits.spare_one)
        except NoChild:
            raise RenderRefused("busy") from None
        if not last_attempt:
            end = max(end, time.monotonic()) + limits.wall
        wall = min(limits.wall, max(end - time.monotonic(), 0.1))
        try:
            request = REQUEST.pack(len(source), limits.cpu, wall, limits.memory, limits.html) + source
            reply = child.ask(request, wall, meanwhile)
        except ChildDied as death:
            pool.bury(child, spare_one=limits.spare_one)
            # Somebody may have killed it, even before it had the text: that says nothing about the text.
            if death.by_limits or death.by_memory or last_attempt:
                raise RenderRefused(str(death)) from None
        except Overflow:
            pool.bury(child, spare_one=limits.spare_one)
            raise RenderRefused("too much output") from None
        except BaseException:
            pool.bury(child, spare_one=limits.spare_one)
            raise
        else:
            pool.give_back(child, spare_one=limits.spare_one, answered=True)
            return _understood(reply)
    raise AssertionError("the last attempt returns or raises")


def _understood(reply):
    """Return the Rendered that the bytes say, or raise the refusal; a child is not trusted to say either."""
    try:
        data = json.loads(reply)
        if "error" not in data:
            return from_json(data)
        reason = data["error"] if data["error"] in REASONS else "crashed"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        reason = "crashed"
    raise RenderRefused(reason)


def plain(text: str, refused: str = "") -> Rendered:
    """Return the text as it was written, escaped, under a notice: what is shown when it could not be rendered."""
    text = _CONTROLS.sub("", text)
    title = "This text is shown as it was written, because it could not be rendered"
    notice = f'<p class="callout-title">{title}{escape(f": {refused}" if refused else "")}.</p>'
    opening = " ".join(text[: 4 * _LEAD].split())
    lead = opening
    if len(opening) > _LEAD:
        cut = max((last for _, last in spans(opening) if last <= _LEAD), default=0) or opening.rfind(" ", 0, _LEAD)
        lead = opening[: cut if cut > 0 else _LEAD].rstrip()
    return Rendered(
        html=f'<div class="callout callout-warning">{notice}</div>\n<pre>{escape(text, quote=False)}</pre>',
        text=text,
        lead=lead,
        refused=refused or "refused",
    )


def health() -> dict:
    """Return counts of this process's children for the health page; starts none. `failing`: they die unanswered."""
    pool = _pools.get(os.getpid())
    return pool.health() if pool else {**Pool(_size()).health(), "alive": 0}


def expect() -> None:
    """Start the children of this process where there are none yet, and do not wait: somebody begins to write."""
    _pool()


def close() -> None:
    """End the children of this process. The next render starts others."""
    with _lock:
        pool = _pools.pop(os.getpid(), None)
    if pool:
        pool.close()


def _pool():
    pid = os.getpid()
    with _lock:
        if pid not in _pools:
            _pools.clear()  # those of the process that this one was forked from
            _pools[pid] = Pool(_size())
            _pools[pid].start()
        return _pools[pid]


def _size():
    value = os.environ.get("WIKI_RENDER_CHILDREN", "")
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value) < 100 else 2


def _after_fork():
    global _lock
    _lock = threading.Lock()  # a thread that does not exist here may have held the old one


os.register_at_fork(after_in_child=_after_fork)
atexit.register(close)
