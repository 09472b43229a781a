"""What feeds say: the changes that somebody sees, new essays, one entry's revisions with what each changed."""

import datetime
from dataclasses import dataclass

from wiki import history
from wiki.document.names import slugify
from wiki.models import Edit, Essay, sees_private
from wiki.readers.changes import changes
from wiki.readers.changes_rows import Change, ChangesAsked
from wiki.readers.comparing import Comparison, compare
from wiki.readers.revisions import Eyes
from wiki.readers.tags import name_of_broader, narrower_tags, spelling

CHANGES, ESSAYS, REVISIONS = 40, 20, 12  # items of each kind of feed
LONGEST = 200_000  # characters of two texts that are compared for a feed
MOST = 40_000  # characters of the paragraphs and fields that differ, of all changes of a feed that are compared


@dataclass
class FeedItem:
    """A Change, what a feed tells it by (`marks`: permanent, no key of a table), and more: of a revision its Comparison
    with the one before it, of an essay the Essay."""

    change: Change
    marks: tuple
    comparison: Comparison | None = None
    is_large: bool = False  # too much to be compared here
    essay: Essay | None = None

    @property
    def date(self):
        return f"{self.change.when.astimezone(datetime.UTC):%Y-%m-%d}"


def changes_feed(user, tag=""):
    """Return FeedItems of the latest changes, of entries with this tag (a slug) or a narrower one, or of all."""
    return [_item(change) for change in changes(user, ChangesAsked(tag=tag), CHANGES)]


def essays_feed(user):
    """Return FeedItems of the newest essays, each at the moment since when this person can read it."""
    items = [_item(change) for change in changes(user, ChangesAsked(kind="essay", only="new"), ESSAYS)]
    essays = Essay.objects.scoped(sees_private(user)).filter(slug__in=[item.change.place.slug for item in items])
    found = {essay.slug: essay for essay in essays.defer("body", "html", "text")}
    for item in items:
        item.essay = found.get(item.change.place.slug)
    return items


def entry_feed(entry, user):
    """Return FeedItems of the latest changes of an entry that this person sees; of many large ones the newest few are
    compared."""
    items = [_item(change) for change in changes(user, ChangesAsked(entry=entry.pk), REVISIONS)]
    texts = _texts(entry, [item.change for item in items], Eyes.of(user))
    left = MOST
    for item in items:
        old, new = texts.get(item.change.before), texts.get(item.change.number)
        if item.change.before and old and new:
            size = _differing(old, new) if _length(old) + _length(new) <= LONGEST else left + 1
            item.is_large = size > left
            if not item.is_large:
                item.comparison = compare(old, new)
                left -= size
    return items


def tag_name(slug, user):
    """Return how a tag is spelt for this person; one that only narrower tags have by those. None where they see no
    entry with it."""
    private = sees_private(user)
    name = spelling(private, slug)
    if name is None and (narrower := narrower_tags(private, slug)):
        name = name_of_broader(narrower, slug)
    return name


def _length(document):
    return len(document.body) + len(document.extra)


def _differing(old, new):
    """How many characters stand in what two Documents do not share: from the first paragraph that differs to the last
    one, and in the fields. The rest costs next to nothing to compare."""
    one, other = old.body.split("\n\n"), new.body.split("\n\n")
    head = _alike(one, other)
    tail = _alike(one[head:][::-1], other[head:][::-1])
    differing = [*one[head : len(one) - tail], *other[head : len(other) - tail]]
    if old.extra != new.extra:
        differing += [old.extra, new.extra]
    return sum(map(len, differing))


def _alike(one, other):
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _texts(entry, changes, eyes):
    """{number: Document} of what these eyes may read of the revisions that are to be compared: one query."""
    numbers = {number for change in changes if change.before for number in (change.before, change.number)}
    edits = Edit.objects.scoped(eyes.private).filter(entry=entry.pk, number__in=numbers).select_related("version")
    return {edit.number: history.read(edit) for edit in edits if eyes.suppressed or not edit.text_suppressed}


_LOGS = {"v": "visibility", "a": "acts"}


def _item(change):
    """An address may pass from one entry to another, and a title too; but no two have one title at the same moment."""
    place = change.place
    what = _LOGS.get(place.source) or ("published" if change.revision.is_published else "revisions")
    title = [slugify(change.title_then)] if change.title_then else []
    moment = f"{place.when.astimezone(datetime.UTC):%Y%m%dT%H%M%S%fZ}"
    return FeedItem(change, (f"{place.kind}s", what, *title, place.number, moment))
