"""Find entries by name, among what a person sees."""

from dataclasses import dataclass

from wiki import policies, whole
from wiki.candidates import candidates, candidates_for
from wiki.document.names import slugify, title_key
from wiki.document.resolution import resolve
from wiki.models import Entry, sees_private
from wiki.readers.rows import Row, row


@dataclass
class ChoicePage:
    name: str
    rows: list[Row]


def near_names(name, user):
    """Return the Candidates for a name that this person types or asks for, by the names that they may know."""
    return candidates_for(name, candidates([name], sees_private(user), policies.can_moderate(user)))


def entries_named(kind, name, user):
    """Return the entries that `name` in an address of this kind means for this person: none, one or several."""
    target = f"{kind}s/{name}"
    near = near_names(target, user)
    found = [candidate.id for candidate in resolve(target, near)]
    return list(Entry.objects.visible_to(user).filter(pk__in=found).select_related("essay").alphabetical())


def entry_by_any_name(model, slug, user):
    """Return the one entry that an address of this kind means for this person, by its slug or another name; or None.

    For what must not fail because a title was changed meanwhile.
    """
    kind = model.__name__.lower()
    entry = whole.at(model, sees_private(user), slug)
    if entry is None:
        named = entries_named(kind, slug, user)
        entry = named[0] if len(named) == 1 else None
    return entry


def holder_of(document, user):
    """Return the entry this person sees that has the title or the slug of a document of its kind, or None."""
    entries = Entry.objects.visible_to(user).filter(kind=document.kind)
    named = entries.filter(title_key=title_key(document.title)).first()
    return named or entries.filter(slug=slugify(document.title)[:255].strip("-")).first()


def choice_page(name, entries):
    """The page for a name that several entries claim."""
    return ChoicePage(name=name.replace("-", " "), rows=[row(entry) for entry in entries])


def entries_meant(name, user):
    """Return the entries of either kind that somebody means by what they typed: none, one or several."""
    found = [candidate.id for candidate in resolve(name, near_names(name, user))]
    return list(Entry.objects.visible_to(user).filter(pk__in=found).alphabetical())
