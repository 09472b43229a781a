"""What a program that reads the wiki for somebody should begin with; the public wiki alone, whoever asks."""

from dataclasses import dataclass

from django.db.models import Count, F

from wiki.models import Entry, Essay, Link
from wiki.readers.rows import Shown, shown
from wiki.readers.tags import TagRow, tag_rows

CONCEPTS, ESSAYS, TAGS = 30, 20, 30


@dataclass
class Beginnings:
    """Concepts that most others link to, the newest essays, the subjects with most entries."""

    concepts: list[Shown]
    essays: list[Shown]
    tags: list[TagRow]


def beginnings():
    """Return the Beginnings of the public wiki."""
    tags = sorted(tag_rows(False), key=lambda tag: (-tag.count, tag.slug))[:TAGS]
    essays = Essay.objects.scoped(private=False).filter(kind="essay").by_date()
    return Beginnings(_most_linked(), shown(essays[:ESSAYS]), tags)


def _most_linked():
    links = Link.objects.scoped(private=False).filter(target_public__kind="concept")
    links = links.exclude(source=F("target_public")).values_list("target_public")
    most = links.annotate(sources=Count("source", distinct=True)).order_by(
        "-sources", "target_public__fold", "target_public__title_key"
    )
    keys = [key for key, *_ in most[:CONCEPTS]]
    found = {entry.id: entry for entry in shown(Entry.objects.scoped(private=False).filter(pk__in=keys))}
    if not found:  # nothing is linked yet
        return shown(Entry.objects.scoped(private=False).filter(kind="concept").alphabetical()[:CONCEPTS])
    return [found[key] for key in keys if key in found]
