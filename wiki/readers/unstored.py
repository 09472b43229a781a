"""Show a text whose links are in no ledger: a preview, an old revision. They lead where they would lead now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from wiki import policies
from wiki.actions.linking import columns_of
from wiki.candidates import candidates, candidates_for
from wiki.document.resolution import resolve as resolve_name
from wiki.models import Citation, Entry, sees_private
from wiki.readers import sources, targets
from wiki.readers.markup import markup
from wiki.readers.rows import shown
from wiki.readers.targets import SeenLink
from wiki.rendering.resolve import Cite


@dataclass(slots=True)
class UnstoredText:
    """A rendered text for one viewer. `wanted` are the names that lead nowhere, each once, as they were written."""

    body: SafeString
    wanted: list[str]
    refused: str = ""


def unstored(rendered, user):
    """Return the UnstoredText of a Rendered for this person."""
    private = sees_private(user)
    links = outgoing(rendered, private)
    body = markup(
        rendered.html,
        targets.in_text(links, policies.can_edit(user)),
        cites=_cites(rendered.citations, private),
        embeds=targets.embeds(links, private),
    )
    wanted = dict.fromkeys(link.target for link in links if link.entry is None and not link.is_choice)
    return UnstoredText(body, list(wanted), rendered.refused)


def outgoing(rendered, private):
    """Return SeenLinks for the links of a Rendered, as `targets.outgoing` does for stored ones."""
    mentions = [link for link in rendered.links if link.target]
    index = candidates({link.target for link in mentions}, private)
    found = {link.target: resolve_name(link.target, candidates_for(link.target, index)) for link in mentions}
    keys = {entries[0].id for entries in found.values() if len(entries) == 1}
    entries = {entry.id: entry for entry in shown(Entry.objects.scoped(private).filter(pk__in=keys))}
    return [
        SeenLink(
            **columns_of(link),
            is_choice=len(found[link.target]) > 1,
            entry=entries.get(found[link.target][0].id) if len(found[link.target]) == 1 else None,
        )
        for link in mentions
    ]


def _cites(citations, private):
    """Return {index: Cite} for sources cited by key; only those that the viewer sees in use are linked."""
    keys = {citing.key for citing in citations if citing.key}
    if not keys:
        return {}
    known = {citation.key: citation for citation in Citation.objects.scoped(private).filter(key__in=keys)}
    texts = sources.texts_of([citation.pk for citation in known.values()], private)
    cites = {}
    for index, citing in enumerate(citations):
        if citing.key:
            said = texts.get(known[citing.key].pk) if citing.key in known else None
            url = reverse("citation_detail", args=[citing.key]) if said else ""
            cites[index] = Cite(url=url, title=said.text if said else "")
    return cites
