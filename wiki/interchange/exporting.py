"""Write entries as files: a folder or a zip of documents."""

import re
import secrets
import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from wiki.document.document import ESSAY_TYPES, KEYS, parse, write
from wiki.interchange.decoding import decode
from wiki.interchange.places import places
from wiki.models import Concept, Essay, Origin
from wiki.models.visibility import sees_private

BATCH = 200
_WORD = re.compile(r"\w+")
_MARKS = "concept public private true false yes no on off null md"  # of front matter, beside its keys


class ExportRefused(Exception):
    """The place to write to cannot be used; the message says what to do."""


def export(out, user, *, private=None, progress=None):
    """Write what `user` sees (or, with `private` given, that set) to the folder or `.zip` at `out`; return the count.

    An imported entry whose text and visibility are still what its file said keeps its path and its bytes; for who
    does not see private entries only if the file holds nothing that the import left out. The file of a revision whose
    text was suppressed goes out with `private=True` alone, which asks for everything. Two entries never meet in
    one place: the second goes by its slug. Raises ExportRefused when `out` exists and is not an empty folder. `out`
    is complete or, after any error, as it was.
    """
    everything = private is True
    private = sees_private(user) if private is None else private
    with _target(Path(out)) as put:
        closed = set() if everything else _closed_files()
        wishes = [(entry.pk, entry.kind, entry.slug, _old_path(entry, private, closed)) for entry in _entries(private)]
        where = places(wishes)
        count = 0
        for entry in _entries(private):
            if entry.pk not in where:  # made since the places were given
                continue
            path = where[entry.pk]
            put(path, _content(entry, path, private, closed))
            count += 1
            if progress:
                progress(count)
    return count


def _entries(private):
    for model in (Concept, Essay):
        rows = model.objects.scoped(private).select_related("origin").prefetch_related("aliases", "tagged")
        yield from rows.order_by("slug", "pk").iterator(chunk_size=BATCH)


def _closed_files():
    """Return the keys of entries whose file became a revision with a suppressed text."""
    return set(Origin.objects.scoped(private=True).of_suppressed_texts().values_list("entry", flat=True))


def _old_path(entry, private, closed):
    return entry.origin.path if _keeps_its_file(entry, private, closed) else ""


def _content(entry, path, private, closed):
    if _keeps_its_file(entry, private, closed) and path == entry.origin.path:
        return bytes(entry.origin.raw)
    return write(entry.document(), visibility=entry.visibility).encode()


def _keeps_its_file(entry, private, closed):
    return (
        getattr(entry, "origin", None) is not None
        and entry.pk not in closed
        and is_untouched(entry)
        and (private or holds_no_more(bytes(entry.origin.raw), entry.origin.document))
    )


def is_untouched(entry):
    """True when text and visibility are still what the imported file said."""
    origin = entry.origin
    said = "public" if origin.marked == "public" else "private"
    return entry.visibility == said and write(entry.document()) == origin.document


def holds_no_more(raw, document):
    """Whether a file holds nothing that is not in the document (a text) which was made of it.

    An import takes out what is nobody's business: paths of private folders, other people's comments, remarks and
    values of the front matter that have no meaning here. So the file must end with the stored body, and what
    stands before that must consist of the words of the document's own front matter.
    """
    stored, text = parse(document), decode(raw)[0].rstrip()
    body = stored.body.strip()
    if not text.endswith(body):
        return False
    told = _words(write(replace(stored, body=""))) | _words(" ".join((*KEYS, *ESSAY_TYPES, _MARKS)))
    return _words(text[: len(text) - len(body)]) <= told


def _words(text):
    return set(_WORD.findall(text.casefold().replace("_", " ")))


@contextmanager
def _target(out):
    """Give `put(path, bytes)`. What is put stands at `out` when all went well, and is gone otherwise."""
    zipped = out.suffix == ".zip"
    if (zipped and out.exists()) or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise ExportRefused(f"{out} exists already. Name a new folder or a new .zip file.")
    here = out if out.is_dir() else out.parent
    here.mkdir(parents=True, exist_ok=True)
    part = here / f".export-{secrets.token_hex(6)}"  # on the same disk, so that it can be renamed
    try:
        with _zip(part) if zipped else _folder(part) as put:
            yield put
        if out.is_dir() and not zipped:
            for child in part.iterdir():
                child.rename(out / child.name)
            part.rmdir()
        else:
            part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if part.is_file():
            part.unlink()


@contextmanager
def _folder(part):
    def put(path, content):
        file = part / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    part.mkdir()
    yield put


@contextmanager
def _zip(part):
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        yield archive.writestr
