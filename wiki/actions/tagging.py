"""Tags of entries. Runs inside a writer's transaction."""

from types import SimpleNamespace

from wiki.actions.errors import SaveRefused
from wiki.bulk import every_column, exchange, insert_keyed, row_of
from wiki.document.names import BadName, clean_name, slugify
from wiki.models import Tag, TaggedEntry
from wiki.prepared import Prepared, asked


def tag_slug(name):
    """Return the slug of a tag: `slugify` of each part between slashes. '' when nothing of it can stand there.

    Raises names.BadName for what cannot be a name.
    """
    return "/".join(filter(None, (slugify(part) for part in clean_name(name).split("/"))))


def tag_parts(name):
    """Return the parts of a tag's name between slashes, those that stand in its slug."""
    return [part.strip() for part in clean_name(name).split("/") if slugify(part)]


def usable_tag(name):
    """Return (cleaned name, slug) of a name for a tag. Raises SaveRefused (field `name`) for one that cannot be."""
    try:
        name = clean_name(name)
    except BadName as error:
        raise SaveRefused(str(error), field="name") from error
    name = "/".join(part.strip() for part in name.split("/") if part.strip())
    slug = tag_slug(name)[:255] if name else ""
    if not slug:
        raise SaveRefused("A tag needs at least one letter or digit.", field="name")
    return name, slug


def moved_tag(name, slug, new, narrower=True):
    """Return what a tag of an entry is called when the tag with this slug is called `new`, and with `narrower` those
    below it follow; '' for any other tag."""
    own = tag_slug(name)[:255]
    if own == slug:
        return new
    if narrower and own.startswith(f"{slug}/"):
        return "/".join([new, *tag_parts(name)[slug.count("/") + 1 :]])
    return ""


def unique_tags(tags):
    """Return (name, slug) pairs: cleaned, each slug once, in order; names that give no slug are left out.

    Raises names.BadName for a tag that cannot be a name.
    """
    found = {}
    for name in tags:
        if slug := tag_slug(name):
            found.setdefault(slug[:255], clean_name(name))
    return [(name, slug) for slug, name in found.items()]


def replace_tags(pairs):
    """Write the tags of (entry, names) pairs."""
    if not pairs:
        return
    held = asked(_uses_from, [entry.pk for entry, _ in pairs])
    tagged = [(entry, unique_tags(tags)) for entry, tags in pairs]
    slugs = {slug for _, tags in tagged for _, slug in tags}
    known = dict(asked(_known, slugs))
    fresh = [Tag(name=slug, slug=slug) for slug in sorted(slugs - set(known))]
    insert_keyed(Tag, fresh)
    known |= {tag.slug: tag.pk for tag in fresh}
    exchange(
        TaggedEntry,
        held,
        [
            SimpleNamespace(content_object_id=entry.pk, tag_id=known[slug], name=name, position=position)
            for entry, tags in tagged
            for position, (name, slug) in enumerate(tags)
        ],
    )


_uses_from = Prepared(
    lambda private, *ids: every_column(TaggedEntry.objects.filter(content_object__in=ids)), row_of(TaggedEntry)
)
_known = Prepared(
    lambda private, *slugs: Tag.objects.filter(slug__in=slugs).values_list("slug", "pk"), lambda *columns: columns
)
