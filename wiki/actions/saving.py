"""Saving entries: the one way by which a text becomes part of the wiki."""

from dataclasses import dataclass, replace

from django.db import IntegrityError
from django.utils import timezone

from wiki import history
from wiki.actions import citing, linking, mentioning, naming, tagging
from wiki.actions.derived import render_text, set_rendered
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused, TooLarge
from wiki.actions.writing import writing
from wiki.document import names
from wiki.document.dates import read_date
from wiki.document.document import Document
from wiki.models import Concept, Edit, Entry, Essay, Origin, Visibility, VisibilityChange
from wiki.rendering.rendered import Rendered

MAX_BODY = 1_000_000  # bytes of UTF-8
LONGEST = {"author": 255, "publication": 255, "published": 100, "source_url": 2000}  # characters


@dataclass
class Draft:
    """One text to save.

    `entry` is None for a new one. `base` is the revision number the writer started from; None takes the current one.
    `visibility` is the first visibility of a new entry; the caller has established that the writer may set it.
    `origin` is an unsaved Origin for imports. `paths` are file names that lead here. `rendered` is given by
    who has rendered the text already.
    """

    document: Document
    entry: Entry | None = None
    base: int | None = None
    visibility: str = Visibility.PRIVATE
    summary: str = ""
    kind: str = ""
    origin: Origin | None = None
    paths: tuple[str, ...] = ()
    rendered: Rendered | None = None


@dataclass
class Saved:
    """The entry as it is now, and its new revision; `edit` is None when nothing had changed."""

    entry: Entry
    edit: Edit | None


def save_entry(draft, *, by):
    """`save_entries` for one draft. Returns Saved."""
    return save_entries([draft], by=by)[0]


def save_entries(drafts, *, by):
    """Save drafts, all or none: texts, names, tags, links, citations and history. Returns Saved in order.

    Raises SaveRefused (NameTaken, TooLarge) for a text that cannot be stored and EditConflict when an entry was
    changed since its draft's base. A text that cannot be rendered in time is stored and shown as plain text.
    """
    drafts = [replace(draft, document=clean(draft.document)) for draft in drafts]
    rendered = [draft.rendered or render_text(draft.document.body) for draft in drafts]
    try:
        with writing():
            return _write(drafts, rendered, by)
    except IntegrityError as error:
        if "entry_slug_once" in str(error) or "entry_title_once" in str(error) or "wiki_entry." in str(error):
            first = drafts[0].document
            raise NameTaken(first.title, first.kind) from error
        raise


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


def _write(drafts, rendered, by):
    current = _locked(drafts)
    saved, work = [], []
    for draft, result in zip(drafts, rendered, strict=True):
        entry = current.get(draft.entry.pk) if draft.entry else _new(draft)
        if draft.entry:
            if draft.base is not None and draft.base != entry.number:
                raise EditConflict(entry, draft.base, draft.document)
            if _same(entry, draft):
                _keep_origins([(draft, entry)])
                saved.append(Saved(entry, None))
                continue
        work.append((draft, entry, result))
        saved.append(Saved(entry, None))
    if work:
        edits = _save(work, by)
        for record in saved:
            record.edit = edits.get(record.entry.pk)
    return saved


def _locked(drafts):
    """The entries of these drafts as they are now, locked until the transaction ends."""
    keys = [draft.entry.pk for draft in drafts if draft.entry]
    if not keys:
        return {}
    rows = {}
    for model in (Concept, Essay):
        live = model.objects.scoped(private=True).filter(pk__in=keys).prefetch_related("aliases", "tagged")
        rows |= {entry.pk: entry for entry in live.select_for_update(of=("self", "entry_ptr")).order_by("pk")}
    for draft in drafts:
        if draft.entry and draft.entry.pk not in rows:
            raise SaveRefused(f"“{draft.entry.title}” was deleted in the meantime.", field="title")
    return rows


