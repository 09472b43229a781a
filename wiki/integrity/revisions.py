"""Entries and their revisions: every number once from 1 on, and the newest text is the one that the page has."""

from django.db.models import Count, F, Max, Min, Q

from wiki import history
from wiki.document.document import parse, write
from wiki.integrity.findings import Finding, of
from wiki.models import Edit, VisibilityChange


def check(entries, thorough):
    """Yield Findings of these entries (Concepts and Essays with prefetched `aliases` and `tagged`)."""
    keys = [entry.pk for entry in entries]
    newest = {
        edit.entry_id: edit
        for edit in Edit.objects.filter(entry__in=keys, number=F("entry__number")).select_related("version")
    }
    counted = Edit.objects.filter(entry__in=keys).order_by().values("entry")
    counts = {
        row["entry"]: (row["first"], row["last"], row["count"])
        for row in counted.annotate(first=Min("number"), last=Max("number"), count=Count("pk"))
    }
    changes = {}
    log = VisibilityChange.objects.filter(entry__in=keys).order_by("pk")
    for key, visibility, public_from in log.values_list("entry", "visibility", "public_from"):
        changes[key] = (visibility, public_from)
    for entry in entries:
        yield from _numbers(entry, counts.get(entry.pk))
        yield from _text(entry, newest.get(entry.pk))
        yield from _horizon(entry, changes.get(entry.pk))
    yield from _triples(keys)
    if thorough:
        yield from _sizes(entries, keys)


def _numbers(entry, found):
    if found != (1, entry.number, entry.number):
        first, last, count = found or (0, 0, 0)
        text = f"is at revision {entry.number} and has {count} revisions, from {first} to {last}"
        yield Finding("revisions", f"{of(entry)} {text}")


def _text(entry, edit):
    if edit is not None and not _same(edit.version.serialized_data, entry.document()):
        yield Finding("revisions", f"{of(entry)} does not say what its newest revision, {edit.number}, says")


def _same(text, document):
    return text == write(document) or text == write(parse(write(document)))


def _horizon(entry, change):
    if entry.is_public and not 1 <= (entry.public_from or 0) <= entry.number:
        horizon = f"from revision {entry.public_from} on and is at {entry.number}"
        yield Finding("visibility", f"{of(entry)} is public {horizon}", "hide it and publish it again")
    if change is not None and change[0] != entry.visibility:
        yield Finding("visibility", f"{of(entry)} is {entry.visibility}; its log says {change[0]}")
    elif change is not None and entry.is_public and change[1] not in (None, entry.public_from):
        text = f"is public from revision {entry.public_from} on; its log says from {change[1]}"
        yield Finding("visibility", f"{of(entry)} {text}")


def _triples(keys):
    """Edit, Version and Revision of one save belong together."""
    apart = Edit.objects.filter(entry__in=keys).exclude(
        version__revision=F("revision"), version__format=history.FORMAT, version__content_type__model=F("entry__kind")
    )
    for edit in apart.select_related("entry"):
        yield Finding("revisions", f"revision {edit.number} of {of(edit.entry)} is not in one piece")


def _sizes(entries, keys):
    titles = {entry.pk: entry for entry in entries}
    edits = Edit.objects.filter(entry__in=keys).select_related("version").order_by("entry", "number")
    for edit in edits.iterator(chunk_size=200):
        entry, version = titles[edit.entry_id], edit.version
        body = parse(version.serialized_data).body
        if len(body.encode()) != edit.size or version.object_id != str(edit.entry_id):
            yield Finding("revisions", f"revision {edit.number} of {of(entry)} has not the text that was saved")


def check_orphans():
    """Yield Findings of texts that belong to no revision of an entry."""
    count = history.kept().filter(Q(edit=None)).count()
    if count:
        yield Finding("revisions", f"{count} kept texts belong to no revision of an entry")
