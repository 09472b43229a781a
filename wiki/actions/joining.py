"""Merge two concepts that are one, and divide them again."""

from dataclasses import dataclass, replace

from wiki import policies
from wiki.actions import restoring
from wiki.actions.deleting import bring_back, deleted, remove, settle
from wiki.actions.derived import render_text
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.linking import names_of
from wiki.actions.naming import spoken_names
from wiki.actions.protecting import refuse_protected
from wiki.actions.rights import require_now
from wiki.actions.saving import Submission, clean, save_entry
from wiki.actions.writing import writing
from wiki.document.names import fold, title_key
from wiki.models import Act, Alias, Concept, Edit, Entry
from wiki.rendering.rewriting import append_section

TRIES = 5  # with a text that others save meanwhile, before the person is asked


class MergeRefused(SaveRefused):
    """The two cannot be merged, or not be divided; the message says why."""

    field = "into"


class AcrossVisibilities(MergeRefused):
    """One is public, the other private, and the person may not publish."""


@dataclass
class Merged:
    """The concept that took everything, its revision (None when its text holds everything already), and the Act."""

    entry: Entry
    edit: Edit | None
    act: Act


def merge(source, into, *, by, reason="", seen=None):
    """Put one concept into another: names, tags, related names, text; what linked to the one links to the other.

    The source goes, and each of its addresses leads to the target, which keeps its visibility. All of it happens or
    nothing. `seen` is the pair of revision numbers that the person decided on. Returns Merged.
    Raises MergeRefused, AcrossVisibilities, and EditConflict when one of the two was changed since `seen`.
    """
    for _ in range(TRIES):
        source, target = live(source), live(into)
        refuse(source, target, by)
        if seen is not None and seen != (source.number, target.number):
            raise EditConflict(source if seen[0] != source.number else target, seen[0])
        document = joined(source, target)
        rendered = render_text(document.body)
        if source.body.strip() and not rendered.refused and not _is_heading(source.title, rendered):
            raise MergeRefused(
                f"“{target.title}” ends in a block that is not closed (code, a comment or a formula) and would swallow "
                "what is added. Close it first."
            )
        with writing():
            if _unchanged(source, target):
                return _merge(source, target, document, rendered, by, reason)
    raise EditConflict(target, target.number)


def refuse(source, target, by):
    """Raise MergeRefused when this person cannot merge these two, Protected when one of them is closed to them."""
    if source.pk == target.pk:
        raise MergeRefused(f"“{source.title}” cannot be merged into itself. Name another concept.")
    refuse_protected([source.pk, target.pk], by)
    if by is not None and not policies.can_merge(by, source, target):  # nobody in person: the system, which may
        one, other = ("public", "private") if source.is_public else ("private", "public")
        raise AcrossVisibilities(
            f"“{source.title}” is {one} and “{target.title}” is {other}. Only who may publish can merge them."
        )


def live(entry):
    """Return the concept as it is stored now. Raises MergeRefused when it was deleted."""
    found = Concept.objects.scoped(private=True).filter(pk=entry.pk).first()
    if found is None:
        raise MergeRefused(f"“{entry.title}” was deleted in the meantime.")
    return found


def joined(source, target):
    """Return the Document of the target with everything of the source in it, as it will be stored."""
    ours, theirs = target.document(), source.document()
    own, related = names_of([source, target]), {}
    for name in (*ours.related, *theirs.related):
        if fold(name) not in own:
            related.setdefault(fold(name), name)
    document = replace(
        ours,
        aliases=(*ours.aliases, *theirs.aliases),
        tags=(*ours.tags, *theirs.tags),
        related=tuple(related.values()),
        body=append_section(ours.body, source.title, theirs.body, render_text),
    )
    return clean(document)


def names_to_move(source, target, document):
    """Return (text, kind, number) of the names that the target gets beside those in its document: the title of the
    source as a former one, its former titles, its file names.

    For readers they lie at the horizon of the target: open while they see the revision it is at now. The number 0
    hides from them for good what they did not know, and everything when the target is private. What only a suppressed
    text says stays with the source.
    """
    held = {target.title_key, *map(title_key, document.aliases)}
    held |= set(target.aliases.exclude(kind=Alias.Kind.ALIAS).values_list("key", flat=True))
    rows = source.aliases.exclude(kind=Alias.Kind.ALIAS).told(suppressed=False)
    known = set(Alias.objects.scoped(private=False).filter(entry=source).values_list("pk", flat=True))
    number = target.number if target.is_public else 0
    moved = {title_key(source.title): (source.title, str(Alias.Kind.FORMER), number)}
    for row in rows:
        moved.setdefault(row.key, (row.text, row.kind, number if row.pk in known else 0))
    return [name for key, name in moved.items() if key not in held]


