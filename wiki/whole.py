"""Whole entries: with the names and tags that belong to their documents, by questions that are made once."""

from wiki.models import Alias, Concept, Entry, Essay, TaggedEntry
from wiki.prepared import asked, rows_of


def at(model, private, slug):
    """Return the Concept or Essay with this slug, for somebody who sees the private set or who does not, or None.

    Its names and tags are not read; `fill` brings them.
    """
    found = _at[model](private, slug)
    return found[0] if found else None


def locked(kind, keys):
    """Return the whole entries of a kind with these ids, but deleted ones, locked until the transaction ends."""
    return fill(asked(_locked[kind], sorted(keys)))


def fill(entries):
    """Give entries their names and tags, as `aliases.all()` and `tagged.all()`. Returns the entries."""
    rows = {entry.pk: entry for entry in entries}
    for entry in entries:
        entry._prefetched_objects_cache = {"aliases": [], "tagged": []}
    for alias in asked(_aliases, rows):
        rows[alias.entry_id]._prefetched_objects_cache["aliases"].append(alias)
    for use in asked(_tagged, rows):
        rows[use.content_object_id]._prefetched_objects_cache["tagged"].append(use)
    return entries


def let_go(entries):
    """Forget what `fill` gave: names and tags may be others by now."""
    for entry in entries:
        entry._prefetched_objects_cache = {}


def _by_slug(model):
    kind = model.__name__.lower()
    return rows_of(
        model, lambda private, slug: model.objects.scoped(private).filter(kind=kind, slug=slug).order_by("pk")
    )


def _to_lock(model):
    # Both tables have the row: the lock is on both.
    return rows_of(
        model,
        lambda private, *keys: model.objects.scoped(private).select_for_update().filter(pk__in=keys).order_by("pk"),
    )


_at = {model: _by_slug(model) for model in (Concept, Essay)}
_locked = {Entry.Kind.CONCEPT: _to_lock(Concept), Entry.Kind.ESSAY: _to_lock(Essay)}
_aliases = rows_of(Alias, lambda private, *keys: Alias.objects.filter(entry__in=keys).order_by("position", "pk"))
_tagged = rows_of(
    TaggedEntry,
    lambda private, *keys: TaggedEntry.objects.filter(content_object__in=keys).order_by("position", "pk"),
)
