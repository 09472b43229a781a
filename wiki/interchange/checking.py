"""Compare what was read with what is there. Writes nothing; `applying` carries the plan out."""

from dataclasses import dataclass, field, replace

from wiki.actions.errors import SaveRefused
from wiki.actions.saving import clean
from wiki.document import names
from wiki.document.document import Document
from wiki.interchange import clashes, redirects, roots, titles
from wiki.interchange.known import Known, KnownOrigin
from wiki.interchange.recognition import Recognition
from wiki.interchange.records import Message, Record
from wiki.models import Visibility

CHOICES = ("stop", "skip", "revise", "qualify")
FOLDERS = {"concept": "concepts", "essay": "essays"}


@dataclass(frozen=True)
class Rules:
    """What the person importing decided: `on_conflict` is one of CHOICES; `may_publish` their permission; `closed` the
    ids of entries that are protected from them."""

    on_conflict: str = "stop"
    qualifier: str = ""
    publish_as_marked: bool = False
    may_publish: bool = False
    closed: frozenset = frozenset()


@dataclass
class Item:
    """One file of the plan. `status`: new, changed, same, conflict, skipped or failed."""

    record: Record
    status: str = "new"
    title: str = ""
    origin: KnownOrigin | None = None
    document: Document | None = None
    file_document: Document | None = None  # what the file says, where `document` says more: edits made here
    to_merge: bool = False
    entry_id: int | None = None
    base: int | None = None
    slug: str = ""
    visibility: str = Visibility.PRIVATE
    paths: tuple[str, ...] = ()
    messages: list[Message] = field(default_factory=list)

    @property
    def unchanged(self):
        """Whether the last import read the same bytes."""
        return self.origin is not None and self.origin.sha256 == self.record.sha256

    def say(self, level, text):
        self.messages.append(Message(level, text))

    def refuse(self, status, level, text):
        self.status = status
        self.say(level, text)


def check(records, rules):
    """Return the Items for these records, in their order.

    The bytes of a record are let go as soon as they can be read again, and the text of a file that did not change:
    of many files, only the texts of those that will be saved are held.
    """
    known = Known.load()
    recognition = Recognition(known)
    items = [_item(record, recognition) for record in records]
    texts = [item for item in items if item.record.kind in FOLDERS]
    others = redirects.follow([item for item in items if item.record.kind == "redirect"], texts, known)
    recognition.take_others(texts)
    for item in texts:
        _compare(item, known)
    clashes.give_names(texts, known, rules, recognition.taken)
    for item in texts:
        clashes.refuse_to_publish(item, known, rules)
        clashes.leave_protected(item, known, rules)
    living = [item for item in texts if item.status in ("new", "changed")]
    roots.hide_unknown([item for item in living if not item.unchanged], known)
    for item in living:
        _finish(item, known, rules)
    for item in texts:
        if item.status == "same":
            _show_current(item, known)
    redirects.report(others, known)
    _report_shared_aliases([item for item in living if item.status in ("new", "changed")], known)
    return items


def _item(record, recognition):
    item = Item(record, title=record.title, messages=list(record.messages))
    if record.load is not None:
        record.raw = b""
    if record.kind in ("skipped", "failed"):
        item.status = record.kind
    elif record.kind in FOLDERS and recognition.take_unchanged(item):
        record.body = ""
    return item


