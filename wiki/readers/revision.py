"""The page of one revision: its text with today's links, its fields as they were, and what of it was suppressed."""

from dataclasses import dataclass, field

from wiki import history
from wiki.actions.derived import preview_text
from wiki.actions.tagging import tag_slug
from wiki.document.document import Document
from wiki.models import Act, Entry, Tag
from wiki.readers import targets
from wiki.readers.revisions import Eyes, Revision, edits_of, link_count
from wiki.readers.rows import Row
from wiki.readers.unstored import UnstoredText, outgoing, unstored
from wiki.rendering.rendered import LinkMention, Rendered


@dataclass
class RevisionPage:
    """A revision to read: the text with today's links, and the fields as they were; both None where it is closed.

    `newer` and `older` are the numbers of the nearest ones that the viewer may see, or None. `why` are pairs, for
    editors: the Act that suppressed parts of it, and which.
    """

    entry: Entry
    revision: Revision
    link_count: int
    newer: int | None = None
    older: int | None = None
    document: Document | None = None
    text: UnstoredText | None = None
    contents: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    related: list[Row] = field(default_factory=list)
    why: list[tuple[Act, list[str]]] = field(default_factory=list)


def revision_page(entry, revision, user):
    """Return the RevisionPage of an entry's Revision that this person sees."""
    eyes = Eyes.of(user)
    numbers = edits_of(eyes.private, entry.pk).values_list("number", flat=True)
    page = RevisionPage(
        entry=entry,
        revision=revision,
        link_count=link_count(entry, eyes),
        newer=numbers.filter(number__gt=revision.number).reverse().first(),
        older=numbers.filter(number__lt=revision.number).first(),
    )
    if revision.suppressed:
        page.why = why_suppressed(entry, revision.number, revision.suppressed)
    if revision.is_closed:
        return page
    page.document = history.read_number(entry, revision.number)
    rendered = preview_text(page.document.body)  # whoever reads an old text waits behind those who save
    page.text = unstored(rendered, user)
    page.contents = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
        if 2 <= heading.level <= 3
    ]
    page.tags = _tags(page.document.tags, eyes)
    page.related = _related(page.document.related, eyes)
    return page


def suppressions(entry, number):
    """Return the acts that suppressed parts of this revision or showed them again, newest first; for editors."""
    return list(Act.objects.filter(kind=Act.Kind.SUPPRESS, entry=entry.pk, number=number).select_related("by"))


def why_suppressed(entry, number, parts):
    """Return (act, parts) for each act since which some of these parts of a revision are suppressed, oldest first."""
    since, before = {}, {}
    for act in reversed(suppressions(entry, number)):
        since |= {part: act for part in parts if act.details.get(part) and not before.get(part)}
        before = act.details
    return [(act, [part for part in parts if since.get(part) is act]) for act in dict.fromkeys(since.values())]


def _related(names, eyes):
    mentions = [LinkMention(at, name, "", None, "related", "", 0, 0, "", "") for at, name in enumerate(names)]
    return targets.related(outgoing(Rendered("", links=tuple(mentions)), eyes.private)) if mentions else []


def _tags(names, eyes):
    """Tags as the revision spells them; one that no entry open to the viewer carries today leads nowhere."""
    slugs = {name: tag_slug(name) for name in names}
    known = set(Tag.objects.scoped(eyes.private).filter(slug__in=slugs.values()).values_list("slug", flat=True))
    return [{"name": name, "slug": slug if slug in known else ""} for name, slug in slugs.items()]
