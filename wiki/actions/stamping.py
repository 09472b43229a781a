"""Which pages a change concerns. Whatever is written says here what it touches; at the end of the transaction
(`writing`) the pages that show it get new stamps, those of readers and those of members each by what they may see.

A page shows its entry, the names and openings of entries that it links to, the sentences by which others link to it,
what is said of its sources elsewhere, entries with the same name, and the whole text of what it embeds.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q

from wiki import stamps
from wiki.models import CitationUse, Entry, Link, Visibility
from wiki.prepared import Prepared

MOST = 2000  # pages of one change; where it concerns more, all pages get new stamps

_ESSAY = ("author", "publication", "published", "published_on")
_SEEN = ("kind", "target", "label", "fragment", "sentence", "start", "length", "section", "section_id")
_current = ContextVar("what this transaction touches", default=None)


class _Touched:
    """What one transaction changes. Ids are those of entries; pairs of a ledger row's ends stand under `private`, for
    the set in which it leads from the one to the other."""

    def __init__(self):
        self.entries = set()  # whose own page is another
        self.faces = set()  # of which other pages show something else
        self.bases = set()  # names without what stands in brackets, had or given up by these
        self.ends = {False: set(), True: set()}
        self.uses = set()  # (entry, source that it cites)
        self.went = {False: set(), True: set()}  # entries that came into this set or left it
        self.keys = {False: set(), True: set()}
        self.everything = False


@contextmanager
def collecting():
    """What is touched inside gets new stamps at the end; inside another `collecting` at the end of that one."""
    if _current.get() is not None:
        yield
        return
    touched = _Touched()
    mark = _current.set(touched)
    try:
        yield
        _renew(touched)
    finally:
        _current.reset(mark)


class Face(NamedTuple):
    """What other pages show of an entry."""

    slug: str
    base: str
    shown: tuple


def face(entry):
    """Return the Face of an entry as it is now."""
    shown = (entry.title, entry.fold, entry.lead, entry.visibility, *(getattr(entry, name, "") for name in _ESSAY))
    return Face(entry.slug, entry.base, shown)


def changed(entry, before=None):
    """An entry was made or saved; `before` is the Face that it had."""
    touched = _current.get()
    touched.entries.add(entry.pk)
    if face(entry) == before:
        return
    touched.faces.add(entry.pk)
    touched.bases.add(entry.base)
    if before is not None:
        touched.bases.add(before.base)
        for private in (False, True):
            if entry.is_public or private:
                touched.keys[private].add(stamps.key_of(entry.kind, before.slug))


def came_or_went(entry, *, for_readers):
    """An entry was published, hidden, deleted or brought back: `for_readers`, or for members alone."""
    changed(entry)
    touched = _current.get()
    for private in (False, True):
        if for_readers or private:
            touched.went[private].add(entry.pk)
            touched.keys[private].add(stamps.key_of(entry.kind, entry.slug))


def own_pages(ids):
    """Something was changed that the pages of these entries alone show: who wrote, what is closed."""
    _current.get().entries.update(ids)


def leads(source, before, now):
    """A link of this entry leads elsewhere: before and now are `linking.OUTCOME`."""
    ends = _current.get().ends
    for private, at in ((True, 0), (False, 2)):
        if before[at : at + 2] != now[at : at + 2]:
            ends[private] |= {(source, before[at]), (source, now[at])}


def links(gone, fresh):
    """These links went and came. One that says the same to readers and leads them to the same is the same to them: a
    row holds also where it leads others, and its place among links that readers do not have."""
    ends = _current.get().ends
    for private, target, choice in (
        (True, "target_all_id", "choice_all"),
        (False, "target_public_id", "choice_public"),
    ):
        seen = attrgetter("source_id", target, choice, *_SEEN)
        before, now = Counter(map(seen, gone)), Counter(map(seen, fresh))
        ends[private] |= {row[:2] for row in ((before - now) + (now - before)) if row[1] is not None}


def uses(gone, fresh):
    """These uses of sources went and came."""
    _current.get().uses.update((row.entry_id, row.citation_id) for row in (*gone, *fresh))


def lists(*, for_readers):
    """Something was changed that lists show, and no page of an entry: those `for_readers` too, or members' alone."""
    for private, keys in _current.get().keys.items():
        if for_readers or private:
            keys.add(stamps.LISTS)


def everything():
    """Something was changed that any page may show."""
    _current.get().everything = True