def undo_merge(act, *, by, reason=""):
    """Divide what a merge (its Act) put together: the source is back, the target gives up names and text.

    The source comes back private, as from the bin: what was decided about the target since then may have been about
    its text. What was written in the target stays. Returns the source. Raises MergeRefused when that cannot be done
    cleanly; nothing is changed then.
    """
    source, target = act.entry, act.other
    if source is None or target is None:
        raise MergeRefused("One of the two was deleted for good; there is nothing left to divide.", field="reason")
    for _ in range(TRIES):
        target = live(target)
        found = restoring.undone(target, act.number) if act.number else None
        if found is not None and not found.is_clean:
            raise MergeRefused(
                f"What came from “{source.title}” was changed in “{target.title}” since then, so it cannot be taken "
                "out by itself. Take it out by hand, and restore the other from the recycle bin.",
                field="reason",
            )
        document = clean(found.document()) if found else target.document()
        rendered, own = render_text(document.body), render_text(source.body)
        with writing():
            if _unchanged(target):
                return _divide(act, target, document, rendered, own, by, reason)
    raise EditConflict(target, target.number)


def _beside(target):
    """Former titles and file names of the target. Another name that comes with a merge can cover one of them."""
    return set(target.aliases.exclude(kind=Alias.Kind.ALIAS).values_list("text", "kind", "number"))


def _is_heading(title, rendered):
    wanted = " ".join(title.split())
    return any(heading.level == 2 and " ".join(heading.text.split()) == wanted for heading in rendered.headings)


def _unchanged(*entries):
    """Whether these are still at the revision and as public as they were read; locks them. Inside a transaction."""
    rows = Entry.objects.scoped(private=True).filter(pk__in=[entry.pk for entry in entries])
    found = rows.select_for_update().order_by("pk").values_list("pk", "number", "visibility")
    return set(found) == {(entry.pk, entry.number, entry.visibility) for entry in entries}


def _merge(source, target, document, rendered, by, reason):
    refuse_protected([source.pk, target.pk], by)
    require_now(lambda person: policies.can_merge(person, source, target), by)
    before, spoken = names_of([source, target]), spoken_names([source, target], {})
    names = names_to_move(source, target, document)
    held = _beside(target)
    remove(source)
    Alias.objects.bulk_create(Alias.named(target, text, kind, number=number) for text, kind, number in names)
    summary = reason or f"[[{source.title}]] merged into this"
    change = Submission(document, target, base=target.number, kind=Edit.Kind.MERGE, summary=summary, rendered=rendered)
    saved = save_entry(change, by=by)
    settle([saved.entry], before, spoken)
    act = Act.objects.create(
        kind=Act.Kind.MERGE,
        entry=source,
        title=source.title,
        other=target,
        number=saved.edit.number if saved.edit else None,
        details={"names": names, "covered": sorted(held - _beside(target), key=str)},
        by=by,
        reason=reason,
    )
    return Merged(saved.entry, saved.edit, act)


def _divide(act, target, document, rendered, own, by, reason):
    source = deleted(act.entry)
    if source.acts.first() != act:
        raise MergeRefused(f"“{source.title}” was restored or merged again since then.", field="reason")
    require_now(policies.can_merge, by)
    refuse_protected([source.pk, target.pk], by)
    before, spoken = names_of([source, target]), spoken_names([source, target], {})
    for text, kind, _ in act.details.get("names", ()):
        target.aliases.filter(key=title_key(text), kind=kind).delete()
    saved = None
    if act.number:
        summary = reason or f"[[{source.title}]] is a page of its own again"
        change = Submission(
            document, target, base=target.number, kind=Edit.Kind.UNDO, summary=summary, rendered=rendered
        )
        saved = save_entry(change, by=by)
    known = set(target.aliases.values_list("key", flat=True)) | {title_key(document.title)}
    covered = [name for name in act.details.get("covered", ()) if title_key(name[0]) not in known]
    Alias.objects.bulk_create(Alias.named(target, text, kind, number=number) for text, kind, number in covered)
    bring_back(source, own, by, f"Divided from “{target.title}”")
    settle([source, target], before, spoken)
    edit = saved.edit if saved else None
    Act.objects.create(
        kind=Act.Kind.UNMERGE,
        entry=source,
        title=source.title,
        other=target,
        number=edit.number if edit else None,
        by=by,
        reason=reason,
    )
    return source
