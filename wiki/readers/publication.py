"""What publishing or hiding an entry would do to what readers see, shown before it is done."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.db.models import Count, Q
from django.utils.html import strip_tags

from wiki.actions.mentioning import find
from wiki.actions.spoken import Spoken, names_in, words_of
from wiki.candidates import candidates, candidates_for, public
from wiki.document.names import fold, fold_tail
from wiki.document.resolution import Candidate, resolve
from wiki.models import Alias, CitationUse, Edit, Entry, Link, TaggedEntry, Visibility
from wiki.readers import targets
from wiki.readers.impact import SENTENCES, SHOWN, Sources
from wiki.readers.rows import Quote, Row, grouped, quote, row, shown
from wiki.readers.targets import FETCHED, seen_inbound
from wiki.rendering.sentences import around

_COMMENT = re.compile(r"%%(.+?)%%", re.DOTALL)
PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE


@dataclass
class Meaning:
    """A name, and the entries it means for readers before and after; `links` of public pages use it and move."""

    name: str
    before: list[Row]
    after: list[Row]
    leads_here: bool
    links: int = 0


@dataclass
class Met:
    """A tag or a source that comes into view, or goes; `others` are the other public entries that have it."""

    name: str
    others: int


@dataclass
class PublicationPage:
    """What readers get when an entry becomes public, or lose when it becomes private (`to`).

    `links` of public pages light up or go dark, with the sentences of the first pages. `names` are (text, kind) that
    lead here for readers, file names where they say something else. `elsewhere` are names that will mean something
    else. `private_names` are entries that the text names and readers do not know, with the sentences; `left_out` the
    related names that the page will not show. `comments` are hidden on the page and readable in its Markdown.
    """

    entry: Entry
    to: str
    link_count: int
    links: Sources
    names: list[tuple[str, str]]
    elsewhere: list[Meaning]
    tags: list[Met]
    citations: list[Met]
    hatnotes: list[Row]
    revisions: int  # that readers get or lose
    all_revisions: int
    mentions: int  # essays that name it without a link
    private_names: list[Row] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def is_publication(self):
        return self.to == PUBLIC

    @property
    def one_joins(self):
        return len(self.tags) + len(self.citations) == 1

    @property
    def new_tags(self):
        return [met for met in self.tags if not met.others]

    @property
    def new_citations(self):
        return [met for met in self.citations if not met.others]


def publication_page(entry, to):
    """Return the PublicationPage of an entry that becomes `to`, for somebody who knows of private entries."""
    names = list(
        entry.aliases.told(suppressed=False)
        .order_by("position", "pk")
        .values_list("text", "kind", "number", "fold", "tail")
    )
    open_names = [(text, kind) for text, kind, number, *_ in names if _is_open(entry, to, number)]
    folds = {entry.fold, entry.tail, *(name for *_, one, other in names for name in (one, other))}
    links = list(
        Link.objects.scoped(private=False)
        .filter(fold__in=folds)
        .exclude(Q(kind=Link.Kind.MENTION) | Q(source=entry.pk))
        .order_by("source__fold", "source_id", "position")
        .values_list("pk", "source_id", "target")
    )
    meant = _Meant(entry, to, open_names, {target for *_, target in links})
    moved = [link for link in links if meant.moves(link[2])]
    page = PublicationPage(
        entry=entry,
        to=to,
        link_count=len(moved),
        links=_sources(moved),
        names=_told(entry, open_names),
        elsewhere=meant.elsewhere([link for link in links if not meant.moves(link[2])]),
        tags=_tags(entry),
        citations=_citations(entry),
        hatnotes=_hatnotes(entry),
        revisions=1 if to == PUBLIC else Edit.objects.scoped(private=False).filter(entry=entry.pk).count(),
        all_revisions=entry.number,
        mentions=_mentions(entry, to),
    )
    if to == PUBLIC:
        page.private_names, page.left_out = _named_in(entry)
        page.comments = _comments(entry)
    return page


def _comments(entry):
    """The words between `%%` that the page does not show; what stands in code is shown there as it is written."""
    shown = set(_between_signs(unescape(strip_tags(entry.html))))
    return [words for words in _between_signs(entry.body) if words and words not in shown]


def _between_signs(text):
    return [" ".join(words.split()) for words in _COMMENT.findall(text)]


def _is_open(entry, to, number):
    """Whether readers know a name of the entry: once it is public as it stands, or now."""
    horizon = entry.number if to == PUBLIC else entry.public_from or 0
    return number is None or number >= horizon


def _told(entry, open_names):
    """The title and the names that readers know. A file name that says what another one does tells nothing."""
    said = {entry.fold, entry.tail, fold(entry.slug)}
    said |= {fold_tail(text) for text, kind in open_names if kind != Alias.Kind.PATH}
    others = [(text, kind) for text, kind in open_names if kind != Alias.Kind.PATH or fold_tail(text) not in said]
    return [(entry.title, "title"), *others]


class _Meant:
    """Where names lead readers before and after."""

    def __init__(self, entry, to, open_names, targets):
        self.entry, self.to = entry, to
        self.names = list(dict.fromkeys([entry.title, *(text for text, _ in open_names)]))
        self.own = Candidate(entry.pk, entry.kind, entry.slug, entry.title, True, tuple(open_names))
        index = candidates({*self.names, *targets})
        self.known = {name: self._both(candidates_for(name, index)) for name in {*self.names, *targets}}

    def _both(self, near):
        known = public(near)
        others = [candidate for candidate in known if candidate.id != self.entry.pk]
        return known, [*others, self.own] if self.to == PUBLIC else others

    def before_and_after(self, name):
        return tuple([found.id for found in resolve(name, near)] for near in self.known[name])

    def moves(self, target):
        """Whether a link by this name lights up, or goes dark."""
        before, after = self.before_and_after(target)
        own = [self.entry.pk]
        return (not before and after == own) if self.to == PUBLIC else (before == own and not after)

    def elsewhere(self, links):
        """Return Meanings of the names that will not simply lead here, or nowhere; `links` are those that stay."""
        counts = {}
        for _, _, target in links:
            before, after = self.before_and_after(target)
            if before != after:
                counts[target] = counts.get(target, 0) + 1
        found = {}
        for name in dict.fromkeys((*self.names, *counts)):
            before, after = self.before_and_after(name)
            others = {*before, *after} - {self.entry.pk}
            if others and (before != after or self.to == PUBLIC):
                held = found.setdefault(fold_tail(name), [name, before, after, 0])
                held[3] += counts.get(name, 0)
        rows = _rows({key for _, before, after, _ in found.values() for key in (*before, *after)})
        return [
            Meaning(name, _of(before, rows), _of(after, rows), after == [self.entry.pk], count)
            for name, before, after, count in list(found.values())[:SHOWN]
        ]


def _rows(keys):
    return {other.id: row(other) for other in shown(Entry.objects.scoped(private=True).filter(pk__in=keys))}


def _of(keys, rows):
    return [rows[key] for key in keys if key in rows]


def _sources(moved):
    keys = list(dict.fromkeys(source for _, source, _ in moved))
    first = set(keys[:SHOWN])
    links = [pk for pk, source, _ in moved if source in first][:FETCHED]
    found = Link.objects.scoped(private=False).filter(pk__in=links)
    made = grouped(seen_inbound(found.order_by("source__fold", "source_id", "position")), None)
    for each in made:
        each.quotes = each.quotes[:SENTENCES]
    return Sources(made, len(keys))


def _tags(entry):
    own = list(entry.tagged.order_by("position", "pk").values_list("tag_id", "name"))
    uses = TaggedEntry.objects.scoped(private=False).exclude(content_object=entry.pk)
    counts = dict(uses.filter(tag__in=[key for key, _ in own]).order_by().values_list("tag").annotate(Count("pk")))
    return [Met(name, counts.get(key, 0)) for key, name in own]


def _citations(entry):
    said = {}
    for key, text, name in entry.citation_uses.order_by("position").values_list("citation", "text", "citation__key"):
        if key not in said or (text and said[key][1]):
            said[key] = (text or name, not text)
    uses = CitationUse.objects.scoped(private=False).exclude(entry=entry.pk).filter(citation__in=said).order_by()
    counts = dict(uses.values_list("citation").annotate(Count("entry", distinct=True)))
    return [Met(text, counts.get(key, 0)) for key, (text, _) in said.items()]


def _hatnotes(entry):
    """Public entries that differ by a qualifier alone: each names the other above its text."""
    others = Entry.objects.scoped(private=False).filter(base=entry.base).exclude(pk=entry.pk)
    return [row(other) for other in shown(others.alphabetical()[:SHOWN])]


def _mentions(entry, to):
    column = "target_all" if to == PUBLIC else "target_public"
    links = Link.objects.scoped(private=False).filter(kind=Link.Kind.MENTION, **{column: entry.pk})
    return links.order_by().values("source").distinct().count()


def _named_in(entry):
    """Return (Rows of the private entries that the text names, related names that readers do not get)."""
    outgoing = targets.outgoing(True, entry.pk)
    leads = ~Q(target_public=None) | Q(choice_public=True)
    known = set(Link.objects.filter(source=entry.pk).filter(leads).values_list("kind", "position"))
    secret = [link for link in outgoing if (link.kind, link.position) not in known]
    rows = {}
    for link in secret:
        if link.entry is not None and not link.entry.is_public and link.entry.id != entry.pk:
            made = rows.setdefault(link.entry.id, row(link.entry))
            found = quote(link, link.entry)
            if found:
                _add(made, found)
            elif link.kind == Link.Kind.RELATED:
                made.reason = "listed as related"
    for other, found in _spoken_in(entry):
        _add(rows.setdefault(other.id, row(other)), found)
    return list(rows.values()), [link.target for link in secret if link.kind == Link.Kind.RELATED]


def _add(made, found):
    known = ((held.before, held.mark) for held in made.quotes)
    if len(made.quotes) < SENTENCES and (found.before, found.mark) not in known:
        made.quotes.append(found)


def _spoken_in(entry):
    """Yield (Shown, Quote) where the text names a private entry in plain words, and no public one."""
    words = words_of(entry.text)
    names = names_in([Spoken(entry.text, words)], Entry.Kind.values).items()
    owners = {key: {owner.id for owner in known} for key, known in names if not any(owner.public for owner in known)}
    keys = {key for known in owners.values() for key in known} - {entry.pk}
    rows = {
        other.id: other
        for other in shown(Entry.objects.scoped(private=True).filter(pk__in=keys))
        if not other.is_public
    }
    owners = {key: rows[min(known & rows.keys())] for key, known in owners.items() if known & rows.keys()}
    for start, end, key in find(entry.text, set(owners), words):
        sentence, at = around(entry.text, start, end)
        stop = at + end - start
        yield owners[key], Quote(before=sentence[:at], mark=sentence[at:stop], after=sentence[stop:])