def _compare(item, known):
    """Tell from the origin what became of the file, and of the entry, since the last import."""
    record, origin = item.record, item.origin
    if origin is None:
        for other in known.by_path.get(record.path, ()):
            item.say(
                "info",
                f"A file of this path was imported before, as “{known.entries[other.entry_id].title}”; by its title,"
                " this is another one.",
            )
        return
    entry = known.entries[origin.entry_id]
    item.entry_id, item.base, item.slug = entry.id, entry.number, entry.slug
    if names.title_key(names.base_title(entry.title)) == names.title_key(record.title):
        item.title = entry.title  # a qualifier that an earlier import or an editor gave stays
    edited = entry.number != origin.number
    if not item.unchanged:
        item.status = "retyped" if entry.kind != record.kind else "edited" if edited else "changed"
        return
    item.status = "same"
    if origin.path != record.path:
        item.say("info", f"The same file was imported before, as {origin.path}.")
    if entry.kind != record.kind:
        item.say("info", f"The entry is of the kind {entry.kind} and stays so: an import changes no kind.")
    elif not known.has_names(entry, record.aliases):
        if edited:
            item.say("info", "The entry was edited here since the last import; names that it lacks were not added.")
        else:
            item.status = "changed"  # a redirect page gave it another name
            item.title = entry.title


def _finish(item, known, rules):
    """Make the document and decide visibility and paths; what cannot be stored fails with its reason."""
    record = item.record
    if item.unchanged:
        item.document = replace(known.imported(item.origin), aliases=tuple(record.aliases))
    try:
        item.document = clean(
            item.document
            or Document(
                kind=record.kind,
                title=item.title,
                aliases=tuple(record.aliases),
                tags=tuple(record.tags),
                related=tuple(record.related),
                author=record.author,
                publication=record.publication,
                published=record.published,
                source_url=record.source_url,
                extra=record.extra,
                body=record.body,
            )
        )
    except SaveRefused as error:
        item.refuse("failed", "error", str(error))
        return
    if item.to_merge:
        clashes.bring_together(item, known)
        if item.status == "conflict":
            return
    item.title = item.document.title
    item.slug = names.slugify(item.title)
    item.paths = _paths(record, item)
    _decide_visibility(item, known, rules)


def _paths(record, item):
    """The file's path as a name, where links by it would not find the entry already."""
    if not titles.from_file_name(record.path):
        return ()
    folder, _, _ = record.path.rpartition("/")
    stem = titles.stem(record.path)
    known = names.fold(stem) in (names.fold(item.title), names.fold(item.slug))
    if known and folder in ("", FOLDERS[record.kind]):
        return ()
    return (f"{folder}/{stem}" if folder else stem,)


def _decide_visibility(item, known, rules):
    marked = item.record.marked
    if item.entry_id is not None:
        item.visibility = known.entries[item.entry_id].visibility
        if marked in Visibility.values and marked != item.visibility:
            item.say(
                "info",
                f"The file says “{marked}”; an import leaves the visibility of an entry"
                " as it is. An admin changes it in the admin pages.",
            )
        return
    if marked == Visibility.PUBLIC and rules.publish_as_marked:
        if rules.may_publish:
            item.visibility = Visibility.PUBLIC
        else:
            item.say("warning", "Marked public, but the person importing may not publish: it is private.")
    elif marked == Visibility.PUBLIC:
        item.say("info", "Marked public; it is private, because --publish-as-marked was not given.")
    elif marked not in ("", Visibility.PRIVATE):
        item.say("warning", f"“visibility: {marked}” is unknown: it is private.")


def _show_current(item, known):
    entry = known.entries[item.entry_id]
    item.title, item.slug, item.visibility = entry.title, entry.slug, entry.visibility


def _report_shared_aliases(items, known):
    owners = {}
    for item in items:
        for alias in item.document.aliases:
            owners.setdefault(names.title_key(alias), []).append((alias, item))
    by_key = {names.title_key(item.title): item for item in items}
    for key, claims in owners.items():
        for alias, item in claims:
            if key in by_key and by_key[key] is not item:
                item.say("info", f"The other name “{alias}” is the title of another entry; the title wins.")
            elif len(claims) > 1:
                item.say("info", f"The other name “{alias}” is claimed by {len(claims)} entries: it leads to a choice.")


def qualified(rules):
    """The rules, with `qualify` implied by a qualifier where nothing else was chosen."""
    if rules.qualifier and rules.on_conflict == "stop":
        return replace(rules, on_conflict="qualify")
    return rules
