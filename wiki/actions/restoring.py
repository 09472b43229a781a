"""Bring back what an entry was: a whole revision, or all but one. Each is an edit, and undone like one."""

from wiki import history
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.merging import merge_documents
from wiki.actions.saving import Submission, save_entry
from wiki.actions.suppressing import reads_suppressed
from wiki.models import Edit


def restore(entry, number, *, by, summary=""):
    """Save the document of revision `number` as the newest revision. Returns Saved; its `edit` is None when the entry
    is like that already.

    The title comes back too. Raises NameTaken when another entry has it by now, SaveRefused when there is no such
    revision, EditConflict when somebody saves at the same moment and the two cannot be brought together.
    """
    document = _read(entry, number, by)
    return _save(entry, document, Edit.Kind.RESTORE, summary or said("restore", entry, number), by, (number,))


def undo(entry, number, *, by, summary=""):
    """Take back what revision `number` changed and keep all that came later. Returns Saved as `restore` does.

    Raises EditConflict when later revisions touched the same places, and otherwise as `restore` does.
    """
    found = undone(entry, number, by)
    if not found.is_clean:
        raise EditConflict(entry, number, found.mine, found)
    summary = summary or said("undo", entry, number)
    return _save(entry, found.document(), Edit.Kind.UNDO, summary, by, (number, number - 1))


def undone(entry, number, by=None):
    """Return the MergedDocument of the current text and the text before revision `number`: what undoing would save.

    Raises SaveRefused for the first revision, and for one that does not exist or is suppressed for this person.
    """
    if number <= 1:
        raise SaveRefused("The first revision cannot be undone: there is nothing before it.", field="number")
    return merge_documents(_read(entry, number, by), _read(entry, number - 1, by), entry.document())


def _read(entry, number, by):
    document = history.read_number(entry, number, suppressed=reads_suppressed(by))
    if document is None:
        raise SaveRefused(f"“{entry.title}” has no revision {number} that is open to you.", field="number")
    return document


def _save(entry, document, kind, summary, by, brings_back):
    return save_entry(
        Submission(document, entry, entry.number, summary=summary, kind=kind, brings_back=brings_back), by=by
    )


def said(act, entry, number):
    """Return the summary of somebody who gives none; act is 'restore' or 'undo'.

    Readers get no number of a revision that was never open to them.
    """
    hidden = entry.is_public and number < entry.public_from
    verb = "Undid" if act == "undo" else "Restored"
    return f"{verb} an earlier revision" if hidden else f"{verb} revision {number}"
