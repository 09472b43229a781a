"""Where the links of an entry lead, and which links lead to it, for somebody who sees the private set or does not."""

import re
from typing import NamedTuple

from django.db.models import Count

from wiki.actions.linking import SAID
from wiki.document.names import fold, slugify
from wiki.document.resolution import wanted_kind
from wiki.models import Entry, Link
from wiki.models.entry import creation_url, entry_url
from wiki.models.link import target_column
from wiki.prepared import Prepared, columns
from wiki.readers.rows import COLUMNS, Row, Shown, quote, row
from wiki.rendering.resolve import CHOOSE, LIVE, PRIVATE, RED, Target, resolve

MAX_EMBEDS = 5  # entries shown inside another, each once; the rest stay links


class SeenLink(NamedTuple):
    """A link with the entry at its other end: the target of an outgoing one, None where it leads nowhere for the
    viewer, or the source of an inbound one. `is_choice` says that several entries claim the name."""

    kind: str
    position: int
    target: str
    label: str | None
    fragment: str
    sentence: str
    start: int
    length: int
    section: str
    section_id: str
    is_choice: bool
    entry: Shown | None


def _seen(*values):
    own, (is_choice, entry_id, *rest) = values[: len(SAID)], values[len(SAID) :]
    return SeenLink(*own, bool(is_choice), Shown(entry_id, *rest) if entry_id else None)


# The positions of mentions count private names too: beside those of links they would tell how many there are.
BY_PLACE = ("kind", "position")


def _outgoing(private, source_id):
    column = target_column(private)
    choice = "choice_all" if private else "choice_public"
    links = Link.objects.filter(source_id=source_id).order_by(*BY_PLACE)
    return links.values_list(*SAID, choice, *columns(f"{column}__", COLUMNS))


def inbound(entry_id, private):
    """Links of visible entries to this one, by the name of the source; an entry does not link to itself here."""
    links = Link.objects.into(entry_id, private).exclude(source_id=entry_id)
    return links.order_by("source__fold", "source_id", *BY_PLACE)


def _as_inbound(links):
    return links.values_list(*SAID, "choice_all", *columns("source__", COLUMNS))


def seen_inbound(links):
    """Return SeenLinks, with their sources, for a queryset of links."""
    return [_seen(*row) for row in _as_inbound(links)]


outgoing = Prepared(_outgoing, _seen)


class Source(NamedTuple):
    """An entry that links to another; in the order of lists. `how` is the kind of one of its links: of all kinds it
    has the last in the alphabet, which is `related`."""

    fold: str
    id: int
    kind: str
    how: str

    @property
    def lists(self):
        """Whether it lists the other as related."""
        return self.how == Link.Kind.RELATED


def sources(private, entry_id):
    """Return the Sources that link to an entry, each once, by name."""
    return list({source.id: source for source in sorted(set(_sources(private, entry_id)))}.values())


# Nothing is ordered or counted by the database here: an index gives the sources, and a page shows a few of them.
_sources = Prepared(
    lambda private, entry_id: (
        inbound(entry_id, private).order_by().values_list("source__fold", "source_id", "source__kind", "kind")
    ),
    Source,
)


# (kind, number of entries of this kind that link to an entry)
inbound_counts = Prepared(
    lambda private, entry_id: (
        inbound(entry_id, private).order_by().values_list("source__kind").annotate(Count("source", distinct=True))
    ),
    lambda kind, count: (kind, count),
)


FETCHED = 500  # links that the page of an entry reads of the few sources it shows


def passages(private, entry_id, sources, most):
    """Return the SeenLinks of these Sources (`most` or fewer) to an entry, by the name of the source."""
    return _ask(_passages, private, entry_id, sources, most)


def first_passages(private, entry_id, sources, most):
    """Return as many of the `passages` as the page of an entry may cost."""
    return _ask(_first_passages, private, entry_id, sources, most)


def _ask(question, private, entry_id, sources, most):
    """One SQL serves any number of sources: the first stands for those that are missing."""
    ids = [source.id for source in sources]
    return question(private, entry_id, *ids, *ids[:1] * (most - len(ids))) if ids else []


def _passages_of(private, entry_id, *sources):
    return _as_inbound(inbound(entry_id, private).filter(source__in=sources))


