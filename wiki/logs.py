"""How log lines are written: one event, one line, whatever stands in it."""

import logging


class Line(logging.Formatter):
    """Writes control characters of a message as escapes, so that no name, address or header begins a line of its own
    or moves a terminal's cursor. The lines of a traceback follow their event and begin with a bar."""

    def format(self, record):
        record = logging.makeLogRecord(record.__dict__)  # other handlers get what was logged
        record.msg, record.args = escaped(record.getMessage()), None
        record.name = escaped(record.name)
        return super().format(record)

    def formatException(self, ei):
        return _barred(super().formatException(ei))

    def formatStack(self, stack_info):
        return _barred(super().formatStack(stack_info))


def escaped(text):
    """Return a text as one line: what a terminal or a reader of logs would obey stands as \\n, \\x1b, \\u202e."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _barred(text):
    return "\n".join(f"  | {escaped(line.replace(chr(9), '    '))}" for line in text.splitlines())