def _renew(touched):
    """Give new stamps to the pages of readers and of members that show what was touched."""
    known = _Known()
    pages = None if touched.everything else _pages(touched, known)
    if pages is None:
        stamps.renew_all()
        return
    known.read(pages[False] | pages[True])
    renewed = set()
    for private in (False, True):
        keys = touched.keys[private] | known.keys(pages[private], private)
        renewed |= {_in(private, key) for key in (*keys, stamps.LISTS)} if keys else set()
    if renewed:
        stamps.renew(renewed)


def _in(private, key):
    return stamps.MEMBERS + key if private else key


class _Known:
    """Entries as they are stored now, each read once."""

    def __init__(self):
        self.rows = {}

    def read(self, ids):
        ids = [key for key in ids if key not in self.rows]
        self.rows |= {key: row for key, *row in _ask(_entries, ids)}

    def shown(self, ids, private):
        """Those of these that somebody sees who sees the private set, or who does not."""
        return {key for key in ids if key in self.rows and self._is_shown(*self.rows[key][2:], private)}

    @staticmethod
    def _is_shown(visibility, deleted_at, private):
        return deleted_at is None and (private or visibility == Visibility.PUBLIC)

    def keys(self, ids, private):
        return {stamps.key_of(*self.rows[key][:2]) for key in self.shown(ids, private)}


def _pages(touched, known):
    """Return {private: ids of entries whose pages show what was touched}; None for too many."""
    ends = touched.ends[False] | touched.ends[True]
    known.read({*touched.entries, *touched.faces, *_flat(ends), *(entry for entry, _ in touched.uses)})
    links = _links_of(touched.faces) if touched.faces else ()
    alike = set(_ids(Entry.objects.filter(base__in=touched.bases))) if touched.bases else set()
    uses = _uses_beside(touched)
    pages = {}
    for private in (False, True):
        shown = known.shown(known.rows, private) | touched.went[private]
        faces = touched.faces & shown
        found = (touched.entries & shown) | (alike if faces else set())
        found |= _flat(pair for pair in touched.ends[private] if pair[0] in shown)
        found |= _flat(pair for pair in links[private] if not faces.isdisjoint(pair)) if faces else set()
        found |= _citing(uses, {entry for entry, _ in touched.uses if entry in shown} | faces)
        pages[private] = found
    if len(pages[True] | pages[False]) > MOST:
        return None
    for private, sources in _embedding(pages).items():
        pages[private] |= sources
    return pages


def _ask(question, ids):
    """Ask a prepared question about any number of entries: one SQL serves up to twice as many."""
    ids = sorted(ids)
    return question(True, *ids, *ids[:1] * ((1 << (len(ids) - 1).bit_length()) - len(ids))) if ids else []


_entries = Prepared(
    lambda private, *ids: Entry.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "slug", "visibility", "deleted_at"
    ),
    lambda *columns: columns,
)
_embeds = Prepared(
    lambda private, *ids: (
        Link.objects.filter(Q(target_all__in=ids) | Q(target_public__in=ids), kind="embed")
        .order_by()
        .values_list("source", "target_all", "target_public")
    ),
    lambda *columns: columns,
)


def _flat(pairs):
    return {key for pair in pairs for key in pair if key is not None}


def _ids(entries):
    return entries.values_list("pk", flat=True)


def _links_of(ids):
    """{private: (source, target) of the links of these entries, either way}. The rows stay when an entry is hidden."""
    either = Q(source__in=ids) | Q(target_all__in=ids) | Q(target_public__in=ids)
    rows = list(Link.objects.filter(either).order_by().values_list("source", "target_all", "target_public"))
    return {True: {(source, target) for source, target, _ in rows}, False: {(row[0], row[2]) for row in rows}}


def _uses_beside(touched):
    """{source: entries that cite it}, of each that a touched entry cites or cited."""
    if not touched.uses and not touched.faces:
        return {}
    cited = CitationUse.objects.filter(entry__in=touched.faces).values("citation")
    either = Q(citation__in={source for _, source in touched.uses}) | Q(citation__in=cited)
    found = defaultdict(set)
    for source, entry in CitationUse.objects.filter(either).values_list("citation", "entry"):
        found[source].add(entry)
    for entry, source in touched.uses:  # also by a use that went
        found[source].add(entry)
    return found


def _citing(uses, ids):
    """The entries that cite one of the sources that these cite."""
    return {entry for entries in uses.values() if not entries.isdisjoint(ids) for entry in entries}


def _embedding(pages):
    """{private: entries that show one of these whole}."""
    rows = _ask(_embeds, pages[False] | pages[True])
    return {
        True: {source for source, target, _ in rows if target in pages[True]},
        False: {source for source, _, target in rows if target in pages[False]},
    }
