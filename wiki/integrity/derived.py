"""What is derived from texts and names, compared with what a rebuild would write. Reads only."""

from collections import Counter, defaultdict
from operator import attrgetter

from wiki.actions import citing, linking, mentioning
from wiki.actions.derived import render_texts, set_rendered
from wiki.bulk import stored
from wiki.integrity.findings import Finding, of, rebuild
from wiki.models import Alias, CitationUse, Essay, Link
from wiki.rendering.rendered import VERSION
from wiki.search import index
from wiki.search.tables import ALL, PUBLIC

_NAMES = ("title_key", "fold", "base", "tail")
_RENDERED = ("html", "headings", "text", "lead", "refused")
_LEADS = ("target_all_id", "choice_all", "target_public_id", "choice_public")


def check(entries, thorough):
    """Yield Findings of these live entries: Concepts, or Essays. `thorough` renders each text again."""
    links = stored(Link.objects.filter(source__in=[entry.pk for entry in entries]))
    for entry in entries:
        yield from _names(entry)
    yield from _aliases(entries)
    yield from _search(entries)
    if thorough:
        yield from _rendered(entries, links)
    else:
        yield from _led(entries, links)


def _names(entry):
    held = attrgetter(*_NAMES)(entry)
    entry.rename(entry.title)
    if attrgetter(*_NAMES)(entry) != held:
        yield Finding("names", f"{of(entry)} would not be found by its title", rebuild("html"))
    if entry.renderer != VERSION:
        text = f"{of(entry)} was rendered by version {entry.renderer} of the renderer, not by {VERSION}"
        yield Finding("html", text, rebuild("html"))


def _aliases(entries):
    titles = {entry.pk: entry for entry in entries}
    for alias in Alias.objects.filter(entry__in=list(titles)):
        wanted = Alias.named(titles[alias.entry_id], alias.text)
        if (alias.key, alias.fold, alias.tail) != (wanted.key, wanted.fold, wanted.tail):
            text = f"{of(titles[alias.entry_id])} would not be found by its name “{alias.text}”"
            yield Finding("aliases", text, "rename the entry to any other title and back")
        if alias.number is not None and alias.number > titles[alias.entry_id].number:
            text = (
                f"name “{alias.text}” of {of(titles[alias.entry_id])} is of revision {alias.number}, which is not there"
            )
            yield Finding("aliases", text)


def _search(entries):
    stale = index.stale(entries)
    titles = {entry.pk: entry for entry in entries}
    said = {
        ALL: "is not in the index of search, or as it was before",
        PUBLIC: "is not in the index of search for readers, or as it was before",
        "names": "has a name that is not found when it is misspelt",
    }
    for table, keys in stale.items():
        for key in sorted(keys):
            yield Finding("search", f"{of(titles[key])} {said[table]}", rebuild("search"))


def _led(entries, links):
    """Links lead where their names lead now; what the texts say is taken from the rows."""
    titles = {entry.pk: entry for entry in entries}
    outcomes = linking.outcomes_of({link.target for link in links if link.kind != Link.Kind.MENTION})
    wrong = Counter(
        link.source_id
        for link in links
        if link.kind != Link.Kind.MENTION and outcomes[link.target] != attrgetter(*_LEADS)(link)
    )
    for key, count in wrong.items():
        yield Finding("links", f"{count} links of {of(titles[key])} lead elsewhere than their names", rebuild("links"))


def _rendered(entries, links):
    held = {entry.pk: attrgetter(*_RENDERED)(entry) for entry in entries}
    words = {entry.pk: getattr(entry, "words", "") for entry in entries}
    sound, pairs = [], list(zip(entries, render_texts(entry.body for entry in entries), strict=True))
    for entry, rendered in pairs:
        if rendered.refused and not entry.refused:  # for want of time, perhaps: the machine may be busy
            text = f"{of(entry)} could not be rendered now ({rendered.refused}), so it was not compared"
            yield Finding("html", text, "", is_warning=True)
            continue
        sound.append((entry, rendered))
        if entry.renderer == VERSION:
            set_rendered(entry, rendered)
            if attrgetter(*_RENDERED)(entry) != held[entry.pk] or getattr(entry, "words", "") != words[entry.pk]:
                yield Finding("html", f"{of(entry)} does not show what its text says", rebuild("html"))
    titles = {entry.pk: entry for entry, _ in sound}
    said = [link for link in links if link.kind != Link.Kind.MENTION]
    yield from _differing("links", titles, Link, said, linking.links_of(sound))
    uses = stored(CitationUse.objects.filter(entry__in=list(titles)))
    yield from _differing("citations", titles, CitationUse, uses, citing.uses_of(sound))
    essays = [entry for entry, _ in sound if isinstance(entry, Essay)]
    if essays:
        mentions = [link for link in links if link.kind == Link.Kind.MENTION]
        yield from _differing("mentions", titles, Link, mentions, mentioning.mentions_of(essays, said))


def _differing(part, titles, model, held, wanted):
    """Compare rows as `exchange` would, by all their columns but the key."""
    owner = "source_id" if model is Link else "entry_id"
    values = attrgetter(*(field.attname for field in model._meta.local_concrete_fields if not field.primary_key))
    rows = defaultdict(Counter)
    for sign, found in ((1, held), (-1, wanted)):
        for row in found:
            rows[getattr(row, owner)][values(row)] += sign
    for key, counts in rows.items():
        missing = -sum(count for count in counts.values() if count < 0)
        beyond = sum(count for count in counts.values() if count > 0)
        if key in titles and (missing or beyond):
            text = f"{missing} {part} of {of(titles[key])} are missing, {beyond} are there that its text does not say"
            yield Finding(part, text, rebuild("links"))
