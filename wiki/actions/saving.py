"""Saving entries: the one way by which a text becomes part of the wiki."""

from dataclasses import dataclass, replace

from django.db import IntegrityError

from wiki import history, policies, whole
from wiki.actions import naming, tagging
from wiki.actions.derived import render_text
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused, TooLarge
from wiki.actions.merging import merge_documents
from wiki.actions.protecting import refuse_protected
from wiki.actions.rights import require_editor, require_now
from wiki.actions.storing import keep_origins, store
from wiki.actions.suppressing import reads_suppressed, refuse_suppressed
from wiki.actions.writing import writing
from wiki.document import names
from wiki.document.document import Document
from wiki.models import Concept, Edit, Entry, Essay, Origin, Visibility
from wiki.rendering.rendered import Rendered

TRIES = 5  # merges with what others saved meanwhile, before the writer is asked
MAX_BODY = 1_000_000  # bytes of UTF-8
LONGEST = {"author": 255, "publication": 255, "published": 100, "source_url": 2000}  # characters


@dataclass
class Submission:
    """One text to save.

    `entry` is None for a new one. `base` is the revision number the writer started from, 0 for a text written without
    knowledge of the entry; None takes the current one.
    `visibility` is the first visibility of a new entry. `by_right` says that the writer must hold the right to publish
    when it is saved as public; without it the caller answers for that: who imports files runs the server.
    `origin` is an unsaved Origin for imports. `paths` are file names that lead here. `rendered` is given by
    who has rendered the text already. `brings_back` are the numbers of revisions whose texts the document was made of.
    """

    document: Document
    entry: Entry | None = None
    base: int | None = None
    visibility: str = Visibility.PRIVATE
    by_right: bool = False
    summary: str = ""
    kind: str = ""
    origin: Origin | None = None
    paths: tuple[str, ...] = ()
    rendered: Rendered | None = None
    brings_back: tuple[int, ...] = ()


@dataclass
class Saved:
    """The entry as it is now, and its new revision; `edit` is None when nothing had changed.

    `merged` says that somebody else's change was brought together with this one.
    """

    entry: Entry
    edit: Edit | None
    merged: bool = False


class _Stale(Exception):
    """Entries, by key, that were saved by somebody else since their submissions began."""

    def __init__(self, entries):
        super().__init__()
        self.entries = entries


def save_entry(submission, *, by):
    """`save_entries` for one submission. Returns Saved."""
    return save_entries([submission], by=by)[0]


def save_entries(submissions, *, by):
    """Save submissions, all or none: texts, names, tags, links, citations and history. Returns Saved in order.

    A text that was changed since its submission's base is merged with that change. Raises EditConflict where this
    needs a person, SaveRefused (NameTaken, TooLarge) for a text that cannot be stored, and PermissionDenied for who may
    not edit any more. A text that cannot be rendered in time is stored and shown as plain text.
    """
    submissions = [replace(submission, document=clean(submission.document)) for submission in submissions]
    merged = set()
    for attempt in range(TRIES + 1):
        rendered = [submission.rendered or render_text(submission.document.body) for submission in submissions]
        try:
            with writing():
                saved = _write(submissions, rendered, by)
        except _Stale as stale:
            last = attempt == TRIES
            submissions = [_merged(submission, stale.entries, last, by) for submission in submissions]
            merged |= set(stale.entries)
        except IntegrityError as error:
            if "entry_slug_once" in str(error) or "entry_title_once" in str(error) or "wiki_entry." in str(error):
                first = submissions[0].document
                raise NameTaken(first.title, first.kind) from error
            raise
        else:
            return [replace(record, merged=record.entry.pk in merged) for record in saved]
    raise AssertionError("the last attempt saves or raises")


def _merged(submission, stale, last, by):
    """Return the submission brought together with what is stored now. Raises EditConflict where a person is needed,
    and at the `last` attempt in any case: others save faster than this text is rendered.

    A base whose text is closed to the writer tells nothing: it counts as one that the writer did not know."""
    entry = stale.get(submission.entry.pk) if submission.entry else None
    if entry is None:
        return submission
    base = history.read_number(entry, submission.base, suppressed=reads_suppressed(by)) if submission.base else None
    found = merge_documents(base or Document(kind=entry.kind), submission.document, entry.document())
    if last or not found.is_clean:
        raise EditConflict(entry, submission.base, submission.document, found)
    kind = submission.kind or Edit.Kind.MERGE
    return replace(submission, document=clean(found.document()), base=entry.number, kind=kind, rendered=None)


