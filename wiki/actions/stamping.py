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
from wiki.prepared import Prepared, asked

MOST = 2000  # pages of one change; where it concerns more, all pages get new stamps

_ESSAY = ("author", "publication", "published", "published_on")
_SEEN = ("kind", "target", "label", "fragment", "sentence", "start", "length", "section", "section_id")
_current = ContextVar("what this transaction touches", default=None)


class _Set:
    """What a transaction changes in what one set of people sees: those who know of private entries, or those who do
    not. Ids are those of entries."""

    def __init__(self):
        self.entries = set()  # whose own page is another
        self.faces = set()  # of which other pages show something else
        self.bases = set()  # names without what stands in brackets, had or given up by these
        self.ends = set()  # (source, target) of rows of the ledger
        self.moved = set()  # entries that came into this set or left it
        self.keys = set()


class _Touched:
    def __init__(self):
        self.sets = {False: _Set(), True: _Set()}  # by who sees the private set
        self.notes = set()  # entries whose notes say something else
        self.uses = set()  # (entry, source that it cites)
        self.everything = False

    def of(self, for_readers):
        """The sets of members, and of readers too where it is for them."""
        return [found for private, found in self.sets.items() if private or for_readers]


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
    _changed(entry, before, for_readers=entry.is_public)


def _changed(entry, before, for_readers):
    now = face(entry)
    for found in _current.get().of(for_readers):
        found.entries.add(entry.pk)
        if now != before:
            found.faces.add(entry.pk)
            found.bases |= {now.base, before.base if before else now.base}
            found.keys.add(stamps.key_of(entry.kind, before.slug if before else now.slug))


def came_or_went(entry, *, for_readers):
    """An entry was published, hidden, deleted or brought back: `for_readers`, or for members alone."""
    _changed(entry, None, for_readers)
    for found in _current.get().of(for_readers):
        found.moved.add(entry.pk)


def says_anew(entry):
    """The notes of an entry are others: pages that cite a source by its key alone show it as another entry does."""
    _current.get().notes.add(entry.pk)


def own_pages(ids, *, for_readers):
    """Something was changed that the pages of these entries alone show: who wrote, what is closed."""
    for found in _current.get().of(for_readers):
        found.entries.update(ids)


def leads(source, before, now):
    """A link of this entry leads elsewhere: before and now are `linking.OUTCOME`."""
    for private, at in ((True, 0), (False, 2)):
        if before[at : at + 2] != now[at : at + 2]:
            _current.get().sets[private].ends |= {(source, before[at]), (source, now[at])}


def links(gone, fresh):
    """These links went and came. One that says the same to readers and leads them to the same is the same to them: a
    row holds also where it leads others, and its place among links that readers do not have."""
    for private, name in ((True, "all"), (False, "public")):
        seen = attrgetter("source_id", f"target_{name}_id", f"choice_{name}", *_SEEN)
        before, now = Counter(map(seen, gone)), Counter(map(seen, fresh))
        rows = (before - now) + (now - before)
        _current.get().sets[private].ends |= {row[:2] for row in rows if row[1] is not None}


def uses(gone, fresh):
    """These uses of sources went and came."""
    _current.get().uses.update((row.entry_id, row.citation_id) for row in (*gone, *fresh))


def lists(*, for_readers):
    """Something was changed that lists show, and no page of an entry: those `for_readers`, if not members' alone."""
    for found in _current.get().of(for_readers):
        found.keys.add(stamps.LISTS)


def everything():
    """Something was changed that any page may show."""
    _current.get().everything = True


def _renew(touched):
    """Give new stamps to the pages of readers and of members that show what was touched."""
    if touched.everything:
        stamps.renew_all()
        return
    known, renewed = _Known(), set()
    pages = _pages(touched, known)
    known.read(pages[False] | pages[True])
    for private, found in touched.sets.items():
        keys = found.keys | known.keys(pages[private], private)
        if len(keys) > MOST:
            keys = {stamps.SITE}
        elif keys:
            keys.add(stamps.LISTS)
        renewed |= {stamps.MEMBERS + key if private else key for key in keys}
    if renewed:
        stamps.renew(renewed)


