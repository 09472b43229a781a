"""Unlinked mentions: sentences that name an entry without linking it. For people who may edit.

What stands in a note that names a source is no mention: titles of books are not linked.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from wiki.actions.mentioning import find
from wiki.actions.spoken import Spoken, mention_key, names_in, words_of
from wiki.models import Alias, CitationUse, Entry, IgnoredMention, Link, sees_private
from wiki.readers.rows import Quote, Row, row, shown
from wiki.rendering.sentences import around

MOST = 50  # mentions on a page
LOOKED_AT = 500  # entries whose text may hold a name
COMPARED = 1000  # characters of a line that tell it; less than of a source are kept


@dataclass
class Mention:
    """A sentence of `source` that holds `name`, which means `target`; `linked` says that another sentence links it.

    `source_key` and `target_key` are kind and slug with a slash between, for the form.
    """

    source: Row
    target: Row
    source_key: str
    target_key: str
    name: str
    sentence: str
    quote: Quote
    linked: bool = False


@dataclass
class MentionsPage:
    """`inside`: what this entry names; `outside`: who names this entry. Those without any link come first."""

    entry: Entry
    inside: list[Mention]
    outside: list[Mention]


def mentions_page(entry, user):
    """Return the MentionsPage of an entry for somebody who may edit it."""
    return MentionsPage(entry, mentions_inside(entry, user), mentions_outside(entry, user))


def unlinked_names(entry, user):
    """Return the titles of the entries that this one names and never links: what a writer might like to link."""
    return list(dict.fromkeys(found.target.title for found in mentions_inside(entry, user) if not found.linked))


def mentions_inside(entry, user):
    """Return the Mentions of other entries in the text of this one."""
    private = sees_private(user)
    words = words_of(entry.text)
    owners = _owners(entry, words, private)
    ignored = set(IgnoredMention.objects.scoped(private).filter(source=entry).values_list("target", flat=True))
    linked = _linked(Q(source=entry))
    keys = {key for keys in owners.values() for key in keys}
    targets = {other.id: other for other in shown(Entry.objects.scoped(private).filter(pk__in=keys))}
    found, cited = [], _sources([entry.pk], private)[entry.pk]
    for start, end, key in find(entry.text, set(owners), words):
        if len(owners[key]) > 1 or _is_in(cited, entry.text, start):
            continue  # nobody knows which is meant, or it stands in a source
        (target,) = owners[key]
        if target in targets and target not in ignored:
            found += _mention(entry, entry.pk, targets[target], target, entry.text, start, end, linked)
    return _sorted(found)


def mentions_outside(entry, user):
    """Return the Mentions of this entry in the texts of others."""
    private = sees_private(user)
    aliases = Alias.objects.scoped(private).filter(entry=entry).exclude(kind=Alias.Kind.PATH)
    names = [entry.title, *aliases.values_list("text", flat=True)]
    keys = {key for key in map(mention_key, names) if key}
    if not keys:
        return []
    spelt = Q()
    for form in {form for name in names if mention_key(name) for form in _forms(name)}:
        spelt |= Q(text__icontains=form)
    ignored = IgnoredMention.objects.scoped(private).filter(target=entry).values("source")
    others = Entry.objects.scoped(private).filter(spelt).exclude(pk=entry.pk).exclude(pk__in=ignored)
    near = list(others.alphabetical().values_list("pk", "text")[:LOOKED_AT])
    sources = {other.id: other for other in shown(Entry.objects.scoped(private).filter(pk__in=[pk for pk, _ in near]))}
    linked = _linked(Q(target_all=entry))
    found, cited = [], _sources(list(sources), private)
    for pk, text in near:
        for start, end, _ in find(text, keys):
            if not _is_in(cited[pk], text, start):
                found += _mention(sources[pk], pk, entry, entry.pk, text, start, end, linked)
    return _sorted(found)


def _forms(name):
    """Spellings that a database without knowledge of a script would not find by one another."""
    return {name} if name.isascii() else {name, name.lower(), name.capitalize(), name.upper()}


def _owners(entry, words, private):
    """Return {mention key: {entry id}} for the names that may stand in this entry's text, without its own."""
    names = names_in([Spoken(entry.text, words)], Entry.Kind.values).items()
    owners = {key: {owner.id for owner in known if owner.public or private} for key, known in names}
    return {key: keys for key, keys in owners.items() if keys and entry.pk not in keys}


def _sources(keys, private):
    """Return {entry id: texts of the sources that it cites}."""
    found = defaultdict(list)
    for entry, text in CitationUse.objects.scoped(private).filter(entry__in=keys).values_list("entry", "text"):
        found[entry].append(text)
    return found


def _is_in(sources, text, at):
    """Whether the line of a text in which a place stands is one of a source."""
    if not sources:
        return False
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", start, start + COMPARED)
    line = text[start : end if end >= 0 else start + COMPARED]
    return any(line in source for source in sources)


def _linked(which):
    """Return {(source id, sentence, target id)} and {(source id, target id)} of the links that are there."""
    links = Link.objects.scoped(private=True).filter(which, target_all__isnull=False).exclude(kind=Link.Kind.MENTION)
    rows = list(links.values_list("source", "sentence", "target_all"))
    return set(rows) | {(source, target) for source, _, target in rows}


def _mention(source, source_id, target, target_id, text, start, end, linked):
    sentence, offset = around(text, start, end)
    if (source_id, sentence, target_id) in linked:
        return
    stop = offset + end - start
    yield Mention(
        source=row(source),
        target=row(target),
        source_key=f"{source.kind}/{source.slug}",
        target_key=f"{target.kind}/{target.slug}",
        name=text[start:end],
        sentence=sentence,
        quote=Quote(before=sentence[:offset], mark=sentence[offset:stop], after=sentence[stop:]),
        linked=(source_id, target_id) in linked,
    )


def _sorted(found):
    return sorted(found, key=lambda mention: mention.linked)[:MOST]
