"""What a tag is, for whoever changes it, and what another name would do."""

from dataclasses import dataclass, field

from wiki.actions.protecting import closed_to
from wiki.actions.retagging import MOST, joined
from wiki.actions.tagging import moved_tag, usable_tag
from wiki.models import Tag, TaggedEntry, sees_private
from wiki.models.entry import creation_url
from wiki.readers.rows import Row
from wiki.readers.tagged import concepts_called
from wiki.readers.tags import TagRow, name_of_broader, narrower_tags, own_part, spelling


@dataclass
class Move:
    """A tag and the name it is to have; `joins` entries carry that name already, `both` of them this one too."""

    tag: TagRow
    name: str
    joins: int = 0
    both: int = 0


@dataclass
class Renaming:
    """What a new name would do; a tag that has it already keeps its spelling. `entries` get a revision, `moves` begins
    with the tag itself, narrower ones follow.
    `protected` are titles of entries that stay as they are."""

    name: str
    slug: str
    entries: int
    moves: list[Move]
    description: str
    protected: list[str] = field(default_factory=list)
    most: int = MOST

    @property
    def is_merge(self):
        return any(move.joins for move in self.moves)

    @property
    def target(self):
        return self.moves[0]


@dataclass
class ManagePage:
    """`below` entries carry a narrower tag. `renaming` is there once a new name was given."""

    tag: TagRow
    concept_count: int
    essay_count: int
    narrower: list[TagRow]
    below: int
    concept_of: list[Row]
    renaming: Renaming | None = None

    @property
    def is_carried(self):
        return bool(self.tag.count)

    @property
    def concept_url(self):
        """Where a concept of this name is written."""
        title = own_part(self.tag)
        return creation_url("concept", title[:1].upper() + title[1:])


def manage_page(slug, user):
    """Return the ManagePage of a tag that this person may know of, or None."""
    private = sees_private(user)
    rows = _uses(private, slug)
    own = [(name, kind) for _, at, name, kind in rows if at == slug]
    narrower = narrower_tags(private, slug)
    if not rows:
        return None
    name = min(name for name, _ in own) if own else name_of_broader(narrower, slug)
    described = Tag.objects.filter(slug=slug).values_list("description", flat=True).first() or ""
    return ManagePage(
        tag=TagRow(name, slug, len(own), described),
        concept_count=sum(kind == "concept" for _, kind in own),
        essay_count=sum(kind == "essay" for _, kind in own),
        narrower=narrower,
        below=len({key for key, at, _, _ in rows if at != slug}),
        concept_of=concepts_called(private, name),
    )


def renaming_of(page, name, user, narrower=False):
    """Return the Renaming of the tag of a page under another name. Raises SaveRefused for one that cannot be."""
    private, slug = sees_private(user), page.tag.slug
    name, new = usable_tag(name)
    if new != slug:
        name = spelling(private, new) or name
    rows = [(key, at, moved_tag(held, slug, name, narrower), held) for key, at, held, _ in _uses(private, slug)]
    changing = {key for key, _, moved, held in rows if moved and moved != held}
    tags = [page.tag, *(page.narrower if narrower else ())]
    moves = [Move(tag, moved_tag(tag.slug, slug, new, narrower)) for tag in tags]
    carrying = _carrying({move.name for move in moves} - {tag.slug for tag in tags}, private)
    carriers = {tag.slug: {key for key, at, _, _ in rows if at == tag.slug} for tag in tags}
    for move in moves:
        already = carrying.get(move.name, set())
        move.joins, move.both = len(already), len(already & carriers[move.tag.slug])
        move.name = moved_tag(move.tag.name, slug, name, narrower)
    closed = closed_to(user)
    target = Tag.objects.scoped(private).filter(slug=new).values_list("description", flat=True).first() or ""
    return Renaming(
        name=name,
        slug=new,
        entries=len(changing - set(closed)),
        moves=moves,
        description=joined(target, page.tag.description) if new != slug else target,
        protected=sorted(title for key, title in closed.items() if key in changing),
    )


def _uses(private, slug):
    """(entry, slug, name, kind of the entry) for each visible use of a tag and of those below it."""
    below = Tag.objects.filter(slug__startswith=f"{slug}/").values_list("slug", flat=True)
    uses = TaggedEntry.objects.scoped(private).filter(tag__slug__in=[slug, *below]).order_by()
    return list(uses.values_list("content_object", "tag__slug", "name", "content_object__kind"))


def _carrying(slugs, private):
    """{slug: entries that carry it}, for those of these tags that somebody may know of."""
    found = {}
    if slugs:
        uses = TaggedEntry.objects.scoped(private).filter(tag__slug__in=slugs).order_by()
        for slug, key in uses.values_list("tag__slug", "content_object"):
            found.setdefault(slug, set()).add(key)
    return found
