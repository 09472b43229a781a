"""The page of a concept or an essay, and the page of what links to it."""

import datetime
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.safestring import SafeString

from wiki import policies
from wiki.addresses import address
from wiki.models import Alias, Concept, Edit, Entry, Essay, Protection, TaggedEntry, Visibility, sees_private
from wiki.models.entry import entry_url
from wiki.prepared import Prepared
from wiki.readers import ledger, targets
from wiki.readers.markup import markup
from wiki.readers.revisions import published_when
from wiki.readers.rows import COLUMNS, Row, Shown, grouped, row
from wiki.readers.sources import references

SHOWN = 4  # rows of each section under the text; the rest is on the page of all links
HATNOTES = 20


class PageEntry(NamedTuple):
    """What the page of an entry needs of it; the last five are those of an essay."""

    pk: int
    kind: str
    slug: str
    title: str
    fold: str
    base: str
    visibility: str
    lead: str
    html: str
    headings: list
    extra: str
    refused: str
    public_from: int | None
    published_at: datetime.datetime | None
    author: str = ""
    publication: str = ""
    published: str = ""
    published_on: datetime.date | None = None
    source_url: str = ""

    @property
    def is_public(self):
        return self.visibility == Visibility.PUBLIC

    def get_absolute_url(self):
        return entry_url(self.kind, self.slug)

    @property
    def links_url(self):
        return address(f"{self.kind}_links", self.slug)

    @property
    def document_url(self):
        return address(f"{self.kind}_document", self.slug)


@dataclass
class LastChange:
    when: object
    by: str
    summary: str
    number: int
    username: str = ""
    suppressed: tuple[str, ...] = ()  # its parts that are, for editors


class TagName(NamedTuple):
    name: str
    slug: str


@dataclass
class EntryPage:
    """All that the templates of a concept and an essay show."""

    entry: PageEntry
    body: SafeString
    lead: str
    contents: list
    aliases: list[str]
    tags: list
    hatnotes: list[Row]
    further_reading: list[Row]
    related: list[Row]
    related_count: int
    references: list
    last_change: LastChange | None
    backlinks: list[Row]
    backlink_count: int
    discussed_in: list[Row]
    discussed_in_count: int
    discusses: list[Row] = field(default_factory=list)
    discusses_count: int = 0
    unrendered: str = ""
    extra: str = ""
    protection: Protection | None = None  # that stands, for editors
    is_closed: bool = False  # by it, to this person

    @property
    def source_is_web(self):
        """True when the source URL may be a link: nobody else looks at the scheme of what was typed."""
        return self.entry.source_url.casefold().startswith(("https://", "http://"))

    def __getattr__(self, name):
        # author, publication, published, published_on, source_url of an essay; a concept has none of them
        if name in ("author", "publication", "published", "published_on", "source_url"):
            return getattr(self.entry, name, "")
        raise AttributeError(name)


def _finder(model, kind, columns):
    return Prepared(
        # The kind is said again for the index of kind and slug: without it every row would be looked at.
        lambda private, slug: model.objects.scoped(private).filter(kind=kind, slug=slug).values_list(*columns),
        PageEntry,
    )


_find = {
    "concept": _finder(Concept, "concept", PageEntry._fields[:14]),
    "essay": _finder(Essay, "essay", PageEntry._fields),
}


def find_entry(kind, slug, user):
    """Return the PageEntry of this kind with this slug, or None when this person sees none."""
    found = _find[kind](sees_private(user), slug)
    return found[0] if found else None


def entry_page(entry, user):
    """Return the EntryPage of a PageEntry for this person; an essay's with the concepts it discusses."""
    private = sees_private(user)
    outgoing = targets.outgoing(private, entry.pk)
    page = _page(entry, outgoing, private, policies.can_edit(user))
    if private:
        page.protection = policies.protection_of(entry)
        page.is_closed = page.protection is not None and not policies.can_moderate(user)
    if entry.kind == "essay":
        discussed = targets.discussed(outgoing, entry.pk)
        page.discusses, page.discusses_count = discussed[:SHOWN], len(discussed)
    return page


