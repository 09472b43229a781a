"""Give an entry another title. The old one goes on leading to it; texts that link by it may be rewritten."""

from dataclasses import dataclass, field, replace

from wiki.actions.derived import render_text
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.naming import renaming_summaries
from wiki.actions.protecting import Protected
from wiki.actions.saving import Submission, clean, save_entry
from wiki.candidates import candidates, candidates_for, public
from wiki.document.names import fold, fold_tail
from wiki.document.resolution import resolve
from wiki.models import Edit, Entry, Link, sees_private
from wiki.models.entry import FORM
from wiki.models.link import target_column
from wiki.rendering.rewriting import rewrite_links
from wiki.rendering.wikilinks import clean_path

MOST = 200  # texts that one renaming rewrites; links in the others lead on by the former title


@dataclass
class Renamed:
    """The entry as it is now, its revision (None when it had this title already), the entries whose texts were
    rewritten, how many texts still link by the old name, and the titles of those of them that are protected."""

    entry: Entry
    edit: Edit | None
    rewritten: list[Entry] = field(default_factory=list)
    left: int = 0
    protected: list[str] = field(default_factory=list)


def rename(entry, title, *, by, reason="", rewrite=False):
    """Save the entry (as it was read) under another title, as a revision. Returns Renamed.

    The old title stays as a former one. With `rewrite` the texts that `by` sees and that link by the old title get the
    new one, each as a revision of its own. Raises SaveRefused (NameTaken) for a title that cannot be, and EditConflict
    when somebody else gave the entry another title since it was read.
    """
    old = entry.title
    document = replace(entry.document(), title=title)
    summary = reason or renaming_summaries(old, clean(document).title)[0]
    sources = list(sources_by_name(entry, by)[:MOST]) if rewrite else []
    saved = save_entry(Submission(document, entry, base=entry.number, kind=Edit.Kind.RENAME, summary=summary), by=by)
    renamed = Renamed(saved.entry, saved.edit)
    if rewrite and saved.edit is not None:
        _rewrite(renamed, sources, old, by)
    return renamed


def links_by_name(entry, user):
    """Return the links in the texts and related names of others that name this entry by its title, in one form or
    another (`[[Old title]]`, `[[old-title]]`), for somebody who sees them."""
    column = target_column(sees_private(user))
    found = Link.objects.visible_to(user).filter(**{column: entry.pk}, fold=fold_tail(entry.title)[:FORM])
    return found.exclude(kind=Link.Kind.MENTION).exclude(source=entry.pk)


def names_it(target, title):
    """Whether a link's target is this title itself, not a path that ends with it."""
    return fold(target) == fold(title)


def sources_by_name(entry, user):
    """Return the ids of the entries whose links `links_by_name` finds, in order of their names."""
    rows = links_by_name(entry, user).order_by("source__fold", "source_id").values_list("source_id", "target")
    return list(dict.fromkeys(source for source, target in rows if names_it(target, entry.title)))


def spelling(written, old, new):
    """Return the new title as it is to stand for what was written: `[[old title]]` in a sentence stays small."""
    small = written[:1].islower() and old[:1].isupper() and written[1:2] == old[1:2]
    return new[:1].lower() + new[1:] if small and not new[1:2].isupper() else new


def leads_to(name, entry):
    """Whether a link by this name means the entry, to everybody who sees it."""
    near = candidates_for(name, candidates([name]))
    known = [resolve(name, near)]
    if entry.is_public:
        known.append(resolve(name, public(near)))
    return clean_path(name) == name and all([candidate.id for candidate in found] == [entry.pk] for found in known)


def _rewrite(renamed, sources, old, by):
    new = renamed.entry.title
    if not leads_to(new, renamed.entry):
        renamed.left = len(sources)
        return
    rows = Entry.objects.visible_to(by).filter(pk__in=sources).order_by("fold", "pk")
    for source in rows.select_related("essay").prefetch_related("aliases", "tagged"):
        document, rendered = _with_new_name(source, renamed.entry, old, new)
        if document is None:
            renamed.left += 1
            continue
        # Readers of a public text are not told that a private entry has a name, or another one now.
        told = renamed.entry.is_public or not source.is_public
        summary = renaming_summaries(old, new)[0 if told else 1]
        change = Submission(
            document, source, base=source.number, kind=Edit.Kind.EDIT, summary=summary, rendered=rendered
        )
        try:
            saved = save_entry(change, by=by)
        except Protected:
            renamed.left += 1
            renamed.protected.append(source.title)
        except (SaveRefused, EditConflict):  # deleted or rewritten at this moment: its link leads on all the same
            renamed.left += 1
        else:
            renamed.rewritten.append(saved.entry)


def _with_new_name(source, entry, old, new):
    """Return the Document of an entry with the new name in the place of the old, and what it renders to (None: not
    known). (None, None) when nothing of it can be rewritten."""

    def replaced(target):
        return spelling(target, old, new) if names_it(target, old) else None

    # Where readers are led somewhere else by the same words, the words stay.
    elsewhere = source.links.filter(fold=fold_tail(old)[:FORM]).exclude(target_public=None)
    if source.is_public and elsewhere.exclude(target_public=entry.pk).exists():
        return None, None
    document = source.document()
    found = rewrite_links(document.body, replaced, render_text)
    related = tuple(replaced(name) or name for name in document.related)
    if not found.count and related == document.related:
        return None, None
    return replace(document, body=found.text, related=related), found.rendered
