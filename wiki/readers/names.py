"""Find entries by name, among what a person sees."""

from dataclasses import dataclass

from wiki.candidates import candidates, candidates_for
from wiki.document.resolution import resolve
from wiki.models import Entry, sees_private
from wiki.readers.rows import Row, row


@dataclass
class ChoicePage:
    name: str
    rows: list[Row]


def entries_named(kind, name, user):
    """Return the entries that `name` in an address of this kind means for this person: none, one or several."""
    target = f"{kind}s/{name}"
    near = candidates_for(target, candidates([target], sees_private(user)))
    found = [candidate.id for candidate in resolve(target, near)]
    return list(Entry.objects.visible_to(user).filter(pk__in=found).select_related("essay").alphabetical())


def choice_page(name, entries):
    """The page for a name that several entries claim."""
    return ChoicePage(name=name.replace("-", " "), rows=[row(entry) for entry in entries])
