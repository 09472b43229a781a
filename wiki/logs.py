"""How log lines are written: one event, one line, whatever stands in it, with the request that it belongs to."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

current = ContextVar("current", default=None)  # the wiki.watch.Asked that is being answered here, or None


class Line(logging.Formatter):
    """Writes control characters of a message as escapes, so that no name, address or header begins a line of its own
    or moves a terminal's cursor. The lines of a traceback follow their event and begin with a bar."""

    def format(self, record):
        record = logging.makeLogRecord(record.__dict__)  # other handlers get what was logged
        record.msg, record.args = escaped(record.getMessage()), None
        if asked := current.get():
            record.msg += f" [{asked.id}]"
        record.name = escaped(record.name)
        return super().format(record)

    def formatException(self, ei):
        return _barred(super().formatException(ei))

    def formatStack(self, stack_info):
        return _barred(super().formatStack(stack_info))


class Json(logging.Formatter):
    """Writes an event as a JSON object: time, level, logger, message; of an event within a request request_id, method,
    path (without its query), and where they are known status and ms; exception, the traceback."""

    def format(self, record):
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if asked := current.get():
            event |= {"request_id": asked.id, "method": asked.method, "path": asked.path}
        event |= {name: value for name in ("status", "ms") if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[0]:
            event["exception"] = self.formatException(record.exc_info)
        elif record.exc_text:
            event["exception"] = record.exc_text
        return json.dumps(event, default=str)  # in ASCII: what a terminal would obey stands as \u001b


def escaped(text):
    """Return a text as one line: what a terminal or a reader of logs would obey stands as \\n, \\x1b, \\u202e."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _barred(text):
    return "\n".join(f"  | {escaped(line.replace(chr(9), '    '))}" for line in text.splitlines())
