"""Bytes to text, with a message for everything that was not plain UTF-8; and mojibake back to letters. Pure."""

import codecs
import re

import ftfy

from wiki.interchange.records import Message

_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # no letters in Windows-1252
_LEADS = frozenset(b"\xc2\xc3")  # first half of a letter in UTF-8; alone it is a letter cut in two
_HIGH_RUN = re.compile(r"[\x80-\uffff]{2,}")
# A text that was UTF-8 and was read as Windows-1252 has these openings and no others.
_OPENING = re.compile(r"[ÂÃâÅÄÐÑÎÏà-ð]")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b"))
_MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"\x7fELF",
    b"%PDF-",
)
_MAGIC_WORDS = (b"GIF8", b"RIFF", b"OggS", b"ID3", b"wOFF", b"wOF2", b"BZh", b"SQLite")  # a text may begin so


def is_binary(head):
    """Whether the first bytes of a file (a few kB) are no text: a known signature, or many control bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls and (head.startswith(_MAGIC_WORDS) or head[4:8] == b"ftyp"):
        return True
    return head.startswith(_MAGIC) or controls > max(8, len(head) // 20)


def decode(raw):
    """Return (text, messages). The text has no BOM, no NUL and `\\n` for every line end. Never raises."""
    messages = []
    text = _letters(raw, messages)
    if "\0" in text:
        messages.append(Message("warning", f"NUL characters were left out: {text.count(chr(0))}.", *_place(text, "\0")))
        text = text.replace("\0", "")
    if "\r" in text:
        messages.append(Message("info", "Line ends were made uniform."))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, messages


def _letters(raw, messages):
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        messages.append(Message("info", "The file was UTF-16."))
        return _without_surrogates(raw.decode("utf-16", "replace"))
    if raw.startswith(codecs.BOM_UTF8):
        messages.append(Message("info", "The byte order mark at the beginning was left out."))
        raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = raw.decode("utf-8", "replace")
    if _is_windows_1252(raw, text):
        messages.append(
            Message("warning", "The file is not UTF-8; it was read as Windows-1252. Check accents and quotes.")
        )
        return raw.decode("cp1252")
    count = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    what = "1 byte is" if count == 1 else f"{count} bytes are"
    place = _place(text, "\ufffd")
    messages.append(Message("warning", f"{what} no text and became the mark “\ufffd”.", *place))
    return text


def _is_windows_1252(raw, as_utf8):
    """Not one letter is whole in UTF-8, all are in Windows-1252, and not all are halves of a cut letter."""
    high = {byte for byte in raw if byte >= 0x80}
    whole = any(char > "\x7f" and char != "\ufffd" for char in as_utf8)
    return not whole and not high & _UNDEFINED and bool(high - _LEADS)


def _without_surrogates(text):
    return text.encode("utf-8", "replace").decode("utf-8")


def _place(text, what):
    position = text.find(what)
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def repair_mojibake(text):
    """Return (text, messages): runs like `â€”` are repaired where one reading alone is possible."""
    repaired = []

    def repair(match):
        run = match[0]
        if not _OPENING.search(run):
            return run
        fixed, steps = ftfy.fix_encoding_and_explain(run)
        certain = fixed != run and steps and {step.action for step in steps} == {"encode", "decode"}
        if not certain or "\ufffd" in fixed or not fixed.isprintable():
            return run
        repaired.append((run, fixed, text.count("\n", 0, match.start()) + 1))
        return fixed

    fixed_text = _HIGH_RUN.sub(repair, text)
    shown = dict.fromkeys((run, fixed) for run, fixed, _ in repaired)
    messages = []
    if repaired:
        pairs = ", ".join(f"“{run}” → “{fixed}”" for run, fixed in [*shown][:5])
        messages.append(
            Message("warning", f"Letters broken by a wrong encoding were repaired: {pairs}.", repaired[0][2])
        )
    return fixed_text, messages
