"""The recycle bin: delete entries, take them out again, delete them for good."""

from django.db.models import Q
from django.utils import timezone

from wiki import history, policies
from wiki.actions import citing, linking, mentioning, naming, publishing, stamping
from wiki.actions.derived import render_text, set_rendered
from wiki.actions.errors import SaveRefused
from wiki.actions.protecting import refuse_protected
from wiki.actions.rights import require_now
from wiki.actions.writing import hold, writing
from wiki.models import Act, Citation, Concept, Entry, Essay, Tag, Visibility, VisibilityChange
from wiki.search import index

BACK = "Your request about this page was closed: the page was deleted meanwhile, and came back private."


class Gone(SaveRefused):
    """The entry is no longer where the act began: deleted, restored or purged by somebody else."""

    field = "reason"


def delete(entry, *, by, reason=""):
    """Put an entry into the recycle bin: gone for everybody, links to it are red. Its drafts stay with their authors.

    Raises Gone when it was deleted already, Protected, PermissionDenied.
    """
    with writing():
        require_now(policies.can_delete, by)
        row = hold(entry.pk, Gone, entry.title)
        refuse_protected([row.pk], by)
        remove(row)
        settle([row])
        Act.objects.create(kind=Act.Kind.DELETE, entry=row, title=row.title, by=by, reason=reason)


def restore(entry, *, by, reason=""):
    """Take an entry out of the bin. It comes back private, whatever it was. Returns it.

    Raises Gone when it is not in the bin any more, SaveRefused when its name is taken by now, Protected,
    PermissionDenied.
    """
    rendered = render_text(entry.body)
    with writing():
        require_now(policies.can_delete, by)
        row = deleted(entry)
        refuse_protected([row.pk], by)
        bring_back(row, rendered, by, "Restored from the recycle bin")
        settle([row])
        Act.objects.create(kind=Act.Kind.RESTORE, entry=row, title=row.title, by=by, reason=reason)
    return row


def purge(entry, *, by, reason=""):
    """Delete an entry of the bin for good: text, revisions, drafts, the file it came from, links and uses.

    What remains is one line of the log with its title. Tags and sources that nobody else uses go too, where nobody
    has described them: their names could be what had to go.
    Raises Gone when the entry is not in the bin any more, Protected, PermissionDenied.
    """
    with writing():
        require_now(lambda person: policies.can_delete(person) and policies.can_purge(person), by)
        row = deleted(entry)
        refuse_protected([row.pk], by)
        title = row.title
        tags, citations = list(row.tagged.values_list("tag")), list(row.citation_uses.values_list("citation"))
        history.forget(row)
        Act.objects.filter(Q(entry=row) | Q(other=row)).update(details={})  # names; without both no merge is undone
        Entry.objects.get(pk=row.pk).delete()
        Tag.objects.filter(pk__in=_flat(tags), uses=None, description="").delete()
        Citation.objects.filter(pk__in=_flat(citations), uses=None, fields={}).delete()
        Act.objects.create(kind=Act.Kind.PURGE, entry=None, title=title, by=by, reason=reason)


def _flat(rows):
    return {value for (value,) in rows}


def deleted(entry):
    """Return the Concept or Essay as it lies in the bin, locked. Raises Gone. Runs inside a writer's transaction."""
    model = Essay if entry.kind == Entry.Kind.ESSAY else Concept
    rows = model.objects.unscoped_deleted().select_for_update(of=("self", "entry_ptr"))
    row = rows.filter(pk=entry.pk).first()
    if row is None:
        raise Gone(f"“{entry.title}” is not in the recycle bin any more.")
    return row


def remove(row):
    """Mark an entry as deleted; `settle` is the caller's next step."""
    row.deleted_at = timezone.now()
    Entry.objects.filter(pk=row.pk).update(deleted_at=row.deleted_at)
    index.remove([row.pk])
    stamping.came_or_went(row, for_readers=row.is_public)


def bring_back(row, rendered, by, reason):
    """Undo `remove`: the entry is private, whatever it was, and what was asked about it before is closed. What is
    derived from the text is derived anew, since nobody kept it up to date. `settle` is the caller's next step. Raises
    SaveRefused when the name is taken."""
    taken = Entry.objects.scoped(private=True).filter(kind=row.kind)
    if other := taken.filter(Q(slug=row.slug) | Q(title_key=row.title_key)).first():
        raise SaveRefused(
            f"“{other.title}” has taken the name meanwhile. Give that {other.kind} another title first; “{row.title}” "
            "can come back then.",
            field="reason",
        )
    if row.is_public:
        VisibilityChange.objects.create(
            entry=row,
            by=by,
            visibility=Visibility.PRIVATE,
            number=row.number,
            public_from=row.public_from,
            was_public_from=row.public_from,
            reason=reason,
        )
    row.deleted_at, row.visibility, row.changed_at = None, Visibility.PRIVATE, timezone.now()
    set_rendered(row, rendered)
    row.save()
    stamping.came_or_went(row, for_readers=False)
    linking.replace_links([(row, rendered)])
    citing.replace_citations([(row, rendered)])
    publishing.drop_requests(row, by, BACK)


def settle(entries, folds=frozenset(), spoken=frozenset()):
    """Let search know, and links and mentions lead where they lead, after these entries came, went or changed their
    names. `folds` and `spoken` are names they had before."""
    index.index([entry for entry in entries if entry.deleted_at is None])
    moved = linking.relink(linking.names_of(entries) | folds)
    essays = [entry for entry in entries if entry.kind == Entry.Kind.ESSAY and entry.deleted_at is None]
    concepts = [entry for entry in entries if entry.kind == Entry.Kind.CONCEPT]
    mentioning.remention(naming.spoken_names(concepts, {}) | spoken, moved | {essay.pk for essay in essays})
