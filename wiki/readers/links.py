"""The page of an entry's links: what it uses, what is related to it and why, what links to it and where."""

from dataclasses import dataclass, field

from wiki.models import Entry, sees_private
from wiki.readers import ledger, targets
from wiki.readers.ledger import RelatedRow
from wiki.readers.rows import Row, grouped

PAGE = 50  # sources a page of links


@dataclass
class LinksPage:
    """Everything that links to an entry, grouped by source, with the sentences: `essays`, then `concepts`.

    The first page also has what an essay `discusses`, and the `related` and `found` entries with every reason.
    """

    entry: Entry
    essays: list[Row]
    concepts: list[Row]
    count: int
    essay_count: int
    previous_url: str = ""
    next_url: str = ""
    discusses: list[Row] = field(default_factory=list)
    related: list[RelatedRow] = field(default_factory=list)
    found: list[RelatedRow] = field(default_factory=list)


def entry_links(entry, user, number=1):
    """Return the LinksPage with this number (from 1); a number beyond the end gives the last page."""
    private = sees_private(user)
    sources = targets.sources(private, entry.pk)
    order = sorted(sources, key=lambda source: source.kind != "essay")  # stays in the order of names
    last = max(1, -(-len(order) // PAGE))
    number = min(max(1, number), last)
    here = order[(number - 1) * PAGE : number * PAGE]
    passages = targets.passages(private, entry.pk, here, PAGE)
    page = LinksPage(
        entry=entry,
        essays=grouped([link for link in passages if link.entry.kind == "essay"], entry),
        concepts=grouped([link for link in passages if link.entry.kind != "essay"], entry),
        count=len(order),
        essay_count=sum(source.kind == "essay" for source in order),
        previous_url=f"?page={number - 1}" if number > 1 else "",
        next_url=f"?page={number + 1}" if number < last else "",
    )
    if number == 1:
        outgoing = targets.outgoing(private, entry.pk)
        page.related, page.found = ledger.all_related(entry, user, outgoing, sources)
        if entry.kind == "essay":
            page.discusses = targets.discussed(outgoing, entry.pk)
    return page
