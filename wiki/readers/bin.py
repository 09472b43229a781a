"""The recycle bin, and where an entry of another name was typed."""

from dataclasses import dataclass

from wiki import policies
from wiki.document.resolution import resolve
from wiki.models import Act, Concept, Entry, sees_private
from wiki.models.entry import entry_url
from wiki.models.moderation import named
from wiki.readers.names import near_names
from wiki.readers.rows import Row, row

PAGE = 50  # entries a page


@dataclass
class Deleted:
    """An entry in the bin. `act` is what put it there, None where nobody wrote that down; `by` the account of who did
    it, as far as the viewer may know; `into` the entry that took
    its content, as a Row, when it was merged; `can_divide` whether that merge may still be undone."""

    id: int
    kind: str
    title: str
    is_public: bool
    deleted_at: object
    act: Act | None
    by: str = ""
    into: Row | None = None
    can_divide: bool = False


@dataclass
class BinPage:
    rows: list[Deleted]
    count: int
    previous_url: str = ""
    next_url: str = ""


def bin_page(user, number=1):
    """Return the page of the bin with this number (from 1), newest first, for somebody who may look into it; a number
    beyond the end gives the last page."""
    rows = _deleted(user)
    count = rows.count()
    last = max(1, -(-count // PAGE))
    number = min(max(1, number), last)
    return BinPage(
        rows=_with_acts(list(rows[(number - 1) * PAGE : number * PAGE]), user),
        count=count,
        previous_url=f"?page={number - 1}" if number > 1 else "",
        next_url=f"?page={number + 1}" if number < last else "",
    )


def find_deleted(key, user):
    """Return (Entry, Deleted) of the entry in the bin with this key, or None."""
    entry = _deleted(user).filter(pk=key).first()
    return (entry, _with_acts([entry], user)[0]) if entry else None


def find_named(kind, slug, user):
    """Return the Deleted of this kind and slug that was deleted last, or None: for who may look into the bin."""
    entry = _deleted(user).filter(kind=kind, slug=slug).first() if policies.can_look_behind(user) else None
    return _with_acts([entry], user)[0] if entry else None


def is_deleted(kind, slug, user):
    """Whether an entry of this kind and slug lies in the bin, for somebody who may look into it."""
    return policies.can_delete(user) and _deleted(user).filter(kind=kind, slug=slug).exists()


def _deleted(user):
    rows = Entry.objects.unscoped_deleted() if sees_private(user) else Entry.objects.none()
    return rows.defer("html", "text").order_by("-deleted_at", "-pk")


def _with_acts(entries, user):
    rows = Act.objects.filter(entry__in=entries, kind__in=(Act.Kind.DELETE, Act.Kind.MERGE)).order_by("at", "pk")
    rows = rows.with_names(policies.can_moderate(user)).select_related("by", "other")
    acts = {act.entry_id: act for act in rows}
    return [_row(entry, acts.get(entry.pk)) for entry in entries]


def _row(entry, act):
    other = act.other if act is not None and act.kind == Act.Kind.MERGE else None
    live = other is not None and other.deleted_at is None
    return Deleted(
        id=entry.pk,
        kind=entry.kind,
        title=entry.title,
        is_public=entry.is_public,
        deleted_at=entry.deleted_at,
        act=act,
        by=act.by.get_username() if act is not None and named(act) else "",
        into=Row(other.title, entry_url(other.kind, other.slug) if live else "") if other is not None else None,
        can_divide=live,
    )


def concepts_named(name, user):
    """Return the concepts that somebody means by what they typed (a title, another name or a slug): none, one or
    several, among those they see."""
    near = [other for other in near_names(name, user) if other.kind == "concept"]
    found = [candidate.id for candidate in resolve(name, near)]
    return list(Concept.objects.visible_to(user).filter(pk__in=found).alphabetical())


def choices_of(entries):
    """Return (slug, Row) of each of these entries, to choose one."""
    return [(entry.slug, row(entry)) for entry in entries]
