"""What lists are made of."""

import datetime
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from wiki.document import names
from wiki.models import Entry, Essay, Visibility
from wiki.models.entry import entry_url
from wiki.prepared import Prepared, asked

BEHIND = "\U0010ffff"  # every letter: what begins with a text stands between it and it with this
ESSAY_COLUMNS = ("essay__author", "essay__publication", "essay__published", "essay__published_on")
COLUMNS = ("id", "kind", "slug", "title", "fold", "visibility", "lead", *ESSAY_COLUMNS)  # of Shown, in order
ESSAY_AS_SHOWN = [name.removeprefix("essay__") for name in COLUMNS]  # the same, asked of an Essay


class Shown(NamedTuple):
    """What a list needs of an entry; the last four are those of an essay, or None."""

    id: int
    kind: str
    slug: str
    title: str
    fold: str
    visibility: str
    lead: str
    author: str | None
    publication: str | None
    published: str | None
    published_on: datetime.date | None

    @property
    def is_public(self):
        return self.visibility == Visibility.PUBLIC


@dataclass(slots=True)
class Quote:
    """A sentence with the words in it that mean the entry; `via` is the other name by which it is meant. `section` is
    None where nobody knows in which it stands."""

    before: str
    mark: str
    after: str
    section: str | None = ""
    section_id: str = ""
    via: str = ""


@dataclass(slots=True)
class Row:
    """An entry in a list. `state` is 'live', 'private' or 'red'; a red one has no address."""

    title: str
    url: str = ""
    state: str = "live"
    kind: str = "concept"
    lead: str = ""
    reason: str = ""
    quotes: list[Quote] = field(default_factory=list)
    author: str = ""
    publication: str = ""
    year: str = ""
    locator: str = ""


def shown(entries):
    """Return Shown for each entry of a queryset, in its order."""
    return [Shown(*row) for row in entries.values_list(*(ESSAY_AS_SHOWN if entries.model is Essay else COLUMNS))]


_shown = Prepared(
    lambda private, *ids: Entry.objects.scoped(private).filter(pk__in=ids).values_list(*COLUMNS),
    Shown,
)


def shown_by_id(private, ids):
    """Return {id: Shown} of those of these entries that somebody sees."""
    return {entry.id: entry for entry in asked(_shown, ids, private)}


def of_visible(rows, private, path="entry", **which):
    """Rows whose entry is visible, for questions about all of them: the set of entries is read once, from an index.

    `path` leads from a row to its entry; `which` says more of the entries.
    """
    return rows.filter(**{f"{path}__in": Entry.objects.scoped(private).filter(**which).values("pk")})


def beginning(rows, char):
    """Rows whose folded name begins with this character, as a range of the index."""
    after = ord(char) + 1
    after = 0xE000 if after == 0xD800 else after  # surrogates are no characters
    rows = rows.filter(fold__gte=char)
    return rows.filter(fold__lt=chr(after)) if after <= 0x10FFFF else rows


def row(entry, **more):
    """Return the Row of an entry that the viewer sees: a Shown, an Essay or a concept."""
    if getattr(entry, "author", None) is not None:
        more["author"], more["publication"] = entry.author, entry.publication
        more["year"] = str(entry.published_on.year) if entry.published_on else entry.published
    return Row(
        title=entry.title,
        url=entry_url(entry.kind, entry.slug),
        state="live" if entry.is_public else "private",
        kind=entry.kind,
        lead=entry.lead,
        **more,
    )


def quote(link, entry=None):
    """Return the Quote of a link, or None for one that stands in no sentence (a related name)."""
    if not link.sentence:
        return None
    end = link.start + link.length
    named = entry is None or entry.fold in (names.fold(link.target), names.fold_tail(link.target))
    return Quote(
        before=link.sentence[: link.start],
        mark=link.sentence[link.start : end],
        after=link.sentence[end:],
        section=None if link.kind == "mention" else link.section,
        section_id=link.section_id,
        via="" if named else link.target,
    )


def grouped(links, entry, limit=None):
    """Return Rows of the sources of these links (ordered by source), each with its quotes."""
    rows = []
    for _, group in groupby(links, key=lambda link: link.entry.id):
        if limit is not None and len(rows) == limit:
            break
        group = list(group)
        made = row(group[0].entry, reason="lists it as related" if group[0].kind == "related" else "")
        seen = set()
        for link in group:
            found = quote(link, entry)
            if found and (found.before, found.mark) not in seen:
                seen.add((found.before, found.mark))
                made.quotes.append(found)
        rows.append(made)
    return rows
