"""What a zip holds, as the folder it was made of would show it. Refuses what only an attack would hold."""

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from wiki.interchange.paths import reason_to_skip

MAX_ENTRIES = 50_000
MAX_TOTAL = 1_000_000_000  # bytes of all entries unpacked
MAX_RATIO = 200  # times that an entry of some size may grow
RATIO_FROM = 1_000_000  # bytes: below, any text may repeat itself
UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
_DRIVE = re.compile(r"[A-Za-z]:/")
# Folders that an export of entries alone may consist of: never taken for the folder the zip was made of.
_SECTIONS = frozenset({"concepts", "essays", "writing", "writings", "posts", "articles", "notes", "content", "pages"})


@dataclass(slots=True)
class Source:
    """One file to read: `load(limit)` returns its first bytes. `why` tells why not; `broken`, that it is a failure."""

    path: str
    load: Callable[[int], bytes] | None = None
    why: str | None = None
    broken: bool = False


def is_zip(file):
    """Whether an open file begins as a zip does."""
    return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def sources(path):
    """Return the Sources of a zip in the order of their paths; a zip that is refused is one broken Source.

    The zip stays open as long as one of its Sources is kept.
    """
    try:
        archive = zipfile.ZipFile(path)
        entries = archive.infolist()
    except UNREADABLE as error:
        return [Source(path.name, why=f"The zip cannot be read: {error}.", broken=True)]
    if why := _refusal(entries):
        return [Source(path.name, why=why, broken=True)]
    if any(entry.filename == "[Content_Types].xml" for entry in entries):
        return [Source(path.name, why="An office document, not a text.")]
    named = {}
    for entry in entries:
        named.setdefault(_name(entry), []).append(entry)
    top = _common_folder([name for name in named if not _is_unsafe(name)], path)
    found = {}
    for name, same in named.items():
        source = _source(archive, name, name.removeprefix(top), same)
        if source and source.path:
            found.setdefault(source.path, source)
    return [found[name] for name in sorted(found)]


def _refusal(entries):
    if len(entries) > MAX_ENTRIES:
        return f"The zip holds more than {MAX_ENTRIES:,} files."
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        return f"The zip would unpack to more than {MAX_TOTAL:,} bytes."
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            return f"The zip looks like a bomb: “{_name(entry)}” grows more than {MAX_RATIO} times."
    return ""


def _name(entry):
    """Return an entry's name in NFC; a name that was stored as UTF-8 without saying so is put right."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _is_unsafe(name):
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def _common_folder(names, path):
    """Return the folder (`vault/`) that all entries stand in and that the zip was made of, or ''."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names if not _is_hidden(name)}
    if len(tops) != 1:
        return ""
    top = tops.pop()
    known = top == path.name.rpartition(".")[0] or top.lower() not in _SECTIONS
    return f"{top}/" if top and known else ""


def _is_hidden(name):
    return any(part == "__MACOSX" or part.startswith(".") for part in name.split("/"))


def _source(archive, name, path, entries):
    """Return the Source of an entry; a folder that is skipped stands for all that is in it. None for a folder."""
    if _is_unsafe(name):
        return Source(name, why="A name that leads out of the zip: refused.", broken=True)
    parts = path.split("/")
    for depth in range(1, len(parts)):
        if why := reason_to_skip(folder := "/".join(parts[:depth]) + "/"):
            return Source(folder, why=why)
    if not parts[-1]:
        return None
    entry = entries[-1]
    if why := reason_to_skip(path):
        return Source(path, why=why)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Source(path, why="A link inside of a zip; it is not followed.")
    if entry.flag_bits & 1:
        return Source(path, why="The entry is encrypted.", broken=True)

    def load(limit):
        with archive.open(entry) as stream:
            return stream.read(limit)

    return Source(path, load=load)
