"""Read files, folders and zips into records, one at a time, in the order of their paths. Writes nothing."""

import os
import stat
import unicodedata
from dataclasses import replace
from functools import partial
from pathlib import Path

from wiki.document.document import PUBLISHING_KEYS
from wiki.document.names import title_key
from wiki.interchange import archive
from wiki.interchange.decoding import is_binary
from wiki.interchange.formats.detect import read_document
from wiki.interchange.paths import reason_to_skip
from wiki.interchange.records import Message, failed, skipped

MAX_FILE = 4_000_000  # bytes of one file; the limit for its text is narrower (detect.MAX_BODY)
HEAD = 8192  # bytes that tell text from other files


class CannotRead(ValueError):
    """The options ask for something that no import can do; the message says what."""


def read(paths, options):
    """Yield a Record for every file under these files, folders and zips.

    Each of `paths` is an import root of its own; a zip has the same record paths as the folder it was made
    of. Files that are no entries come as `skipped`, files that cannot be read as `failed`, each with a
    message. Only one file's bytes are held at a time. `title`, `author`, `source_url` and
    `published` of `options` count only for a single file. Raises CannotRead at the first step for options
    that mean nothing, and nothing for what the files hold.
    """
    if options.type not in ("", "concept", "essay"):
        raise CannotRead(f"There is no type “{options.type}”: choose concept or essay.")
    if options.map_publish and options.map_publish not in PUBLISHING_KEYS:
        raise CannotRead(
            f"“{options.map_publish}” is no key of publishing: choose one of {', '.join(PUBLISHING_KEYS)}."
        )
    sources = listing(paths)
    wanted = [source for source in sources if source.why is None]
    aside = ""
    if len(wanted) > 1 and any((options.title, options.author, options.source_url, options.published)):
        options = replace(options, title="", author="", source_url="", published="")
        aside = "Title, author, source and date were not applied: they are for a single file."
    names = {source.path for source in wanted}
    for source in sources:
        record = _record(source, options)
        _explain_overwritten(record, names)
        if aside and source.why is None:
            record.messages.append(Message("warning", aside))
            aside = ""
        yield record


def listing(paths):
    """Return the Source of every file that `read` will yield a record for, in its order; opens no file but zips."""
    return [source for path in paths for source in _root(Path(path))]


def _root(path):
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return sorted(_folder(path), key=lambda source: source.path)
        if not stat.S_ISREG(mode):
            return [archive.Source(path.name, why="This is neither a file nor a folder.", broken=True)]
        with path.open("rb") as file:
            if archive.is_zip(file):
                return archive.sources(path)
    except (OSError, ValueError) as error:
        return [archive.Source(path.name or str(path), why=_plain(error), broken=True)]
    return [_file(path, path.name)]


def _folder(root):
    inside = root.resolve()
    for folder, folders, files in os.walk(root, onerror=None):
        here = Path(folder)
        for name in sorted(folders):
            path = _inner(root, here / name)
            why = reason_to_skip(f"{path}/")
            if why is None and (here / name).is_symlink():
                why = "A link to a folder; links are not followed."
            if why is None and not os.access(here / name, os.R_OK | os.X_OK):
                yield archive.Source(f"{path}/", why="The folder cannot be opened.", broken=True)
                folders.remove(name)
            elif why is not None:
                yield archive.Source(f"{path}/", why=why)
                folders.remove(name)
        for name in files:
            yield _inside(here / name, _inner(root, here / name), inside)


def _inside(file, path, root):
    if (why := reason_to_skip(path)) is not None:
        return archive.Source(path, why=why)
    try:
        if file.is_symlink():
            inside = file.resolve().is_relative_to(root)
            what = "The file it leads to is read itself" if inside else "It leads out of the folder"
            return archive.Source(path, why=f"A link to a file. {what}; links are not followed.")
        if not stat.S_ISREG(file.stat().st_mode):
            return archive.Source(path, why="Not a regular file.")
    except (OSError, RuntimeError) as error:
        return archive.Source(path, why=_plain(error), broken=True)
    return _file(file, path)


def _file(file, path):
    def load(limit):
        with file.open("rb") as stream:
            return stream.read(limit)

    return archive.Source(unicodedata.normalize("NFC", _readable(path)), load=load)


def _inner(root, path):
    return unicodedata.normalize("NFC", _readable(path.relative_to(root).as_posix()))


def _readable(path):
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _record(source, options):
    if source.why is not None:
        return failed(source.path, source.why) if source.broken else skipped(source.path, source.why)
    try:
        raw = source.load(MAX_FILE + 1)
    except archive.UNREADABLE as error:
        return failed(source.path, _plain(error))
    if is_binary(raw[:HEAD]):
        return skipped(source.path, "Not a text.")
    if len(raw) > MAX_FILE:
        return failed(source.path, f"The file has more than {MAX_FILE:,} bytes.")
    record = read_document(raw, source.path, options)
    record.load = partial(source.load, MAX_FILE + 1)
    return record


def _explain_overwritten(record, names):
    """A disk that does not tell capitals apart lets a redirect take the place of the page it leads to."""
    if record.kind != "redirect" or title_key(record.title) != title_key(record.redirect_to):
        return
    stem, dot, suffix = record.path.rpartition(".")
    others = [f"{stem}{gap}({n}){dot}{suffix}" for n in range(1, 10) for gap in ("", " ", "_")]
    if other := next((name for name in others if name in names), None):
        record.kind = "skipped"
        record.say("info", f"This redirect took the place of its own page on the disk; the page is read from {other}.")
    else:
        record.say("warning", "This redirect leads to its own name, and the page it stood for is not here.")


def _plain(error):
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, PermissionError):
        return "The file may not be read: permission is missing."
    return f"The file cannot be read: {getattr(error, 'strerror', None) or error}."
