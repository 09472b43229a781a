"""Carry out the plan of an import through the same actions as every other write."""

import gc
import hashlib
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import DataError, IntegrityError

from wiki.actions.derived import render_texts
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.saving import Submission, save_entries
from wiki.document import names
from wiki.document.document import write
from wiki.interchange.archive import UNREADABLE
from wiki.models import Edit, Entry, Origin

BATCH = 100  # texts of one transaction
REFUSALS = (SaveRefused, EditConflict, DataError, IntegrityError)  # of one text; whatever else ends the import


def apply(items, *, by, progress=None):
    """Save the new and changed items, at most BATCH in a transaction; what fails is marked in its item.

    Whatever was committed stays, so that a second run goes on where this one was stopped. `progress(done, total)`
    is called after each transaction.
    """
    work = [item for item in items if item.status in ("new", "changed") and item.document is not None]
    rendered = render_texts(item.document.body for item in work)
    done = 0
    gc.freeze()  # the plan stays until the end: no collection need look through it
    try:
        with ThreadPoolExecutor(max_workers=1) as ahead:  # renders the next batch while this one is written
            following = ahead.submit(_next_batch, rendered)
            while results := following.result():
                following = ahead.submit(_next_batch, rendered)
                batch = work[done : done + len(results)]
                _save_readable(zip(batch, results, strict=True), by)
                done += len(batch)
                if progress:
                    progress(done, len(work))
    finally:
        gc.unfreeze()


def _next_batch(rendered):
    return list(islice(rendered, BATCH))


def _save_readable(pairs, by):
    """Save (item, Rendered) pairs whose files still have the bytes that were read."""
    submissions = []
    for item, rendered in pairs:
        try:
            raw = item.record.load() if item.record.load else item.record.raw
        except UNREADABLE as error:
            item.refuse("failed", "error", f"The file could not be read a second time: {error}.")
            continue
        if hashlib.sha256(raw).hexdigest() != item.record.sha256:
            item.refuse("failed", "error", "The file changed while it was imported. Import it again.")
            continue
        submissions.append((item, _submission(item, raw, rendered)))
    if submissions:
        _save(submissions, by)


def _save(submissions, by):
    """Save (item, Submission) pairs together, or one by one when a text of them is refused."""
    try:
        saved = save_entries([submission for _, submission in submissions], by=by)
    except REFUSALS as error:
        if len(submissions) > 1:
            for pair in submissions:
                _save([pair], by)
            return
        [(item, _)] = submissions
        if not _was_stored_meanwhile(item):
            item.refuse("failed", "error", _reason(error))
        return
    for (item, _), record in zip(submissions, saved, strict=True):
        if record.edit is None:
            item.status = "same"


def _was_stored_meanwhile(item):
    """Whether another import of the same file came first; the item is the same then."""
    document = item.document
    entry = Entry.objects.scoped(private=True).filter(kind=document.kind, origin__sha256=item.record.sha256)
    entry = entry.filter(title_key=names.title_key(document.title)).first()
    if entry is None:
        return False
    item.status, item.slug, item.visibility = "same", entry.slug, entry.visibility
    return True


def _reason(error):
    if isinstance(error, SaveRefused | EditConflict):
        return str(error)
    return f"The database cannot store it: {str(error).splitlines()[0]}."


def _submission(item, raw, rendered):
    record = item.record
    return Submission(
        document=item.document,
        entry=Entry(pk=item.entry_id, title=item.title) if item.entry_id else None,
        base=item.base,
        visibility=item.visibility,
        summary="Imported",  # readers of a public entry see it: no word of where the file lay
        kind=Edit.Kind.IMPORT,
        paths=item.paths,
        rendered=rendered,
        origin=Origin(
            path=record.path,
            sha256=record.sha256,
            raw=raw,
            marked=record.marked[:20],
            document=write(item.file_document or item.document),
        ),
    )
