"""Let a name lead to an entry, or lead there no longer; let an entry list another. One revision each."""

from dataclasses import replace

from wiki.actions.derived import render_text
from wiki.actions.errors import SaveRefused
from wiki.actions.renaming import leads_to
from wiki.actions.rights import require_editor
from wiki.actions.saving import Submission, save_entry
from wiki.actions.writing import writing
from wiki.candidates import candidates, candidates_for
from wiki.document.names import BadName, clean_name, title_key
from wiki.document.resolution import resolve
from wiki.models import Entry
from wiki.models.entry import path_of


class NotLed(SaveRefused):
    """The name cannot lead there; the message says why."""

    field = "into"


def lead(name, entry, *, by):
    """Make `name` another name of an entry. Returns Saved; its `edit` is None when it has this name already.

    Raises NotLed where links by this name lead to another entry and would go on doing so, and otherwise as save_entry.
    """
    try:
        name = clean_name(name)
    except BadName as bad:
        raise NotLed(str(bad), field="name") from bad
    document = entry.document()
    if title_key(name) in {title_key(known) for known in (document.title, *document.aliases)}:
        return save_entry(Submission(document, entry=entry, base=entry.number), by=by)
    meant = resolve(name, candidates_for(name, candidates([name])))
    others = [found.title for found in meant if found.id != entry.pk]
    if others:
        raise NotLed(f"“{name}” leads to “{others[0]}” already. Change the names there first.", field="name")
    document = replace(document, aliases=(*document.aliases, name))
    return save_entry(Submission(document, entry=entry, base=entry.number, summary=f"“{name}” leads here"), by=by)


def release(name, entry, *, base, by):
    """Take a given name away from an entry, as somebody decided who saw revision `base`. Returns Saved.

    Its `edit` is None when it does not have the name any more. Raises EditConflict and SaveRefused as save_entry does.
    """
    document = entry.document()
    kept = tuple(known for known in document.aliases if title_key(known) != title_key(name))
    if kept == document.aliases:
        return save_entry(Submission(document, entry=entry), by=by)
    summary = f"“{name}” leads here no longer"
    return save_entry(Submission(replace(document, aliases=kept), entry=entry, base=base, summary=summary), by=by)


def relate(entry, other, *, base, by):
    """Let `entry` list `other` as related, as somebody decided who saw revision `base` of it. Returns Saved.

    Its `edit` is None when it lists it already. A public text does not say the title of a private entry: SaveRefused.
    Raises EditConflict and SaveRefused as save_entry does.
    """
    document = entry.document()
    rendered = render_text(document.body)  # no writer waits for it
    with writing():  # nobody publishes or hides one of the two between this question and the act
        require_editor(by)
        public = Entry.objects.scoped(private=False).filter(pk__in=[entry.pk, other.pk]).values_list("pk", flat=True)
        if set(public) == {entry.pk} != {other.pk}:
            raise SaveRefused(f"“{other.title}” is private, so the public page “{entry.title}” cannot say its title.")
        if any(_means(name, other) for name in document.related):
            return save_entry(Submission(document, entry=entry, rendered=rendered), by=by)
        document = replace(document, related=(*document.related, name_of(other)))
        # What others changed meanwhile is brought together with it.
        summary = f"Related: “{other.title}”"
        return save_entry(Submission(document, entry=entry, base=base, summary=summary, rendered=rendered), by=by)


def _means(name, entry):
    return [found.id for found in resolve(name, candidates_for(name, candidates([name])))] == [entry.pk]


def name_of(entry):
    """Return what a list says to mean this entry: its title where that leads to it, else its path."""
    return entry.title if leads_to(entry.title, entry) else path_of(entry)
