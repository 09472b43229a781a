"""The sources that an entry cites."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F, Func, Value
from django.db.models.functions import Lower, StrIndex, Substr

from wiki.addresses import address
from wiki.models import CitationUse, Entry
from wiki.prepared import Prepared, asked
from wiki.rendering.note_emphasis import NOTES, set_out
from wiki.rendering.resolve import Cite


@dataclass(slots=True)
class Reference:
    """A source in the list of references; `number` is that of its first note, 0 for one cited by key alone. `parts`
    are the text once more: (words, whether they are emphasised)."""

    number: int
    text: str
    url: str
    key: str
    cited_by: int
    parts: list[tuple[str, bool]]

    @property
    def page_url(self):
        return address("citation_detail", self.key)


def references(entry, private):
    """Return ([Reference], {index of a citation in the text: Cite}) of an entry.

    A source's text is the entry's own; where the entry cites by key alone, the first of all visible ones.
    """
    if not any(mark in entry.html for mark in ("data-note", 'href="cite:')):
        return [], {}
    uses = _uses(private, entry.pk)
    texts = {use.citation_id: use for use in reversed(uses) if use.text}
    missing = {use.citation_id for use in uses} - set(texts)
    parts = {key: set_out(entry.html, use.number, use.text) for key, use in texts.items()}
    if missing:
        elsewhere = texts_of(missing, private)
        texts |= elsewhere
        parts |= parts_of(elsewhere, private)
    counts = dict(_counts(private, entry.pk)) if uses else {}
    found, cites = {}, {}
    for use in uses:
        said = texts.get(use.citation_id)
        if said is not None and use.citation_id not in found:
            cited_by = counts.get(use.citation_id, 0)
            found[use.citation_id] = Reference(
                use.number, said.text, said.url, use.key, cited_by, parts[use.citation_id]
            )
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


class _Trimmed(Func):
    function = "LTRIM"
    arity = 2


# In this order sources stand in lists, and the first text of a source is the one that is shown.
IN_ORDER = Lower(_Trimmed(F("text"), Value(" \"'“”„‘’«»([*_.…")))


def texts_of(citations, private):
    """Return {citation id: Said}: of what visible entries say of a source the first by its text, then by the name of
    the entry."""
    return {said.citation_id: said for said in asked(_said, citations, private)}


class Said(NamedTuple):
    """What an entry says a source is."""

    citation_id: int
    entry_id: int
    number: int
    text: str
    url: str
    doi: str


_said = Prepared(
    lambda private, *citations: (
        CitationUse.objects.scoped(private)
        .filter(citation__in=citations)
        .exclude(text="")
        .order_by(IN_ORDER.desc(), "-text", "-entry__title_key", "-entry__kind", "-position")
        .values_list(*Said._fields)
    ),
    Said,
)


def parts_of(texts, private):
    """Return {citation id: [(words, whether they are emphasised)]} of what `texts_of` returned."""
    notes = dict(asked(_notes, {use.entry_id for use in texts.values()}, private))
    return {key: set_out(notes.get(use.entry_id, ""), use.number, use.text) for key, use in texts.items()}


_notes = Prepared(
    lambda private, *ids: (
        Entry.objects.scoped(private)
        .filter(pk__in=ids)
        .order_by()
        .values_list("pk", Substr("html", StrIndex("html", Value(NOTES))))
    ),
    lambda *pair: pair,
)
