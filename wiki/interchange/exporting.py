"""Write entries as files: a folder or a zip of documents."""

import zipfile
from pathlib import Path, PurePosixPath

from wiki.document.document import write
from wiki.models import Concept, Essay

FOLDERS = {"concept": "concepts", "essay": "essays"}
BATCH = 200


class ExportRefused(Exception):
    """The place to write to cannot be used; the message says what to do."""


def export(out, user, *, private=None, progress=None):
    """Write what `user` sees (or, with `private` given, that set) to the folder or `.zip` at `out`; return the count.

    An imported entry whose text and visibility are still what its file said keeps its path and its bytes; of two
    that claim a path the second goes by its slug. Raises ExportRefused when `out` exists and is not empty.
    """
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExportRefused(f"{out} exists already. Name a new folder or a new .zip file.")
    put, close = _zip(out) if out.suffix == ".zip" else _folder(out)
    taken, count = set(), 0
    try:
        for entry in _entries(user, private):
            path, content = _file(entry, taken)
            taken.add(path.casefold())
            put(path, content)
            count += 1
            if progress:
                progress(count)
    finally:
        close()
    return count


def _entries(user, private):
    for model in (Concept, Essay):
        rows = model.objects.visible_to(user) if private is None else model.objects.scoped(private)
        rows = rows.select_related("origin").prefetch_related("aliases", "tagged").order_by("slug")
        yield from rows.iterator(chunk_size=BATCH)


def _file(entry, taken):
    origin = getattr(entry, "origin", None)
    own = f"{FOLDERS[entry.kind]}/{entry.slug}.md"
    if origin is not None and origin.path.casefold() not in taken and _is_safe(origin.path) and is_untouched(entry):
        return origin.path, bytes(origin.raw)
    return own, write(entry.document(), visibility=entry.visibility).encode()


def is_untouched(entry):
    """True when text and visibility are still what the imported file said."""
    origin = entry.origin
    said = "public" if origin.marked == "public" else "private"
    return entry.visibility == said and write(entry.document()) == origin.document


def _is_safe(path):
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not PurePosixPath(path).is_absolute()


def _folder(out):
    def put(path, content):
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    out.mkdir(parents=True, exist_ok=True)
    return put, lambda: None


def _zip(out):
    out.parent.mkdir(parents=True, exist_ok=True)
    archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
    return archive.writestr, archive.close
