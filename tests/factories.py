"""Make entries through the same action as everybody."""

from wiki.actions.saving import Submission, save_entries, save_entry
from wiki.document.document import Document
from wiki.models import Concept, Essay

PUBLIC, PRIVATE = "public", "private"


def submission(title, body="", *, kind="concept", visibility=PUBLIC, summary="", paths=(), **fields):
    """Return a Submission; `fields` are those of a Document."""
    lists = {name: tuple(fields.pop(name, ())) for name in ("aliases", "tags", "related")}
    document = Document(kind=kind, title=title, body=body, **lists, **fields)
    return Submission(document, visibility=visibility, summary=summary, paths=tuple(paths))


def concept(title, body="", *, by=None, **fields):
    """Save a concept, public unless told otherwise, and return it as the database has it."""
    saved = save_entry(submission(title, body, **fields), by=by)
    return Concept.objects.get(pk=saved.entry.pk)


def essay(title, body="", *, by=None, **fields):
    """Save an essay, public unless told otherwise, and return it as the database has it."""
    saved = save_entry(submission(title, body, kind="essay", **fields), by=by)
    return Essay.objects.get(pk=saved.entry.pk)


def entries(*submissions, by=None):
    """Save several submissions at once and return the entries."""
    return [saved.entry for saved in save_entries(submissions, by=by)]


def revise(entry, *, by=None, base=None, summary="", **changes):
    """Save a changed document of an entry and return what the save gave."""
    from dataclasses import replace

    current = type(entry).objects.get(pk=entry.pk)
    document = replace(current.document(), **changes)
    return save_entry(Submission(document, entry=current, base=base, summary=summary), by=by)
