"""What is not well with the entries: for each list its keys, in order, and what a page shows of some of them.

For people who see every entry. `keys(limit)` gives at most `limit` keys; `rows(keys)` a HealthRow for each that is
there still: what goes while a page asks is not on it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef
from django.utils import timezone

from wiki.addresses import address
from wiki.document.names import slugify
from wiki.models import Alias, CitationUse, Edit, Entry, Link, TaggedEntry, Visibility
from wiki.models.entry import entry_url, path_of
from wiki.models.link import IN_TEXT
from wiki.readers.rows import Row, of_visible, quote, row, shown
from wiki.readers.targets import seen_inbound

STUB = 400  # bytes of text: below that, some sixty words of English, an entry is a stub
WAITS = timedelta(days=90)  # that a private entry has never been published
REFUSED = "its text could not be rendered and is shown as it was written"


@dataclass
class Fix:
    """What mends a row: a form with these fields, or a link where it has none. `of` says what it is about to those who
    hear nothing but the label."""

    label: str
    of: str
    url: str
    fields: dict = field(default_factory=dict)


@dataclass
class HealthRow:
    """An entry, tag or name that is not well: `before`, the `others` and `after` make the sentence that says so."""

    row: Row
    before: str = ""
    others: list[Row] = field(default_factory=list)
    after: str = ""
    quote: object = None
    fixes: list[Fix] = field(default_factory=list)


def edit_of(entry, label="Edit"):
    return Fix(label, entry.title, f"{entry_url(entry.kind, entry.slug)}edit/")


def _entries():
    return Entry.objects.scoped(private=True)


def _in_order(keys):
    """Return Shown for the entries with these keys, by name."""
    return shown(_entries().filter(pk__in=keys).alphabetical())


# Stubs


def stubs(limit):
    short = _entries().filter(edits__number=F("number"), edits__size__lt=STUB).alphabetical()
    return list(short.values_list("pk", flat=True)[:limit])


def stub_rows(keys):
    current = Edit.objects.scoped(private=True).filter(entry__in=keys, number=F("entry__number"))
    sizes = dict(current.values_list("entry", "size"))
    there = [one for one in _in_order(keys) if one.id in sizes]
    return [HealthRow(row(one), after=_length(sizes[one.id]), fixes=[edit_of(one)]) for one in there]


def _length(size):
    return f"its text has {size} byte{'s' if size != 1 else ''}" if size else "it has no text"


# Related in one direction alone


def one_way(limit):
    """Links by which an entry lists another that does not list it. A public entry cannot list a private one: readers
    would read its title in the document."""
    back = Link.objects.filter(kind=Link.Kind.RELATED, source=OuterRef("target_all"), target_all=OuterRef("source"))
    lists = Link.objects.scoped(private=True).filter(kind=Link.Kind.RELATED, target_all__isnull=False)
    lists = lists.exclude(target_all=F("source")).filter(~Exists(back))
    lists = lists.exclude(source__visibility=Visibility.PRIVATE, target_all__visibility=Visibility.PUBLIC)
    # As an index has them, which is how old the entries are: by name all would be read to show a few.
    return list(lists.order_by("source_id", "position").values_list("pk", flat=True)[:limit])


def one_way_rows(keys):
    lists = Link.objects.scoped(private=True).filter(pk__in=keys)
    pairs = {pk: pair for pk, *pair in lists.values_list("pk", "source_id", "target_all_id")}
    ends = {key for pair in pairs.values() for key in pair}
    numbers = _numbers(ends)
    entries = {entry.id: entry for entry in _in_order(ends) if entry.id in numbers}
    found = [pairs[key] for key in keys if key in pairs]
    return [_one_way_row(*map(entries.get, pair), numbers) for pair in found if entries.keys() >= set(pair)]


def _one_way_row(source, target, numbers):
    fields = {"entry": path_of(target), "other": path_of(source), "base": numbers[target.id]}
    fix = Fix(f"Let {target.title} list it too", source.title, "health_related", fields)
    return HealthRow(row(source), "lists", [row(target)], "as related, which does not list it", fixes=[fix])


def _numbers(keys):
    return dict(_entries().filter(pk__in=keys).values_list("pk", "number"))


# Names that several claim


def collisions(limit):
    """Folded names that are given to several entries, or to one entry and are the title of another."""
    given = Alias.objects.filter(kind=Alias.Kind.ALIAS).order_by()
    twice = of_visible(given, True).values_list("fold").annotate(n=Count("entry", distinct=True)).filter(n__gt=1)
    titles = _entries().filter(fold=OuterRef("fold")).exclude(pk=OuterRef("entry"))
    claimed = given.filter(entry__deleted_at=None).filter(Exists(titles)).values_list("fold", flat=True)
    return sorted({name for name, _ in twice} | set(claimed))[:limit]


def collision_rows(keys):
    given = Alias.objects.scoped(private=True).filter(kind=Alias.Kind.ALIAS, fold__in=keys).order_by("position")
    claims = defaultdict(dict)  # folded name → entry id → the name as this entry has it
    for name, entry, text in given.values_list("fold", "entry_id", "text"):
        claims[name].setdefault(entry, text)
    owners = {entry for found in claims.values() for entry in found}
    numbers = _numbers(owners)
    entries = {entry.id: entry for entry in _in_order(owners) if entry.id in numbers}
    titled = defaultdict(list)
    for entry in shown(_entries().filter(fold__in=keys).alphabetical()):
        titled[entry.fold].append(entry)
    there = {name: [(entries[e], text) for e, text in claims[name].items() if e in entries] for name in keys}
    return [_collision_row(titled[name], claiming, numbers) for name, claiming in there.items() if claiming]


def _collision_row(titled, claiming, numbers):
    claiming.sort(key=lambda claim: claim[0].fold)
    name = claiming[0][1]
    titled = [entry for entry in titled if entry.id not in {other.id for other, _ in claiming}]
    fixes = []
    for entry, text in claiming:
        fields = {"entry": path_of(entry), "name": text, "base": numbers[entry.id]}
        fixes.append(Fix(f"Take it from {entry.title}", text, "health_alias", fields))
    fixes += [edit_of(entry, f"Edit {entry.title}") for entry in [*titled, *(entry for entry, _ in claiming)]]
    leads = Row(name, address("concept_detail", slugify(name)) if slugify(name) else "")
    said = "is the title of one and another name of the other:" if titled else "is another name of"
    return HealthRow(leads, said, [row(e) for e in [*titled, *(e for e, _ in claiming)]], fixes=fixes)


# Tags that stand at one entry alone


def lonely_tags(limit):
    uses = of_visible(TaggedEntry.objects.order_by(), True, "content_object")
    once = uses.values_list("tag_id").annotate(n=Count("pk")).filter(n=1).values("tag_id")
    tags = TaggedEntry.objects.scoped(private=True).filter(tag__in=once).order_by("tag__slug")
    return list(tags.values_list("pk", flat=True)[:limit])


def tag_rows(keys):
    uses = TaggedEntry.objects.scoped(private=True).filter(pk__in=keys).order_by("tag__slug")
    uses = list(uses.values_list("name", "tag__slug", "content_object"))
    entries = {entry.id: entry for entry in _in_order([key for *_, key in uses])}
    rows = []
    for name, slug, key in uses:
        if key not in entries:
            continue
        fixes = [Fix("Rename or merge it", name, address("tag_manage", slug)), edit_of(entries[key])]
        rows.append(HealthRow(Row(name, address("tag_detail", slug)), "stands at", [row(entries[key])], fixes=fixes))
    return rows


# Without a source


def unsourced(limit):
    cites = CitationUse.objects.filter(entry=OuterRef("pk"))
    concepts = _entries().filter(kind=Entry.Kind.CONCEPT).filter(~Exists(cites)).alphabetical()
    return list(concepts.values_list("pk", flat=True)[:limit])


def unsourced_rows(keys):
    return [HealthRow(row(one), after="cites no source", fixes=[edit_of(one)]) for one in _in_order(keys)]


# Links to a choice


def choices(limit):
    links = Link.objects.scoped(private=True).filter(kind__in=IN_TEXT, target_all=None, choice_all=True)
    return list(links.order_by("source__fold", "source_id", "position").values_list("pk", flat=True)[:limit])


def choice_rows(keys):
    links = Link.objects.scoped(private=True).filter(pk__in=keys).order_by("source__fold", "source_id", "position")
    rows = []
    for link in seen_inbound(links):
        name = slugify(link.target.rstrip("/").rsplit("/", 1)[-1])
        meant = Row(link.target, address("concept_detail", name) if name else "")
        made = HealthRow(row(link.entry), "says", [meant], "which several entries claim", quote(link))
        made.fixes = [edit_of(link.entry, "Say which")]
        rows.append(made)
    return rows


# Not rendered, not published


def refused(limit):
    return list(_entries().exclude(refused="").alphabetical().values_list("pk", flat=True)[:limit])


def refused_rows(keys):
    return [HealthRow(row(one), after=REFUSED, fixes=[edit_of(one)]) for one in _in_order(keys)]


def unpublished(limit):
    private = _entries().filter(visibility=Visibility.PRIVATE, created_at__lt=timezone.now() - WAITS)
    never = private.filter(visibility_changes=None).alphabetical()
    return list(never.values_list("pk", flat=True)[:limit])


def unpublished_rows(keys):
    return [
        HealthRow(
            row(one),
            after="has never been public",
            fixes=[Fix("Make it public", one.title, f"{entry_url(one.kind, one.slug)}visibility/"), edit_of(one)],
        )
        for one in _in_order(keys)
    ]