_passages = Prepared(_passages_of, _seen)
_first_passages = Prepared(lambda *values: _passages_of(*values)[:FETCHED], _seen)


def in_text(links, writes=False):
    """Return {placeholder number: Target} for links and embeds in the text.

    For somebody who `writes`, a name that leads nowhere leads to the form that makes an entry of it.
    """
    return {link.position: _target(link, writes) for link in links if link.kind in ("link", "embed", "further")}


def _target(link, writes):
    entry = link.entry
    if entry is None:
        name = slugify(link.target.rstrip("/").rsplit("/", 1)[-1])
        if link.is_choice and name:
            return Target(url=entry_url(wanted_kind(link.target), name), state=CHOOSE)
        return Target(state=RED, url=_creation(link) if writes else "")
    fragment = f"#{link.fragment}" if link.fragment else ""
    return Target(
        url=entry_url(entry.kind, entry.slug) + fragment,
        state=LIVE if entry.is_public else PRIVATE,
        title=entry.title if link.label else "",
        text=_shown_title(link, entry),
    )


def _creation(link):
    tail = link.target.rstrip("/").rsplit("/", 1)[-1]
    kind = wanted_kind(link.target)
    spelt = link.label and (kind == "essay" or fold(link.label) == fold(tail))
    return creation_url(kind, link.label if spelt else tail)


def _shown_title(link, entry):
    """A target written with hyphens, where the title has spaces, shows the title; any other shows what was typed."""
    typed = link.target.rsplit("/", 1)[-1]
    hyphened = "-" in typed and " " not in typed and " " in entry.title
    if link.label is None and hyphened and fold(typed) == entry.fold:
        return entry.title
    return None


def embeds(links, private):
    """Return {placeholder number: html} of embedded entries; what they embed themselves stays a link."""
    embedded = {link.position: link.entry.id for link in links if link.kind == "embed" and link.entry}
    if not embedded:
        return {}
    places = {key: position for position, key in sorted(embedded.items(), reverse=True)}
    first = sorted(places, key=places.get)[:MAX_EMBEDS]
    htmls = Entry.objects.scoped(private).filter(pk__in=first).values_list("pk", "html")
    return {places[key]: resolve(_without_notes(html), in_text(outgoing(private, key))) for key, html in htmls}


def _without_notes(html):
    """Notes belong to their own page."""
    html = re.sub(r'<section class="notes".*', "", html, flags=re.DOTALL)
    return re.sub(r'<sup class="note-ref".*?</sup>', "", html, flags=re.DOTALL)


def further_reading(links, writes=False):
    """Rows of the closing list, in the author's order, each entry once; wanted ones are red.

    For somebody who `writes` they lead to the form that makes the entry.
    """
    rows = {}
    for link in links:
        if link.kind == "further" and link.entry:
            rows.setdefault(link.entry.id, row(link.entry))
        elif link.kind == "further":
            title = link.label or link.target.rsplit("/", 1)[-1]
            wanted = Row(title=title, state="red", kind=wanted_kind(link.target), url=_creation(link) if writes else "")
            rows.setdefault(fold(title), wanted)
    return list(rows.values())


def related(links):
    """Rows of the related entries that resolve, with the reason; for the others there is no row."""
    sentences = {}
    for link in links:
        if link.entry and link.sentence and link.kind in ("link", "embed"):
            sentences[link.entry.id] = sentences.get(link.entry.id, 0) + 1
    rows = {}
    for link in links:
        if link.kind == "related" and link.entry and link.entry.id not in rows:
            count = sentences.get(link.entry.id, 0)
            reason = f"Linked in {count} sentence{'s' if count > 1 else ''}." if count else ""
            rows[link.entry.id] = row(link.entry, reason=link.entry.lead or reason)
    return list(rows.values())


def discussed(links, source_id):
    """Rows of the concepts that an essay links to or names, each with the sentences, in the order of the text."""
    rows = {}
    for link in sorted(links, key=lambda link: (link.kind == "mention", link.position)):
        entry = link.entry
        if entry is None or entry.kind != "concept" or link.kind == "related" or entry.id == source_id:
            continue
        made = rows.setdefault(entry.id, row(entry))
        found = quote(link, entry)
        if found and all((known.before, known.mark) != (found.before, found.mark) for known in made.quotes):
            made.quotes.append(found)
    return list(rows.values())
