"""What a card beside a link says of the entry it leads to."""

from dataclasses import dataclass

from wiki.models import Alias, Entry, sees_private
from wiki.prepared import Prepared
from wiki.readers import targets
from wiki.readers.rows import COLUMNS, Row, Shown, row

ALIASES = 5


@dataclass
class Card:
    """A Row with its other names and how many entries link to it."""

    row: Row
    linked_from: int
    aliases: list[str]


def find_card(kind, slug, user):
    """Return the Card of the entry of this kind with this slug, or None when this person sees none."""
    private = sees_private(user)
    for entry in _find(private, kind, slug):
        return Card(row(entry), len(targets.sources(private, entry.id)), _aliases(private, entry.id))
    return None


_find = Prepared(
    lambda private, kind, slug: Entry.objects.scoped(private).filter(kind=kind, slug=slug).values_list(*COLUMNS), Shown
)
_aliases = Prepared(
    lambda private, entry_id: (
        Alias.objects.scoped(private)
        .filter(entry_id=entry_id, kind="alias")
        .order_by("position")
        .values_list("text")[:ALIASES]
    ),
    lambda text: text,
)
