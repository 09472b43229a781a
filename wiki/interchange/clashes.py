"""Where two texts want one place: decided as the person importing said, or left to them as a conflict."""

from wiki.actions.merging import merge_documents
from wiki.document import names
from wiki.models import Visibility


def give_names(items, known, rules, taken):
    """Let each new title be the only one of its kind, or decide the clash as the rules say.

    `taken` holds the ids of entries that files of this import were recognised to be.
    """
    claimed = {}
    for item in items:
        if item.entry_id is not None:
            claimed[item.record.kind, names.slugify(item.title)] = item
    fresh = [item for item in items if item.status == "new"]
    for item in sorted(fresh, key=lambda item: (item.record.format != "garden", item.record.path)):
        _claim(item, claimed, known, rules, taken)
    for item in items:
        if item.status == "edited":
            _revise_edited(item, rules)
        elif item.status == "retyped":
            _refuse_retyped(item, known, rules)


def _claim(item, claimed, known, rules, taken):
    key = item.record.kind, names.slugify(item.title)
    holder = known.by_slug.get(key) or known.by_title.get((item.record.kind, names.title_key(item.title)))
    rival = claimed.get(key)
    if holder is None and rival is None:
        claimed[key] = item
        return
    what = f"“{holder.title}” exists" if holder else f"“{rival.title}” comes from {rival.record.path}"
    if rules.on_conflict == "skip":
        item.refuse("skipped", "warning", f"{what}; this file was left out.")
    elif rules.on_conflict == "revise" and holder is not None and rival is None and holder.id not in taken:
        item.status, item.entry_id, item.base, item.slug = "changed", holder.id, holder.number, holder.slug
        item.title = holder.title
        claimed[key] = item
        taken.add(holder.id)
    elif rules.on_conflict == "qualify" and rules.qualifier and not item.title.endswith(f"({rules.qualifier})"):
        item.title = f"{item.title} ({rules.qualifier})"
        item.say("info", f"{what}; this one is called “{item.title}”.")
        _claim(item, claimed, known, rules, taken)
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
        item.status, item.to_merge = "changed", True


def bring_together(item, known):
    """Merge the file's text with what the entry became since the last import, or leave the clash to a person."""
    entry = known.entries[item.entry_id]
    merged = merge_documents(known.imported(item.origin), item.document, known.current(entry))
    if not merged.is_clean:
        item.refuse(
            "conflict",
            "error",
            f"Both the file and the entry changed since the last import, {_places(merged)}. Choose:"
            " --on-conflict skip keeps the entry, revise makes the file its newest revision; history keeps both.",
        )
        return
    item.file_document, item.document = item.document, merged.document()
    item.say("info", "The entry was edited here since the last import; the two changes were brought together.")


def _places(merged):
    count = len(merged.body.clashes)
    places = ([f"in {count} place{'s' if count > 1 else ''} of the text"] if count else []) + sorted(merged.values)
    return f"and differently ({', '.join(places)})"


def _refuse_retyped(item, known, rules):
    entry = known.entries[item.entry_id]
    was, now = f"{entry.kind} “{entry.title}”", item.record.kind
    if rules.on_conflict == "skip":
        item.refuse(
            "skipped", "warning", f"This file was imported as the {was} and is of the kind {now} now; left out."
        )
    else:
        item.refuse(
            "conflict",
            "error",
            f"This file was imported as the {was} and is of the kind {now} now; an import changes no kind. Choose:"
            f" --on-conflict skip keeps the entry; put “type: {entry.kind}” into the file to revise it; give the file"
            " another name and title to import it beside the entry.",
        )


def leave_protected(item, known, rules):
    """Leave out what would change an entry that is protected from the person importing."""
    if item.status == "changed" and item.entry_id in rules.closed:
        title = known.entries[item.entry_id].title
        item.refuse("skipped", "warning", f"“{title}” is protected: only admins change it. This file was left out.")


def refuse_to_publish(item, known, rules):
    """What everybody would read at once must say that it is public: a revision of a public entry included.

    A file that never said anything may revise an entry that somebody published since: saying nothing is no news.
    """
    entry, marked = known.entries.get(item.entry_id), item.record.marked
    if item.status != "changed" or entry.visibility != Visibility.PUBLIC or marked == Visibility.PUBLIC:
        return
    origin = item.origin
    if origin is not None and origin.path == item.record.path and not marked and not origin.marked:
        return
    says = f"says “visibility: {marked}”" if marked else "does not say that it is public"
    if rules.on_conflict == "skip":
        item.refuse("skipped", "warning", f"The entry “{entry.title}” is public and this file {says}; it was left out.")
    else:
        item.refuse(
            "conflict",
            "error",
            f"The entry “{entry.title}” is public and this file {says}. Choose: --on-conflict skip keeps the entry as"
            " it is; to publish this text, write “visibility: public” into the file.",
        )
