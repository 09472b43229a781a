"""What renaming, merging or deleting an entry would do, shown before it is done."""

from dataclasses import dataclass, field, replace

from wiki.actions import joining, renaming
from wiki.candidates import candidates, candidates_for
from wiki.document.names import fold, slugify
from wiki.document.resolution import Candidate, resolve
from wiki.models import Entry, Link, sees_private
from wiki.readers.editing import Claim, claims
from wiki.readers.names import holder_of
from wiki.readers.rows import Quote, Row, grouped, row, shown
from wiki.readers.targets import inbound, seen_inbound

SHOWN = 30  # pages that are named, each with its sentences; of the others the page says how many
SENTENCES = 3  # of one page


@dataclass
class Changed:
    """A page with its sentences, each with the words that will stand where the old name is marked ('': as it is)."""

    row: Row
    sentences: list[tuple[Quote, str]]


@dataclass
class Sources:
    """Pages that link to an entry: all are counted, the first ones shown."""

    rows: list[Row | Changed] = field(default_factory=list)
    count: int = 0

    @property
    def more(self):
        return self.count - len(self.rows)


@dataclass
class Elsewhere:
    """A name, and the entries that it will mean."""

    name: str
    rows: list[Row]


@dataclass
class RenamePage:
    """`sources` (Changed) link by the old name. With a new `title`: `taken` and `claims` say who has the new name,
    `elsewhere` whom the old one will mean instead."""

    entry: Entry
    title: str
    sources: Sources
    most: int = renaming.MOST
    taken: Row | None = None
    claims: list[Claim] = field(default_factory=list)
    elsewhere: Elsewhere | None = None
    is_lost: bool = False  # links by the new name would lead to another entry: texts are not rewritten
    public_sources: int = 0  # whose readers would read the new name of a private entry

    @property
    def is_new(self):
        return bool(self.title) and self.title != self.entry.title


def rename_page(entry, user, title=""):
    """Return the RenamePage of an entry, for a new title when one is given (cleaned)."""
    keys = renaming.sources_by_name(entry, user)
    links = seen_inbound(_ordered(renaming.links_by_name(entry, user).filter(source__in=keys[:SHOWN])))
    links = [link for link in links if renaming.names_it(link.target, entry.title)]
    page = RenamePage(entry, title, Sources(_changed(links, entry, title), len(keys)))
    if not page.is_new:
        return page
    holder = holder_of(replace(entry.document(), title=title), user)
    page.taken = row(holder) if holder and holder.pk != entry.pk else None
    page.claims = [claim for claim in claims(title, user, besides=entry.pk) if not _is(claim.row, page.taken)]
    private = sees_private(user)
    old = _meant(entry.title, entry, title, ((entry.title, "former"),), private)
    page.elsewhere = _elsewhere(entry.title, old, entry, private)
    page.is_lost = page.taken is None and _meant(title, entry, title, (), private) != [entry.pk]
    if not entry.is_public:
        page.public_sources = Entry.objects.scoped(private=False).filter(pk__in=keys).count()
    return page


def _is(one, other):
    return other is not None and one.url == other.url


def _ordered(links):
    return links.order_by("source__fold", "source_id", "position")


def _changed(links, entry, title):
    """Return Changed for each source of these links."""
    after = {}
    for link in links:
        if link.label is None and link.sentence and title:
            mark = link.sentence[link.start : link.start + link.length]
            new = renaming.spelling(link.target, entry.title, title)
            after[link.entry.id, mark] = mark.replace(link.target, new, 1) if link.target in mark else new
    keys = dict.fromkeys(link.entry.id for link in links)
    return [
        Changed(made, [(quote, after.get((key, quote.mark), "")) for quote in made.quotes[:SENTENCES]])
        for key, made in zip(keys, grouped(links, None), strict=True)
    ]


def _meant(name, entry, title, more, private):
    """The ids of the entries that `name` will mean when the entry is called `title` and has `more` names."""
    near = [other for other in candidates_for(name, candidates([name], private)) if other.id != entry.pk]
    own = (*entry.aliases.exclude(text=title).values_list("text", "kind"), *more)
    return [found.id for found in resolve(name, [*near, _candidate(entry, title, own)])]


