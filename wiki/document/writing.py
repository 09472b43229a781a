"""Text values as YAML lines that any YAML reader takes for text. Pure."""

import re

MAX_FLOW = 100  # characters of a list on one line; longer ones have a line for each item
# Sure to be plain text in and outside of a flow list; everything else is quoted.
_PLAIN = re.compile(r"[^\W\d_](?:[\w \-/.+()’'&!?%;]*[\w)’!?.%+])?")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_URL = re.compile(r"https?://[\w./~%?&=+;@!$*()-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def entry_line(key, value, *, single=False):
    """Return `key: value` with its newline, for a text or a tuple of texts; `single` asks for single quotes."""
    if isinstance(value, str):
        if single and value.isprintable():
            return f"{key}: '{value.replace(chr(39), chr(39) * 2)}'\n"
        bare = (key == "published" and _DATE.fullmatch(value)) or (key == "source_url" and _URL.fullmatch(value))
        return f"{key}: {value if bare else scalar(value)}\n"
    items = [scalar(item) for item in value]
    line = f"{key}: [{', '.join(items)}]\n"
    if len(line) <= MAX_FLOW:
        return line
    return f"{key}:\n" + "".join(f"  - {item}\n" for item in items)


def scalar(text):
    """Return a text as a YAML scalar: plain where it is sure to be read as text, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _escape(char)) for char in text) + '"'


def _escape(char):
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
