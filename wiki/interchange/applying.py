"""Carry out the plan of an import through the same actions as every other write."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from wiki.actions.derived import render_texts
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.saving import Draft, save_entries
from wiki.models import Edit, Entry, Origin

BATCH = 100  # texts of one transaction


def apply(items, *, by, progress=None):
    """Save the new and changed items, at most BATCH in a transaction; what fails is marked in its item.

    Whatever was committed stays, so that a second run goes on where this one was stopped. `progress(done, total)`
    is called after each transaction.
    """
    work = [item for item in items if item.status in ("new", "changed") and item.document is not None]
    rendered = render_texts(item.document.body for item in work)
    done = 0
    with ThreadPoolExecutor(max_workers=1) as ahead:  # renders the next batch while this one is written
        following = ahead.submit(_next_batch, rendered)
        while results := following.result():
            following = ahead.submit(_next_batch, rendered)
            batch = work[done : done + len(results)]
            _save(batch, results, by)
            done += len(batch)
            if progress:
                progress(done, len(work))


def _next_batch(rendered):
    return list(islice(rendered, BATCH))


def _save(batch, results, by):
    try:
        save_entries([_draft(item, rendered) for item, rendered in zip(batch, results, strict=True)], by=by)
    except (SaveRefused, EditConflict) as error:
        if len(batch) == 1:
            batch[0].refuse("failed", "error", str(error))
            return
        for item, rendered in zip(batch, results, strict=True):
            _save([item], [rendered], by)


def _draft(item, rendered):
    record = item.record
    return Draft(
        document=item.document,
        entry=Entry(pk=item.entry_id, title=item.title) if item.entry_id else None,
        base=item.base,
        visibility=item.visibility,
        summary=f"Imported from {record.path}",
        kind=Edit.Kind.IMPORT,
        paths=item.paths,
        rendered=rendered,
        origin=Origin(path=record.path, sha256=record.sha256, raw=record.raw, marked=record.marked[:20]),
    )
