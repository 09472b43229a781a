"""The sources that an entry cites."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from wiki.models import CitationUse
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
        return reverse("citation_detail", args=[self.key])


def references(entry, private):
    """Return ([Reference], {index of a citation in the text: Cite}) of an entry.

    A source's text is the entry's own; where the entry cites by key alone, that of the first visible use by name.
    """
    uses = list(entry.citation_uses.select_related("citation"))
    if not uses:
        return [], {}
    cited = {use.citation_id for use in uses}
    counted = CitationUse.objects.scoped(private).filter(citation__in=cited).order_by()
    counts = dict(counted.values_list("citation").annotate(Count("entry", distinct=True)))
    texts = {use.citation_id: use for use in reversed(uses) if use.text}
    missing = cited - set(texts)
    if missing:
        texts |= texts_of(missing, private)
    found, cites = {}, {}
    for use in uses:
        said = texts.get(use.citation_id)
        if said is not None:
            found.setdefault(
                use.citation_id,
                Reference(use.number, said.text, said.url, use.citation.key, counts.get(use.citation_id, 0)),
            )
        if not use.number:
            cites[use.position] = Cite(
                url=reverse("citation_detail", args=[use.citation.key]) if said else "",
                title=said.text if said else "",
                text=None,
            )
    return list(found.values()), cites


def texts_of(citations, private):
    """Return {citation id: the visible use that says what the source is}: the first by the name of its entry."""
    uses = CitationUse.objects.scoped(private).filter(citation__in=citations).exclude(text="")
    rows = uses.select_related("entry", "citation").order_by("-entry__title_key", "-entry__kind", "-position")
    return {use.citation_id: use for use in rows}