def _candidate(entry, title, names):
    return Candidate(entry.pk, entry.kind, slugify(title), title, entry.is_public, tuple(names))


def _elsewhere(name, found, entry, private):
    """Elsewhere for a name that will not mean the entry alone, else None."""
    if found == [entry.pk]:
        return None
    return Elsewhere(name, _rows(found, private))


def _rows(keys, private):
    return [row(other) for other in shown(Entry.objects.scoped(private).filter(pk__in=keys).alphabetical())]


@dataclass
class MergePage:
    """What would move from `source` to `target`. `elsewhere`: names of the source that others claim with more right."""

    source: Entry
    target: Entry
    names: list[str]
    tags: list[str]
    related: list[str]
    words: int
    citations: int
    sources: Sources
    elsewhere: list[Elsewhere]

    @property
    def is_across(self):
        return self.source.visibility != self.target.visibility


def merge_page(source, target, user):
    """Return the MergePage of two concepts that this person sees."""
    private = sees_private(user)
    before, after = target.document(), joining.joined(source, target)
    moved = joining.names_to_move(source, target, after)
    held = {fold(name) for name in (target.title, *target.aliases.values_list("text", flat=True))}
    names = [text for text, *_ in moved]
    names += [name for name in after.aliases if name not in before.aliases]
    return MergePage(
        source=source,
        target=target,
        names=[name for name in names if fold(name) not in held],
        tags=[name for name in after.tags if name not in before.tags],
        related=[name for name in after.related if name not in before.related],
        words=len(source.body.split()),
        citations=source.citation_uses.values("citation").distinct().count(),
        sources=_sources(source, _linking(source, private).exclude(source=target.pk)),
        elsewhere=list(_lost_names(source, target, names, moved, private)),
    )


def _lost_names(source, target, names, moved, private):
    index = candidates(names, private)
    moved = {text: kind for text, kind, _ in moved}
    aliases = [(name, "alias") for name in names if name not in moved]
    own = [*target.aliases.values_list("text", "kind"), *moved.items(), *aliases]
    for name in names:
        near = [other for other in candidates_for(name, index) if other.id not in (source.pk, target.pk)]
        found = [other.id for other in resolve(name, [*near, _candidate(target, target.title, own)])]
        if elsewhere := _elsewhere(name, found, target, private):
            yield elsewhere


def _linking(entry, private):
    return inbound(entry.pk, private).exclude(kind=Link.Kind.MENTION)


def _sources(entry, links):
    """Return Sources for links into an entry."""
    keys = list(dict.fromkeys(links.values_list("source_id", flat=True)))
    rows = grouped(seen_inbound(links.filter(source__in=keys[:SHOWN])), entry)
    for made in rows:
        made.quotes = made.quotes[:SENTENCES]
    return Sources(rows, len(keys))


@dataclass
class DeletePage:
    """`red`: pages whose links to the entry will lead nowhere. `elsewhere`: names that another entry has too."""

    entry: Entry
    red: Sources
    elsewhere: list[Elsewhere]
    mentions: int = 0  # essays that name it without a link


def delete_page(entry, user):
    """Return the DeletePage of an entry for this person."""
    private = sees_private(user)
    links = _linking(entry, private)
    targets = list(dict.fromkeys(links.values_list("target", flat=True)))
    index = candidates(targets, private)
    meant = {}
    for target in targets:
        others = [other for other in candidates_for(target, index) if other.id != entry.pk]
        meant[target] = [other.id for other in resolve(target, others)]
    red = [target for target, found in meant.items() if not found]
    return DeletePage(
        entry=entry,
        red=_sources(entry, links.filter(target__in=red)),
        elsewhere=[Elsewhere(target, _rows(found, private)) for target, found in meant.items() if found][:SHOWN],
        mentions=inbound(entry.pk, private)
        .filter(kind=Link.Kind.MENTION)
        .order_by()
        .values("source")
        .distinct()
        .count(),
    )
