"""Whether everything agrees with everything: texts, revisions, and what is derived from them."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from wiki.actions.tagging import tag_slug
from wiki.integrity import database, derived, revisions
from wiki.integrity.findings import Finding, of, rebuild, some
from wiki.integrity.snapshot import one_moment
from wiki.models import Citation, Concept, Entry, Essay, Tag, TaggedEntry
from wiki.search import index

BATCH = 100  # entries that are held at once


class NotReady(Exception):
    """The tables are not those of this program; the message says what to do."""


def require_current():
    """Raise NotReady while migrations are to be applied."""
    loader = MigrationLoader(connection)
    if set(loader.graph.nodes) - set(loader.applied_migrations):
        raise NotReady("The database is not up to date. Run manage.py migrate first.")


def check(thorough=True, progress=None):
    """Yield Findings, as they are found. Nothing is written, and all that is read is of one moment.

    Without `thorough` no text is rendered and old revisions are not read. `progress(done, of)` is called after each
    batch of entries. The tables must be those of this program: `require_current` first.
    """
    with one_moment():
        yield from database.check()
        total, done = Entry.objects.count(), 0
        yield from _rows_of_kinds()
        for model in (Concept, Essay):
            keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), BATCH):
                rows = model.objects.filter(pk__in=keys[start : start + BATCH]).order_by("pk")
                entries = list(rows.prefetch_related("aliases", "tagged"))
                yield from revisions.check(entries, thorough)
                yield from derived.check([entry for entry in entries if entry.deleted_at is None], thorough)
                done += len(entries)
                if progress:
                    progress(done, total)
        yield from revisions.check_orphans()
        yield from _indexed()
        yield from _tags()
        yield from _unused()


def _rows_of_kinds():
    for kind, model in ((Entry.Kind.CONCEPT, Concept), (Entry.Kind.ESSAY, Essay)):
        for entry in Entry.objects.filter(kind=kind).exclude(pk__in=model.objects.values("pk"))[:20]:
            yield Finding("entries", f"{of(entry)} has no row among its kind")
        for entry in Entry.objects.exclude(kind=kind).filter(pk__in=model.objects.values("pk"))[:20]:
            yield Finding("entries", f"{of(entry)} has a row of another kind")


def _indexed():
    """Who must not be in an index: a private entry in that of readers would be found by them."""
    for private, name in ((True, "the index of search"), (False, "the index of search for readers")):
        known = set(Entry.objects.scoped(private).values_list("pk", flat=True))
        if beyond := index.ids(private) - known:
            text = f"{len(beyond)} entries are in {name} that do not belong there ({some(sorted(beyond))})"
            yield Finding("search", text, rebuild("search"))


def _tags():
    for tag in Tag.objects.exclude(name__in=Tag.objects.values("slug"))[:20]:
        yield Finding("tags", f"tag {tag.slug} is named “{tag.name}”")
    uses = TaggedEntry.objects.values_list("name", "tag__slug").distinct().order_by()
    for name, slug in uses.iterator():
        if tag_slug(name)[:255] != slug:
            yield Finding("tags", f"“{name}” stands under the tag {slug}", "rename the tag to any other name and back")


def _unused():
    for part, rows in (
        ("tags", Tag.objects.filter(uses=None, description="").values_list("slug", flat=True)),
        ("citations", Citation.objects.filter(uses=None, fields={}).values_list("key", flat=True)),
    ):
        names = list(rows.order_by("pk"))
        if names:
            yield Finding(part, f"{len(names)} that nothing uses ({some(names)})", "", is_warning=True)
