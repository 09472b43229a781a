"""Write what `saving` has decided to save: rows, names, tags, links, citations, history. Runs inside a writer's
transaction."""

from operator import attrgetter

from django.utils import timezone

from wiki import history
from wiki.actions import citing, linking, mentioning, naming, stamping, tagging
from wiki.actions.derived import set_rendered
from wiki.bulk import insert, insert_keyed, update
from wiki.document import names
from wiki.document.dates import read_date
from wiki.models import Concept, Edit, Entry, Essay, Origin, Visibility, VisibilityChange
from wiki.rendering.note_emphasis import NOTES
from wiki.search import index

_NAMES = ("slug", "title", "title_key", "fold", "base", "tail")
_CONTENT = ("changed_at", "related", "extra", "headings", "lead", "renderer", "refused", "body", "html", "text")
_ESSAY = ("author", "publication", "published", "published_on", "source_url", "words")


def store(work, by):
    """Write rows for (submission, entry, Rendered) triples. Returns {entry id: Edit}."""
    now = timezone.now()
    old = [entry for _, entry, _ in work if entry.pk]
    shown_before = {entry.pk: naming.shown_names(entry) for entry in old}
    # What a save leaves as it is costs nothing, and most saves leave names, tags and addresses.
    named = [item for item in work if not _keeps_names(*item[:2])]
    tagged = [item for item in work if not _keeps_tags(*item[:2])]
    folds = linking.names_of([entry for _, entry, _ in named if entry.pk])
    addresses = {entry.pk: (entry.slug, entry.title_key) for entry in old}
    faces = {entry.pk: stamping.face(entry) for entry in old}
    notes = {entry.pk: _notes(entry) for entry in old}
    fresh = []
    for submission, entry, result in work:
        _fill(entry, submission.document, result, now)
        if entry.pk is None:
            fresh.append(entry)
    entries = [entry for _, entry, _ in work]
    claiming = [entry for entry in entries if addresses.get(entry.pk) != (entry.slug, entry.title_key)]
    naming.refuse_taken(entries, claiming)
    _insert(fresh)
    _update(old, {entry.pk for entry in claiming})
    naming.keep_former_titles(old, shown_before)
    naming.replace_aliases([(entry, submission.document.aliases, submission.paths) for submission, entry, _ in named])
    tagging.replace_tags([(entry, submission.document.tags) for submission, entry, _ in tagged])
    moved = linking.relink(folds | linking.names_of([entry for _, entry, _ in named]))
    pairs = [(entry, result) for _, entry, result in work]
    linking.replace_links(pairs, anew=False)
    citing.replace_citations(pairs)
    concepts = [
        entry
        for submission, entry, _ in named
        if entry.kind == "concept" and shown_before.get(entry.pk) != naming.names_in(submission.document)
    ]
    spoken = naming.spoken_names(concepts, shown_before) if concepts else ()
    mentioning.remention(spoken, moved, saved=[entry for entry in entries if entry.kind == "essay"])
    edits = history.record_many(
        [
            history.Change(
                entry,
                submission.document,
                submission.kind or _kind(entry),
                submission.base or entry.number,
                submission.summary,
            )
            for submission, entry, _ in work
        ],
        by=by,
    )
    _keep_publications([entry for entry in fresh if entry.is_public], work, by)
    keep_origins([(submission, entry) for submission, entry, _ in work])
    index.index(entries, named=[entry for _, entry, _ in named])
    for entry in entries:
        stamping.changed(entry, faces.get(entry.pk))
        if notes.get(entry.pk) not in (None, _notes(entry)):
            stamping.says_anew(entry)
    return {edit.entry_id: edit for edit in edits}


def _notes(entry):
    return entry.html.partition(NOTES)[2]


def _kind(entry):
    return Edit.Kind.EDIT if entry.number else Edit.Kind.CREATE


def _fill(entry, document, rendered, now):
    entry.rename(document.title)
    entry.slug = names.slugify(entry.title)[:255].strip("-")
    entry.body = document.body
    entry.related = list(document.related)
    entry.extra = document.extra
    entry.changed_at = now
    if isinstance(entry, Essay):
        entry.author = document.author
        entry.publication = document.publication
        entry.published = document.published
        entry.published_on = read_date(document.published)
        entry.source_url = document.source_url
    set_rendered(entry, rendered)


def _keeps_names(submission, entry):
    """Whether an entry has the names of its submission already (with prefetched aliases)."""
    if entry.pk is None or naming.shown_names(entry) != naming.names_in(submission.document):
        return False
    # A file name follows the revision that it came with last.
    rows = entry.aliases.all() if submission.paths else ()
    known = {alias.key for alias in rows if not naming.is_filed_by_revision(alias)}
    return all(names.title_key(path) in known for path in submission.paths)


def _keeps_tags(submission, entry):
    return entry.pk is not None and [row.name for row in entry.tagged.all()] == list(submission.document.tags)


def _update(entries, claiming):
    """Write what `_fill` has set, and no column more: an index is not touched for a column that stays."""
    for columns, part in (
        (_CONTENT, [entry for entry in entries if entry.pk not in claiming]),
        (_CONTENT + _NAMES, [entry for entry in entries if entry.pk in claiming]),
    ):
        update(Entry, columns, [(entry.pk, *attrgetter(*columns)(entry)) for entry in part])
    essays = [entry for entry in entries if isinstance(entry, Essay)]
    update(Essay, _ESSAY, [(entry.pk, *attrgetter(*_ESSAY)(entry)) for entry in essays])


def _insert(entries):
    """Insert new concepts and essays: what they share first."""
    insert_keyed(Entry, entries)
    for entry in entries:
        entry.pk = entry.id
        entry._state.adding = False
    for model in (Concept, Essay):
        insert(model, [entry for entry in entries if isinstance(entry, model)])


def _keep_publications(entries, work, by):
    reasons = {id(entry): submission.summary for submission, entry, _ in work}
    insert(
        VisibilityChange,
        [
            VisibilityChange(
                entry=entry,
                by=by,
                visibility=Visibility.PUBLIC,
                number=entry.number,
                public_from=entry.public_from,
                reason=reasons[id(entry)],
            )
            for entry in entries
        ],
    )


def keep_origins(pairs):
    """Write the origin of each (submission, entry) pair that was read from a file."""
    origins = []
    for submission, entry in pairs:
        if submission.origin is not None:
            submission.origin.entry_id = entry.pk
            stored = history.write(submission.document)
            submission.origin.document = submission.origin.document or stored
            # 0: the entry holds edits that its file does not have, so the next import has to merge again.
            submission.origin.number = entry.number if submission.origin.document == stored else 0
            origins.append(submission.origin)
    if origins:
        Origin.objects.filter(entry__in=[origin.entry_id for origin in origins]).delete()
        insert(Origin, origins)