class _Known:
    """Entries as they are stored now, each read once."""

    def __init__(self):
        self.rows = {}

    def read(self, ids):
        ids = [key for key in ids if key not in self.rows]
        self.rows |= {key: row for key, *row in asked(_entries, sorted(ids))}

    def shown(self, ids, private):
        """Those of these that somebody sees who sees the private set, or who does not."""
        return {key for key in ids if key in self.rows and self._is_shown(*self.rows[key][2:], private)}

    @staticmethod
    def _is_shown(visibility, deleted_at, private):
        return deleted_at is None and (private or visibility == Visibility.PUBLIC)

    def keys(self, ids, private):
        return {stamps.key_of(*self.rows[key][:2]) for key in self.shown(ids, private)}


def _pages(touched, known):
    """Return {private: ids of entries whose pages show what was touched}."""
    faces = {key for found in touched.sets.values() for key in found.faces}
    ends = {pair for found in touched.sets.values() for pair in found.ends}
    entries = {key for found in touched.sets.values() for key in found.entries}
    known.read({*entries, *faces, *_flat(ends), *touched.notes, *(entry for entry, _ in touched.uses)})
    links, uses, pages = _links_of(faces), _uses_beside(touched, faces), {}
    named = _named_alike({base for found in touched.sets.values() for base in found.bases})
    for private, found in touched.sets.items():
        shown = known.shown(known.rows, private) | found.moved
        cites = (found.faces | touched.notes | {entry for entry, _ in touched.uses}) & shown
        pages[private] = (found.entries & shown) | _citing(uses, cites)
        pages[private] |= {key for base in found.bases for key in named[base]}
        pages[private] |= _flat(pair for pair in found.ends if pair[0] in shown)
        pages[private] |= _flat(pair for pair in links[private] if not found.faces.isdisjoint(pair))
    for private, sources in _embedding(pages).items():
        pages[private] |= sources
    return pages


def _prepared(build):
    return Prepared(lambda private, *values: build(values), lambda *columns: columns)


_entries = _prepared(
    lambda ids: Entry.objects.filter(pk__in=ids).values_list("pk", "kind", "slug", "visibility", "deleted_at")
)
_named = _prepared(lambda bases: Entry.objects.filter(base__in=bases).values_list("base", "pk"))
_LEADS = ("source", "target_all", "target_public")
_links = _prepared(
    lambda ids: (
        Link.objects.filter(Q(source__in=ids) | Q(target_all__in=ids) | Q(target_public__in=ids))
        .order_by()
        .values_list(*_LEADS)
    )
)
_embeds = _prepared(
    lambda ids: (
        Link.objects.filter(Q(target_all__in=ids) | Q(target_public__in=ids), kind="embed")
        .order_by()
        .values_list(*_LEADS)
    )
)
_uses = _prepared(
    lambda sources: CitationUse.objects.filter(citation__in=sources).order_by().values_list("citation", "entry")
)
_uses_with = _prepared(  # of each source that one of these entries cites
    lambda ids: (
        CitationUse.objects.filter(citation__in=CitationUse.objects.filter(entry__in=ids).order_by().values("citation"))
        .order_by()
        .values_list("citation", "entry")
    )
)


def _flat(pairs):
    return {key for pair in pairs for key in pair if key is not None}


def _named_alike(bases):
    """{name without what stands in brackets: entries that have it}."""
    found = defaultdict(set)
    for base, key in asked(_named, sorted(bases)):
        found[base].add(key)
    return found


def _links_of(ids):
    """{private: (source, target) of the links of these entries, either way}. The rows stay when an entry is hidden."""
    found = {True: set(), False: set()}
    for source, for_all, for_readers in asked(_links, sorted(ids)):
        found[True].add((source, for_all))
        found[False].add((source, for_readers))
    return found


def _uses_beside(touched, faces):
    """{source: entries that cite it}, of each that a touched entry cites or cited."""
    found, cited = defaultdict(set), {source for _, source in touched.uses}
    for source, entry in (*asked(_uses, sorted(cited)), *asked(_uses_with, sorted(faces | touched.notes))):
        found[source].add(entry)
    for entry, source in touched.uses:  # also by a use that went
        found[source].add(entry)
    return found


def _citing(uses, ids):
    """The entries that cite one of the sources that these cite."""
    return {entry for entries in uses.values() if not entries.isdisjoint(ids) for entry in entries}


def _embedding(pages):
    """{private: entries that show one of these whole}."""
    rows = asked(_embeds, sorted(pages[False] | pages[True]))
    return {
        True: {source for source, target, _ in rows if target in pages[True]},
        False: {source for source, _, target in rows if target in pages[False]},
    }
