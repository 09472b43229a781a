"""The sources that an entry cites."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count

from wiki.addresses import address
from wiki.models import CitationUse
from wiki.prepared import Prepared
from wiki.rendering.resolve import Cite


@dataclass(slots=True)
class Reference:
    """A source in the list of references; `number` is that of its first note, 0 for one cited by key alone."""

    number: int
    text: str
    url: str
    key: str
    cited_by: int

    @property
    def page_url(self):
        return address("citation_detail", self.key)


def references(entry, private):
    """Return ([Reference], {index of a citation in the text: Cite}) of an entry.

    A source's text is the entry's own; where the entry cites by key alone, that of the first visible use by name.
    """
    if not any(mark in entry.html for mark in ("data-note", 'href="cite:')):
        return [], {}
    uses = _uses(private, entry.pk)
    texts = {use.citation_id: use for use in reversed(uses) if use.text}
    missing = {use.citation_id for use in uses} - set(texts)
    if missing:
        texts |= texts_of(missing, private)
    counts = dict(_counts(private, entry.pk)) if uses else {}
    found, cites = {}, {}
    for use in uses:
        said = texts.get(use.citation_id)
        if said is not None and use.citation_id not in found:
            cited_by = counts.get(use.citation_id, 0)
            found[use.citation_id] = Reference(use.number, said.text, said.url, use.key, cited_by)
        if not use.number:
            cites[use.position] = Cite(
                url=address("citation_detail", use.key) if said else "", title=said.text if said else ""
            )
    return list(found.values()), cites


class Use(NamedTuple):
    """One use of a source by an entry."""

    citation_id: int
    key: str
    position: int
    number: int
    text: str
    url: str


_uses = Prepared(
    lambda private, entry_id: (
        CitationUse.objects.scoped(private)
        .filter(entry_id=entry_id)
        .order_by("position")
        .values_list("citation_id", "citation__key", "position", "number", "text", "url")
    ),
    Use,
)
_counts = Prepared(
    lambda private, entry_id: (
        CitationUse.objects.scoped(private)
        .filter(citation__uses__entry_id=entry_id)
        .order_by()
        .values_list("citation")
        .annotate(Count("entry", distinct=True))
    ),
    lambda citation_id, count: (citation_id, count),
)


def texts_of(citations, private):
    """Return {citation id: the visible use that says what the source is}: the first by the name of its entry."""
    uses = CitationUse.objects.scoped(private).filter(citation__in=citations).exclude(text="")
    uses = uses.order_by("-entry__title_key", "-entry__kind", "-position")
    return {use.citation_id: use for use in uses.only("citation_id", "text", "url", "doi")}
