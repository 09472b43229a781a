"""Change the tags of many entries: each gets a revision like any other."""

from dataclasses import dataclass, field, replace

from wiki.actions import stamping
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.protecting import Protected, closed_to, divide
from wiki.actions.rights import require_editor
from wiki.actions.saving import Submission, save_entries
from wiki.actions.tagging import moved_tag, tag_slug, usable_tag
from wiki.actions.writing import writing
from wiki.models import Act, Entry, Tag, TaggedEntry, sees_private

BATCH = 100  # entries of one transaction
MOST = 500  # entries that one call changes; whoever asked goes on from there
LONGEST = 2000  # characters of a description


@dataclass
class Retagged:
    """What became of a tag: its new slug, how many entries got a revision, how many carry the old name still, the
    titles of those of them that are protected, and the slugs whose description did not go along."""

    slug: str
    changed: int = 0
    left: int = 0
    protected: list[str] = field(default_factory=list)
    undescribed: list[str] = field(default_factory=list)


def retag(entries, *, by, add=(), remove=(), summary=""):
    """Give these entries the tags of `add` and take away those of `remove`, however they are spelt.

    Returns how many were changed. Raises SaveRefused for a tag that cannot be stored.
    """
    entries, count = list(entries), 0
    gone = {tag_slug(name) for name in remove}
    for start in range(0, len(entries), BATCH):
        submissions = []
        for entry in entries[start : start + BATCH]:
            document = entry.document()
            held = [name for name in document.tags if tag_slug(name) not in gone]
            known = {tag_slug(name) for name in held}
            fresh = [name for name in add if tag_slug(name) not in known]
            document = replace(document, tags=(*held, *fresh))
            submissions.append(Submission(document, entry=entry, base=entry.number, summary=summary))
        count += sum(saved.edit is not None for saved in save_entries(submissions, by=by))
    return count


def rename_tag(slug, name, *, by, narrower=False, reason="", description=None):
    """Give a tag another name in every entry that `by` sees carry it, with `narrower` the tags below it too. Where the
    new name is that of a tag already, the two are one from then on. Returns Retagged.

    At most 500 entries are changed; the others carry the old name until this is called again. An entry that is
    protected or saved at this very moment keeps it and is counted as left. The description goes along; `description`
    is what the tag is to have instead. One that readers could not see stays behind where they would come to see it.
    Raises SaveRefused (field `name`) for a name that no tag can have.
    """
    new, new_slug = usable_tag(name)
    if narrower and new_slug.startswith(f"{slug}/"):
        raise SaveRefused("A tag cannot go below itself together with its narrower tags.", field="name")
    slugs = _slugs(slug, narrower)
    shown = _shown(slugs)
    uses = _uses(slugs, by)
    keys = _waiting(uses, slug, new, narrower)
    closed = closed_to(by)
    done = Retagged(new_slug, protected=sorted(closed[key] for key in keys if key in closed))
    free = [key for key in keys if key not in closed][:MOST]
    for start in range(0, len(free), BATCH):
        _rename_in(free[start : start + BATCH], slug, new, narrower, by, reason, done)
    done.left = len(_waiting(_uses(slugs, by), slug, new, narrower))
    if done.changed or not uses:
        moved = {old: moved_tag(old, slug, new_slug, narrower) for old in slugs}
        _move_descriptions(moved, description, by, shown, done)
    return done


def describe_tag(slug, description, *, by, was=None):
    """Say what a tag is about. Raises SaveRefused for a text that is too long, and where the description is not `was`
    any more: somebody else has changed it."""
    description = description.replace("\0", "").replace("\r\n", "\n").strip()
    if len(description) > LONGEST:
        said = f"The description has {len(description):,} characters; at most {LONGEST:,} are kept. Shorten it."
        raise SaveRefused(said, field="description")
    with writing():
        require_editor(by)
        tag = Tag.objects.filter(slug=slug).first() or Tag(name=slug, slug=slug)
        if was is not None and tag.description not in (was, description):
            said = f"Somebody else has changed it meanwhile. It reads now: “{tag.description}”"
            raise SaveRefused(said, field="description")
        _write_description(tag, description, by)


