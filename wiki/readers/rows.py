"""What lists are made of."""

from dataclasses import dataclass, field
from itertools import groupby

from wiki.document import names
from wiki.models.entry import entry_url


@dataclass(slots=True)
class Quote:
    """A sentence with the words in it that mean the entry; `via` is the other name by which it is meant."""

    before: str
    mark: str
    after: str
    section: str = ""
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


def row(entry, **more):
    """Return the Row of an entry that the viewer sees."""
    essay = entry if hasattr(entry, "author") else getattr(entry, "essay", None) if entry.kind == "essay" else None
    if essay:
        more.setdefault("author", essay.author)
        more.setdefault("publication", essay.publication)
        more.setdefault("year", str(essay.published_on.year) if essay.published_on else essay.published)
    return Row(
        title=entry.title,
        url=entry_url(entry.kind, entry.slug),
        state="live" if entry.is_public else "private",
        kind=entry.kind,
        lead=entry.lead,
        **more,
    )


def quote(link, entry=None):
    """Return the Quote of a link row, or None for one that stands in no sentence (a related name)."""
    if not link.sentence:
        return None
    end = link.start + link.length
    mark = link.sentence[link.start : end]
    named = entry is None or names.fold(link.target) in (entry.fold, names.fold(entry.slug))
    return Quote(
        before=link.sentence[: link.start],
        mark=mark,
        after=link.sentence[end:],
        section=link.section,
        section_id=link.section_id,
        via="" if named else link.target,
    )


def grouped(links, entry, limit=None):
    """Return Rows of the sources of these links (ordered by source), each with its quotes."""
    rows = []
    for _, group in groupby(links, key=lambda link: link.source_id):
        group = list(group)
        if limit is not None and len(rows) == limit:
            break
        made = row(group[0].source, reason="lists it as related" if group[0].kind == "related" else "")
        seen = set()
        for link in group:
            found = quote(link, entry)
            if found and (found.before, found.mark) not in seen:
                seen.add((found.before, found.mark))
                made.quotes.append(found)
        rows.append(made)
    return rows
