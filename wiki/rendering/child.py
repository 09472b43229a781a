"""The inside of the sandbox: a process that renders one text after another until its input ends. No Django here.

A request is a header (length and limits) and the text; a reply is its length and JSON. Before each text the limits are
set so that they kill this process by themselves: they hold while nobody watches, and inside a C function too.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import struct
import sys
import traceback

READY = b"R"  # sent once, when everything is imported: a first text does not pay for the start
REQUEST = struct.Struct("!IddQI")  # bytes of text; seconds of CPU; seconds; bytes of memory; characters of html
REPLY = struct.Struct("!I")  # bytes of JSON
LARGEST_REPLY = 16_000_000  # bytes: html, and what was found on the way
_OPEN_FILES = 16
_LARGEST_FILE = 256 * 1024  # bytes; standard error is a file
_CPU_BACKSTOP = 2  # whole seconds that RLIMIT_CPU leaves to the timer, which is exact


def main():
    """Render from standard input to standard output until the input ends."""
    from wiki.rendering.markdown import draft
    from wiki.rendering.sanitize import clean

    def render(text):
        drafted = draft(text)
        return {**_fields(drafted), "html": clean(drafted.html)}

    serve(render)


def serve(render):
    """Answer every request with render(text), a dict for JSON with `html` in it; also ends after a MemoryError."""
    requests, replies = _take_the_pipes()
    _confine()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a text is many small objects that die together
    _write(replies, READY)
    while header := _read(requests, REQUEST.size):
        length, cpu, wall, memory, most_html = REQUEST.unpack(header)
        text = _read(requests, length).decode("utf-8", "replace")
        _start_clocks(cpu, wall, memory)
        body = _answer(render, text, most_html)
        _stop_clocks()
        _write(replies, REPLY.pack(len(body)) + body)
        if body == _MEMORY:
            return  # what is left of the heap is not worth trusting


def _fields(item):
    """Return a dataclass with slots as a dict, one level deep: json asks again for what is inside."""
    return {name: getattr(item, name) for name in item.__slots__}


def _error(reason):
    return json.dumps({"error": reason}).encode()


_MEMORY = _error("memory")


def _answer(render, text, most_html):
    """Return the JSON of what render makes of the text, or of the reason why it makes nothing."""
    try:
        reply = render(text)
        if len(reply["html"]) > most_html:
            return _error("too much output")
        body = json.dumps(reply, ensure_ascii=False, default=_fields).encode("utf-8", "replace")
        return body if len(body) <= LARGEST_REPLY else _error("too much output")
    except RecursionError:
        return _error("too deep")
    except MemoryError:
        return _MEMORY
    except Exception:
        traceback.print_exc(limit=-8)
        sys.stderr.flush()
        return _error("crashed")


def _take_the_pipes():
    """Return the two ends, out of the way of anything that reads or prints."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _confine():
    for name in ("SIGPROF", "SIGALRM", "SIGXCPU", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    # The parent gets an interrupt from the keyboard too, and closes the pipe when it has done its work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)


def _start_clocks(cpu, wall, memory):
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + cpu) + _CPU_BACKSTOP)
    signal.setitimer(signal.ITIMER_PROF, cpu)
    signal.setitimer(signal.ITIMER_REAL, wall)


def _stop_clocks():
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)


def _limit(kind, soft):
    """Set a soft limit; the hard one stays, because the next text raises the soft one again."""
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some, a hard limit may be lower
        resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))


def _read(pipe, length):
    """Return exactly `length` bytes, or b"" when the parent is gone."""
    data = bytearray()
    while len(data) < length:
        piece = os.read(pipe, min(length - len(data), 1 << 20))
        if not piece:
            return b""
        data += piece
    return bytes(data)


def _write(pipe, data):
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]