def joined(description, other):
    """Return two descriptions as one, the first one first; nothing is said twice."""
    if other in description:
        return description
    return other if description in other else f"{description}\n\n{other}"


def _slugs(slug, narrower):
    below = Tag.objects.filter(slug__startswith=f"{slug}/").values_list("slug", flat=True) if narrower else ()
    return [slug, *below]


def _shown(slugs):
    """Those of these tags that readers see."""
    return set(Tag.objects.scoped(private=False).filter(slug__in=slugs).values_list("slug", flat=True))


def _uses(slugs, by):
    """(entry, spelling) for each use of these tags that `by` sees, in the order of the entries' names."""
    uses = TaggedEntry.objects.scoped(by is None or sees_private(by)).filter(tag__slug__in=slugs)
    return list(uses.order_by("content_object__fold", "content_object", "pk").values_list("content_object", "name"))


def _waiting(uses, slug, new, narrower):
    """The entries of these uses that are not spelt as they are to be, each once: a call that comes again goes on."""
    return list(dict.fromkeys(key for key, name in uses if moved_tag(name, slug, new, narrower) != name))


def _rename_in(keys, slug, new, narrower, by, reason, done):
    """Rename the tag in these entries, all at once or, where one of them refuses, each by itself."""
    free, closed = divide(_read(keys, by), by)
    done.protected += closed
    try:
        saved = save_entries([_submission(entry, slug, new, narrower, reason) for entry in free], by=by)
    except (SaveRefused, EditConflict):
        for entry in free:
            _rename_one(entry.pk, slug, new, narrower, by, reason, done)
    else:
        done.changed += sum(record.edit is not None for record in saved)


def _rename_one(key, slug, new, narrower, by, reason, done):
    for entry in _read([key], by):
        try:
            saved = save_entries([_submission(entry, slug, new, narrower, reason)], by=by)
        except Protected:
            done.protected.append(entry.title)
        except (SaveRefused, EditConflict):  # deleted, or written anew at this moment: it keeps its tag
            pass
        else:
            done.changed += saved[0].edit is not None


def _read(keys, by):
    seen = Entry.objects.scoped(by is None or sees_private(by)).filter(pk__in=keys)
    return list(seen.select_related("essay").prefetch_related("aliases", "tagged").order_by("fold", "pk"))


def _submission(entry, slug, new, narrower, reason):
    document = entry.document()
    moved = {name: moved_tag(name, slug, new, narrower) for name in document.tags}
    old = next((name for name in document.tags if moved[name]), "")
    # Said in the entry's own spelling: that of another one may not be for its readers.
    summary = reason or f"Tag “{old}” renamed to “{moved.get(old)}”"
    document = replace(document, tags=tuple(moved[name] or name for name in document.tags))
    return Submission(document, entry=entry, base=entry.number, summary=summary)


def _move_descriptions(slugs, description, by, shown, done):
    """Give the new tags what was said of the old ones, of which readers saw those that are `shown`. What nothing
    carries any more, not even in the bin, goes."""
    with writing():
        require_editor(by)
        tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=[*slugs, *slugs.values()])}
        seen = _shown(slugs.values())
        for at, (old, new) in enumerate(slugs.items()):
            source, target = tags.get(old), tags.get(new)
            before = target.description if target is not None else ""
            said = description if at == 0 else None
            if said is None and source is not None and source.description and old != new:
                said = joined(before, source.description)
                if said != before and new in seen and old not in shown:
                    done.undescribed.append(old)
                    said = None
            if said is not None and (target is not None or said):
                _write_description(target or Tag(name=new, slug=new), said.strip(), by)
            if source is not None and old != new and not TaggedEntry.objects.filter(tag=source).exists():
                _record(source, source.description, "", by)
                source.delete()


def _write_description(tag, description, by):
    _record(tag, tag.description, description, by)
    tag.description = description
    tag.save()
    stamping.lists(for_readers=bool(_shown([tag.slug])))


def _record(tag, before, after, by):
    if before != after:
        details = {"slug": tag.slug, "before": before, "after": after}
        Act.objects.create(kind=Act.Kind.DESCRIBE, title=tag.name, details=details, by=by)
