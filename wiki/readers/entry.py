"""The page of a concept or an essay, and the page of what links to it."""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.safestring import SafeString, mark_safe

from wiki.models import Edit, Entry, VisibilityChange, sees_private
from wiki.readers import sources, targets
from wiki.readers.rows import Row, grouped, row
from wiki.rendering.resolve import resolve

SHOWN = 4  # rows of each section under the text; the rest is on the page of all links
FETCHED = 60  # links read for them: enough for SHOWN sources that link many times
PAGE = 50  # sources a page of links


@dataclass
class LastChange:
    when: object
    by: str
    summary: str
    number: int


@dataclass
class EntryPage:
    """All that the templates of a concept and an essay show."""

    entry: Entry
    body: SafeString
    lead: str
    contents: list
    aliases: list[str]
    tags: list
    hatnotes: list[Row]
    further_reading: list[Row]
    related: list[Row]
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

    def __getattr__(self, name):
        # author, publication, published, published_on, source_url of an essay; a concept has none of them
        if name in ("author", "publication", "published", "published_on", "source_url"):
            return getattr(self.entry, name, "")
        raise AttributeError(name)


def concept_page(concept, user):
    """Return the EntryPage of a visible concept for this person."""
    return _page(concept, user)


def essay_page(essay, user):
    """Return the EntryPage of a visible essay for this person, with the concepts it discusses."""
    return _page(essay, user)


def _page(entry, user):
    private = sees_private(user)
    outgoing = targets.outgoing(entry, private)
    references, cites = sources.references(entry, private)
    body = resolve(
        entry.html,
        targets.in_text(outgoing, private),
        cites=cites,
        embeds=targets.embeds(outgoing, private),
    )
    inbound = targets.inbound(entry, private)
    counts = inbound.aggregate(
        essays=Count("source", distinct=True, filter=Q(source__kind="essay")),
        concepts=Count("source", distinct=True, filter=Q(source__kind="concept")),
    )
    page = EntryPage(
        entry=entry,
        body=mark_safe(body),  # sanitised when it was rendered; resolve escapes what it puts in
        lead=entry.lead,
        contents=[
            {"level": level, "id": anchor, "text": text} for level, anchor, text in entry.headings if 2 <= level <= 3
        ],
        aliases=[alias.text for alias in entry.aliases.all() if alias.kind == "alias"],
        tags=[{"name": use.name, "slug": use.tag.slug} for use in entry.tagged.select_related("tag")],
        hatnotes=_hatnotes(entry, user),
        further_reading=targets.further_reading(outgoing, private),
        related=targets.related(outgoing, private),
        references=references,
        last_change=last_change(entry, private),
        discussed_in=_sources(inbound, entry, "essay") if counts["essays"] else [],
        discussed_in_count=counts["essays"],
        backlinks=_sources(inbound, entry, "concept") if counts["concepts"] else [],
        backlink_count=counts["concepts"],
    )
    if entry.kind == "essay":
        discussed = targets.discussed(outgoing, private)
        page.discusses, page.discusses_count = discussed[:SHOWN], len(discussed)
    if private:
        page.unrendered, page.extra = entry.refused, entry.extra
    return page


def _sources(inbound, entry, kind):
    links = inbound.filter(source__kind=kind).select_related("source__essay" if kind == "essay" else "source")
    return grouped(links[:FETCHED], entry, limit=SHOWN)


def _hatnotes(entry, user):
    others = Entry.objects.visible_to(user).filter(base=entry.base).exclude(pk=entry.pk)
    return [row(other) for other in others.only("kind", "slug", "title", "visibility", "lead").alphabetical()[:20]]


def last_change(entry, private):
    """Return the LastChange that may be shown. For readers the first visible revision is the publication."""
    edits = Edit.objects.scoped(private).filter(entry=entry).select_related("revision__user")
    edit = edits.first()
    if edit is None:
        return None
    if not private and edit.number == entry.public_from:
        change = VisibilityChange.objects.filter(entry=entry, visibility="public").first()
        when = change.at if change else edit.revision.date_created
        return LastChange(when, "", "published", edit.number)
    hide_by = edit.author_suppressed or edit.revision.user is None
    return LastChange(
        when=edit.revision.date_created,
        by="" if hide_by else str(edit.revision.user),
        summary="" if edit.summary_suppressed else edit.revision.comment,
        number=edit.number,
    )


@dataclass
class LinksPage:
    """Everything that links to an entry, grouped by source, with the sentences."""

    entry: Entry
    groups: list[Row]
    count: int
    previous_url: str = ""
    next_url: str = ""


def entry_links(entry, user, number=1):
    """Return the LinksPage with this number (from 1); a number beyond the end gives the last page."""
    private = sees_private(user)
    inbound = targets.inbound(entry, private)
    sources_of = Entry.objects.scoped(private).filter(pk__in=inbound.order_by().values("source"))
    count = sources_of.count()
    last = max(1, -(-count // PAGE))
    number = min(max(1, number), last)
    shown = list(sources_of.alphabetical().values_list("pk", flat=True)[(number - 1) * PAGE : number * PAGE])
    links = inbound.filter(source__in=shown).select_related("source__essay")
    return LinksPage(
        entry=entry,
        groups=grouped(links, entry),
        count=count,
        previous_url=f"?page={number - 1}" if number > 1 else "",
        next_url=f"?page={number + 1}" if number < last else "",
    )
