"""Compare what was read with what is there. Writes nothing; `applying` carries the plan out."""

from dataclasses import dataclass, field, replace

from wiki.actions.errors import SaveRefused
from wiki.actions.saving import clean
from wiki.document import names
from wiki.document.document import Document
from wiki.interchange import redirects, roots, titles
from wiki.interchange.known import Known
from wiki.interchange.records import Message, Record
from wiki.models import Visibility

CHOICES = ("stop", "skip", "revise", "qualify")
FOLDERS = {"concept": "concepts", "essay": "essays"}


@dataclass(frozen=True)
class Rules:
    """What the person importing decided: `on_conflict` is one of CHOICES; `may_publish` their permission."""

    on_conflict: str = "stop"
    qualifier: str = ""
    publish_as_marked: bool = False
    may_publish: bool = False


@dataclass
class Item:
    """One file of the plan. `status`: new, changed, same, conflict, skipped or failed."""

    record: Record
    status: str = "new"
    title: str = ""
    document: Document | None = None
    entry_id: int | None = None
    base: int | None = None
    slug: str = ""
    visibility: str = Visibility.PRIVATE
    paths: tuple[str, ...] = ()
    messages: list[Message] = field(default_factory=list)

    def say(self, level, text):
        self.messages.append(Message(level, text))

    def refuse(self, status, level, text):
        self.status = status
        self.say(level, text)


def check(records, rules):
    """Return the Items for these records, in their order."""
    known = Known.load()
    items = [Item(record, title=record.title, messages=list(record.messages)) for record in records]
    for item in items:
        if item.record.kind in ("skipped", "failed"):
            item.status = item.record.kind
    texts = [item for item in items if item.record.kind in FOLDERS]
    others = redirects.follow([item for item in items if item.record.kind == "redirect"], texts, known)
    paths = {item.record.path for item in texts}
    for item in texts:
        _recognise(item, known, paths)
    _give_names(texts, known, rules)
    living = [item for item in texts if item.status in ("new", "changed")]
    roots.hide_unknown(living, known)
    for item in living:
        _finish(item, known, rules)
    for item in texts:
        if item.status == "same":
            _show_current(item, known)
    redirects.report(others, known)
    _report_shared_aliases([item for item in living if item.status in ("new", "changed")], known)
    return items


def _recognise(item, known, paths):
    """Find the entry that an earlier import made from this file: by path, digest, or (in another folder) its names."""
    record = item.record
    origin = known.by_path.get(record.path) or known.by_digest.get(record.sha256)
    if origin is None:
        entry = known.by_title.get((record.kind, names.title_key(record.title)))
        moved = known.origin_of.get(entry.id) if entry else None
        if moved is not None and moved.path not in paths and _same_file_name(moved, entry, record):
            origin = moved
    if origin is None:
        return
    entry = known.entries[origin.entry_id]
    item.entry_id, item.base, item.slug = entry.id, entry.number, entry.slug
    item.status = "same" if origin.sha256 == record.sha256 else "changed"
    if names.title_key(names.base_title(entry.title)) == names.title_key(record.title):
        item.title = entry.title  # a qualifier that an earlier import or an editor gave stays
    if item.status == "changed" and entry.number != origin.number:
        item.status = "edited"
    if item.status == "same" and not known.has_names(entry, record.aliases):
        item.status = "changed"  # a redirect page gave it another name


def _same_file_name(origin, entry, record):
    """Whether a file may be the one that made the entry, in another folder now; else it only has the same title."""
    return titles.stem(origin.path) == titles.stem(record.path) and entry.title == record.title


def _give_names(items, known, rules):
    """Let each new title be the only one of its kind, or decide the clash as the rules say."""
    claimed = {}
    for item in items:
        if item.entry_id is not None:
            claimed[item.record.kind, names.slugify(item.title)] = item
    fresh = [item for item in items if item.status == "new"]
    for item in sorted(fresh, key=lambda item: (item.record.format != "garden", item.record.path)):
        _claim(item, claimed, known, rules)
    for item in items:
        if item.status == "edited":
            _revise_edited(item, rules)


def _claim(item, claimed, known, rules):
    key = item.record.kind, names.slugify(item.title)
    holder = known.by_slug.get(key) or known.by_title.get((item.record.kind, names.title_key(item.title)))
    rival = claimed.get(key)
    if holder is None and rival is None:
        claimed[key] = item
        return
    what = f"“{holder.title}” exists" if holder else f"“{rival.title}” comes from {rival.record.path}"
    if rules.on_conflict == "skip":
        item.refuse("skipped", "warning", f"{what}; this file was left out.")
    elif rules.on_conflict == "revise" and holder is not None and rival is None:
        item.status, item.entry_id, item.base, item.slug = "changed", holder.id, holder.number, holder.slug
        item.title = holder.title
        claimed[key] = item
    elif rules.on_conflict == "qualify" and rules.qualifier and not item.title.endswith(f"({rules.qualifier})"):
        item.title = f"{item.title} ({rules.qualifier})"
        item.say("info", f"{what}; this one is called “{item.title}”.")
        _claim(item, claimed, known, rules)
    else:
        item.refuse(
            "conflict",
            "error",
            f"{what}. Choose: --on-conflict skip leaves this file out, revise makes it a revision of the existing"
            " entry, --qualifier NAME imports it beside the other under a qualified name.",
        )


def _revise_edited(item, rules):
    if rules.on_conflict == "skip":
        item.refuse("skipped", "warning", "The entry was edited here since the last import; this file was left out.")
    elif rules.on_conflict == "revise":
        item.status = "changed"
        item.say("warning", "The entry was edited here since the last import; the file becomes its newest revision.")
    else:
        item.refuse(
            "conflict",
            "error",
            "Both the file and the entry changed since the last import. Choose: --on-conflict skip keeps the entry,"
            " revise makes the file its newest revision; history keeps both.",
        )


def _finish(item, known, rules):
    """Make the document and decide visibility and paths; what cannot be stored fails with its reason."""
    record = item.record
    try:
        item.document = clean(
            Document(
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
            item.say("info", f"The file says “{marked}”; an import leaves the visibility of an entry as it is.")
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