def _page(entry, outgoing, private, writes):
    cited, cites = references(entry, private)
    html, moved = _without_closing_list(entry.html)
    body = markup(html, targets.in_text(outgoing, writes), cites=cites, embeds=targets.embeds(outgoing, private))
    sources = targets.sources(private, entry.pk)
    related, related_count = ledger.related(entry, private, outgoing, sources)
    essays = [source for source in sources if source.kind == "essay"]
    concepts = [source for source in sources if source.kind == "concept"]
    shown = essays[:SHOWN] + concepts[:SHOWN]
    passages = targets.first_passages(private, entry.pk, shown, 2 * SHOWN)
    return EntryPage(
        entry=entry,
        body=body,
        lead=entry.lead,
        contents=[
            {"level": level, "id": anchor, "text": text}
            for level, anchor, text in entry.headings
            if 2 <= level <= 3 and anchor != moved
        ],
        aliases=_aliases(private, entry.pk),
        tags=_tags(private, entry.pk),
        hatnotes=[row(other) for other in _hatnotes(private, entry.base, entry.pk)],
        further_reading=targets.further_reading(outgoing, writes) if moved else [],
        related=related,
        related_count=related_count,
        references=cited,
        last_change=last_change(entry, private),
        discussed_in=grouped([link for link in passages if link.entry.kind == "essay"], entry),
        discussed_in_count=len(essays),
        backlinks=grouped([link for link in passages if link.entry.kind == "concept"], entry),
        backlink_count=len(concepts),
        unrendered=entry.refused if private else "",
        extra=entry.extra if private else "",
    )


# A closing “Further reading” that holds nothing but links to entries: the page shows it below the text, with leads.
_CLOSING_LIST = re.compile(
    r'<h[2-4] id="(?P<id>[^"]*)">Further reading</h[2-4]>\s*<ul>\s*'
    r'(?:<li><a href="wikilink:\d+">[^<]*</a></li>\s*)+</ul>\s*(?=<section class="notes"|\Z)',
    re.IGNORECASE,
)


def _without_closing_list(html):
    """Return the html without its closing list of further reading, and that list's heading id; ('' where it stays)."""
    match = _CLOSING_LIST.search(html)
    if match is None:
        return html, ""
    return html[: match.start()] + html[match.end() :], match["id"]


_aliases = Prepared(
    lambda private, entry_id: (
        Alias.objects.scoped(private).filter(entry_id=entry_id, kind="alias").order_by("position").values_list("text")
    ),
    lambda text: text,
)
_tags = Prepared(
    lambda private, entry_id: (
        TaggedEntry.objects.scoped(private)
        .filter(content_object_id=entry_id)
        .order_by("position")
        .values_list("name", "tag__slug")
    ),
    TagName,
)
_hatnotes = Prepared(
    lambda private, base, entry_id: (
        Entry.objects.scoped(private)
        .filter(base=base)
        .exclude(pk=entry_id)
        .alphabetical()
        .values_list(*COLUMNS)[:HATNOTES]
    ),
    Shown,
)
_edits = Prepared(
    lambda private, entry_id: (
        Edit.objects.scoped(private)
        .with_publication(private)
        .filter(entry_id=entry_id)
        .order_by("-number")
        .values_list(
            "number",
            "revision__date_created",
            "revision__comment",
            "revision__user__username",
            "revision__user__first_name",
            "revision__user__last_name",
            "summary_suppressed",
            "author_suppressed",
            "is_publication",
        )[:1]
    ),
    lambda *columns: columns,
)


def last_change(entry, private):
    """Return the LastChange that may be shown. For readers the first visible revision is the publication."""
    for number, when, summary, username, first, last, no_summary, no_author, is_published in _edits(private, entry.pk):
        if is_published:
            return LastChange(published_when(entry, number, when), "", "published", number)
        by = "" if no_author else f"{first or ''} {last or ''}".strip() or username or ""
        change = LastChange(when, by, "" if no_summary else summary, number, "" if no_author else username or "")
        if private:
            parts = (("summary", no_summary), ("author", no_author))
            change.suppressed = tuple(part for part, is_so in parts if is_so)
        return change
    return None