def _same(entry, draft):
    known = {alias.key for alias in entry.aliases.all()}
    return entry.document() == draft.document and all(names.title_key(path) in known for path in draft.paths)


def _new(draft):
    model = Essay if draft.document.kind == "essay" else Concept
    public = draft.visibility == Visibility.PUBLIC
    return model(kind=draft.document.kind, visibility=draft.visibility, public_from=1 if public else None, number=0)


def _save(work, by):
    """Write rows for (draft, entry, Rendered) triples. Returns {entry id: Edit}."""
    now = timezone.now()
    old = [entry for _, entry, _ in work if entry.pk]
    folds_before = linking.names_of(old) if old else set()
    shown_before = {entry.pk: naming.shown_names(entry) for entry in old}
    fresh = []
    for draft, entry, result in work:
        _fill(entry, draft.document, result, now)
        if entry.pk is None:
            fresh.append(entry)
    naming.refuse_taken([entry for _, entry, _ in work])
    _insert(fresh)
    for entry in old:
        entry.save()
    naming.keep_former_titles(old, shown_before)
    naming.replace_aliases([(entry, draft.document.aliases, draft.paths) for draft, entry, _ in work])
    tagging.replace_tags([(entry, draft.document.tags) for draft, entry, _ in work])
    pairs = [(entry, result) for _, entry, result in work]
    linking.replace_links(pairs)
    citing.replace_citations(pairs)
    entries = [entry for _, entry, _ in work]
    renamed = {entry.pk for draft, entry, _ in work if shown_before.get(entry.pk) != naming.names_in(draft.document)}
    folds = (folds_before | linking.names_of(entries)) if renamed else set()
    moved = linking.relink(folds)
    essays = [entry for entry in entries if isinstance(entry, Essay)]
    if essays:
        mentioning.replace_mentions(essays)
    concepts = [entry for entry in entries if entry.pk in renamed and entry.kind == "concept"]
    mentioning.remention(naming.spoken_names(concepts, shown_before), moved)
    edits = history.record_many(
        [
            history.Change(entry, draft.document, draft.kind or _kind(entry), draft.base or entry.number, draft.summary)
            for draft, entry, _ in work
        ],
        by=by,
    )
    _keep_publications([entry for entry in fresh if entry.is_public], work, by)
    _keep_origins([(draft, entry) for draft, entry, _ in work])
    return {edit.entry_id: edit for edit in edits}


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


def _insert(entries):
    """Insert new concepts and essays. Django has no bulk insert for a model with a parent: parents go in first."""
    columns = [field.attname for field in Entry._meta.concrete_fields if field.attname != "id"]
    parents = Entry.objects.bulk_create(
        [Entry(**{name: getattr(entry, name) for name in columns}) for entry in entries], batch_size=200
    )
    for entry, parent in zip(entries, parents, strict=True):
        entry.pk = entry.id = parent.pk
        entry.created_at = parent.created_at
        entry._state.adding = False
    for model in (Concept, Essay):
        if own := [entry for entry in entries if isinstance(entry, model)]:
            model._base_manager._insert(own, fields=model._meta.local_concrete_fields, using=model._base_manager.db)


def _keep_publications(entries, work, by):
    reasons = {id(entry): draft.summary for draft, entry, _ in work}
    VisibilityChange.objects.bulk_create(
        VisibilityChange(
            entry=entry, by=by, visibility=Visibility.PUBLIC, number=entry.number, reason=reasons[id(entry)]
        )
        for entry in entries
    )


def _keep_origins(pairs):
    """Write the origin of each (draft, entry) pair that was read from a file."""
    origins = []
    for draft, entry in pairs:
        if draft.origin is not None:
            draft.origin.entry_id = entry.pk
            draft.origin.number = entry.number
            draft.origin.document = history.write(draft.document)
            origins.append(draft.origin)
    Origin.objects.filter(entry__in=[origin.entry_id for origin in origins]).delete()
    Origin.objects.bulk_create(origins, batch_size=200)