def clean(document):
    """Return the document as it is stored: names cleaned, each once, text with plain line ends. Raises SaveRefused."""
    try:
        title = names.clean_name(document.title)
    except names.BadName as error:
        raise SaveRefused(str(error), field="title") from error
    if names.slugify(title) in names.RESERVED_SLUGS | {""}:
        raise SaveRefused(f"“{title}” gives no usable address. Add a word to it, as in “{title} (…)”.", field="title")
    try:
        aliases = naming.unique_names(document.aliases, without=title)
    except names.BadName as error:
        raise SaveRefused(str(error), field="aliases") from error
    try:
        tags = [name for name, _ in tagging.unique_tags(document.tags)]
    except names.BadName as error:
        raise SaveRefused(str(error), field="tags") from error
    texts = {name: _storable(getattr(document, name)) for name in ("body", "extra", *LONGEST)}
    body = texts["body"] = texts["body"].replace("\r\n", "\n").replace("\r", "\n")
    for name, longest in LONGEST.items():
        if len(texts[name]) > longest:
            message = f"This field has {len(texts[name])} characters; at most {longest} can be stored. Shorten it."
            raise SaveRefused(message, field=name)
    related = tuple(filter(None, (_storable(name).strip() for name in document.related)))
    size = len(body.encode())
    if size > MAX_BODY:
        raise TooLarge(f"The text has {size:,} bytes; at most {MAX_BODY:,} can be stored. Divide it.")
    return replace(
        document,
        title=title,
        aliases=tuple(aliases),
        tags=tuple(tags),
        related=related,
        visibility="",
        problems=(),
        **texts,
    )


def _storable(text):
    """The text without what no database keeps: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _write(submissions, rendered, by):
    require_editor(by)
    if any(submission.by_right and _is_published(submission) for submission in submissions):
        require_now(policies.can_publish, by)
    current = _locked(submissions)
    refuse_protected(current, by)
    for submission in submissions:
        refuse_suppressed(submission.entry, submission.brings_back, by)
    stale = {s.entry.pk: current[s.entry.pk] for s in submissions if s.entry and _is_stale(s, current[s.entry.pk])}
    if stale:
        raise _Stale(stale)
    saved, work = [], []
    for submission, result in zip(submissions, rendered, strict=True):
        entry = current[submission.entry.pk] if submission.entry else _new(submission)
        saved.append(Saved(entry, None))
        if submission.entry and _same(entry, submission):
            keep_origins([(submission, entry)])
        else:
            work.append((submission, entry, result))
    if work:
        edits = store(work, by)
        for record in saved:
            record.edit = edits.get(record.entry.pk)
    whole.let_go(current.values())
    return saved


def _is_stale(submission, entry):
    if submission.base is not None and submission.base > entry.number:
        raise SaveRefused(f"“{entry.title}” has no revision {submission.base} yet. Open it anew.", field="base")
    return submission.base is not None and submission.base < entry.number


def _locked(submissions):
    """The entries of these submissions as they are now, with their names and tags, locked until the transaction
    ends."""
    rows = {}
    for kind in Entry.Kind:
        keys = {sent.entry.pk for sent in submissions if sent.entry and sent.document.kind == kind}
        rows |= {entry.pk: entry for entry in (whole.locked(kind, keys) if keys else ())}
    for submission in submissions:
        if submission.entry and submission.entry.pk not in rows:
            raise SaveRefused(f"“{submission.entry.title}” was deleted in the meantime.", field="title")
    return rows


def _same(entry, submission):
    known = {alias.key for alias in entry.aliases.all()}
    return entry.document() == submission.document and all(names.title_key(path) in known for path in submission.paths)


def _is_published(submission):
    return submission.entry is None and submission.visibility == Visibility.PUBLIC


def _new(submission):
    model = Essay if submission.document.kind == "essay" else Concept
    public = _is_published(submission)
    return model(
        kind=submission.document.kind, visibility=submission.visibility, public_from=1 if public else None, number=0
    )
