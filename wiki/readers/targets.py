"""Where the links of an entry lead, and which links lead to it, for somebody who sees the private set or does not."""

import re

from wiki.document.names import fold, slugify
from wiki.document.resolution import wanted_kind
from wiki.models import Link
from wiki.models.entry import entry_url
from wiki.models.link import target_column
from wiki.readers.rows import Row, quote, row
from wiki.rendering.resolve import CHOOSE, LIVE, PRIVATE, RED, Target, resolve


def outgoing(entry, private):
    """Return the links of an entry in order, each with `leads_to`: the visible entry it means, or None."""
    column = target_column(private)
    links = list(entry.links.select_related(f"{column}__essay" if entry.kind == "essay" else column))
    for link in links:
        link.leads_to = getattr(link, column)
        link.is_choice = link.choice_all if private else link.choice_public
    return links


def inbound(entry, private):
    """Links of visible entries to this one, by the name of the source; an entry does not link to itself here."""
    links = Link.objects.into(entry, private).exclude(source=entry)
    return links.order_by("source__fold", "source_id", "position")


def in_text(links, private):
    """Return {placeholder number: Target} for links and embeds in the text."""
    return {link.position: _target(link) for link in links if link.kind in ("link", "embed", "further")}


def _target(link):
    entry = link.leads_to
    if entry is None:
        if link.is_choice:
            return Target(
                url=entry_url(wanted_kind(link.target), slugify(link.target.rsplit("/", 1)[-1])), state=CHOOSE
            )
        return Target(state=RED)
    fragment = f"#{link.fragment}" if link.fragment else ""
    return Target(
        url=entry_url(entry.kind, entry.slug) + fragment,
        state=LIVE if entry.is_public else PRIVATE,
        title=entry.title if link.label else "",
        text=_shown_title(link, entry),
    )


def _shown_title(link, entry):
    """A target written with hyphens, where the title has spaces, shows the title; any other shows what was typed."""
    typed = link.target.rsplit("/", 1)[-1]
    hyphened = "-" in typed and " " not in typed and " " in entry.title
    if link.label is None and hyphened and fold(typed) == entry.fold:
        return entry.title
    return None


def embeds(links, private):
    """Return {placeholder number: html} of embedded entries; what they embed themselves stays a link."""
    embedded = {link.position: link.leads_to for link in links if link.kind == "embed" and link.leads_to}
    if not embedded:
        return {}
    column = target_column(private)
    inner = {}
    for link in Link.objects.filter(source__in=set(embedded.values())).select_related(column):
        link.leads_to = getattr(link, column)
        link.is_choice = link.choice_all if private else link.choice_public
        inner.setdefault(link.source_id, []).append(link)
    return {
        position: resolve(_without_notes(entry.html), in_text(inner.get(entry.pk, []), private))
        for position, entry in embedded.items()
    }


def _without_notes(html):
    """Notes belong to their own page."""
    html = re.sub(r'<section class="notes".*', "", html, flags=re.DOTALL)
    return re.sub(r'<sup class="note-ref".*?</sup>', "", html, flags=re.DOTALL)


def further_reading(links, private):
    """Rows of the closing list, in the author's order, each entry once; wanted ones are red."""
    return [made.row for made in _rows(link for link in links if link.kind == "further")]


def related(links, private):
    """Rows of the related entries that resolve; for the others there is no row."""
    rows = _rows((link for link in links if link.kind == "related"), red=False)
    sentences = {}
    for link in links:
        if link.leads_to and link.sentence and link.kind in ("link", "embed"):
            sentences.setdefault(link.leads_to.pk, []).append(link)
    for made in rows:
        count = len(sentences.get(made.key, ()))
        made.row.reason = made.row.lead or (f"Linked in {count} sentence{'s' if count > 1 else ''}." if count else "")
    return [made.row for made in rows]


def discussed(links, private):
    """Rows of the concepts that an essay links to or names, each with the sentences, in the order of the text."""
    rows = {}
    for link in sorted(links, key=lambda link: (link.kind == "mention", link.position)):
        entry = link.leads_to
        if entry is None or entry.kind != "concept" or link.kind == "related" or entry.pk == link.source_id:
            continue
        made = rows.setdefault(entry.pk, row(entry))
        found = quote(link, entry)
        if found and all((known.before, known.mark) != (found.before, found.mark) for known in made.quotes):
            made.quotes.append(found)
    return list(rows.values())


class _Made:
    def __init__(self, key, row):
        self.key, self.row = key, row


def _rows(links, red=True):
    made = {}
    for link in links:
        entry = link.leads_to
        if entry is not None:
            made.setdefault(entry.pk, _Made(entry.pk, row(entry)))
        elif red:
            title = link.label or link.target.rsplit("/", 1)[-1]
            key = link.fold
            made.setdefault(key, _Made(key, Row(title=title, state="red", kind=wanted_kind(link.target))))
    return list(made.values())
