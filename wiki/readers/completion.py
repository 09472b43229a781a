"""What the editor offers to somebody who is typing a name, a tag or a source: among what this person may know of."""

import re

from django.db.models import Q

from wiki import policies
from wiki.document.names import fold, slugify
from wiki.models import Alias, Citation, CitationUse, Entry, Tag, TaggedEntry, Visibility, sees_private
from wiki.prepared import Prepared, columns
from wiki.readers import sources
from wiki.readers.names import entries_named
from wiki.readers.rows import BEHIND
from wiki.search.correcting import meant_name
from wiki.search.search import named
from wiki.search.words import words

MOST = 10  # suggestions
LONGEST = 255  # characters of a question; the rest is not looked at
LEAD = 120  # characters of an entry's opening
FETCHED = 60  # sources or tags that are put in order
_SIZES = (MOST, FETCHED)
_YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")
COLUMNS = ("id", "kind", "slug", "title", "visibility", "lead", "essay__author")
NAMES = (Alias.Kind.ALIAS, Alias.Kind.FORMER)


def complete_names(question, user):
    """Return (at most ten dicts of an entry under one of its names, whether a name is exactly this).

    What is called exactly this comes first, then titles that begin with the question, other names that do, names with
    a word that does, and where there are none of these, names that nearly read so. A dict has `title`, `alias` ('' or
    the name that was found), `kind`, `slug`, `private`, `lead`, `author`. An empty question gives what was changed
    last.
    """
    private, suppressed = sees_private(user), policies.can_moderate(user)
    wanted = fold(question[:LONGEST].rsplit("/", 1)[-1]) if question.strip() else ""
    if not wanted:
        return [_name(row) for row in _latest(private)] if not question.strip() else [], False
    aliases = _aliases_told if suppressed else _aliases
    found = [(row, "", row[3]) for row in _titles(private, wanted, wanted + BEHIND)]
    found += [(row, text, text) for kind in NAMES for text, *row in aliases(private, kind, wanted, wanted + BEHIND)]
    found.sort(key=lambda item: (fold(item[2]) != wanted, item[1] != "", fold(item[2]), item[2]))
    is_known = any(fold(name) == wanted for _, _, name in found)
    if len(found) < MOST:
        seen = {row[0] for row, _, _ in found}
        found += [item for item in _with_words(wanted, private, suppressed) if item[0][0] not in seen]
    if not found and (meant := meant_name(wanted, private)):
        found = _with_words(meant, private, suppressed)
    return [_name(row, alias) for row, alias, _ in found[:MOST]], is_known


def _with_words(text, private, suppressed):
    """Entries with these words in a name, the last as it begins; a name of theirs where the title has not all."""
    ids = named(text, private, FETCHED)
    if not ids:
        return []
    rows = _entries(private, *_padded(ids))
    has_all = {row[0]: _holds(row[3], text) for row in rows}
    others = [key for key, is_title in has_all.items() if not is_title]
    aliases = {}
    if others:
        for key, name in (_names_told if suppressed else _names)(private, *_padded(others)):
            if _holds(name, text):
                aliases.setdefault(key, name)
    return [(row, aliases.get(row[0], ""), "") for row in rows]


def _padded(ids):
    """Some ids, some of them twice: few questions serve any number of them."""
    size = next(size for size in _SIZES if size >= len(ids))
    return [*ids, *ids[:1] * (size - len(ids))]


def _holds(name, text):
    """Whether words of a name begin like all the words of a text."""
    own = words(name)
    return all(any(word.startswith(asked) for word in own) for asked in words(text))


_latest = Prepared(
    lambda private: Entry.objects.scoped(private).order_by("-changed_at").values_list(*COLUMNS)[:MOST],
    lambda *row: row,
)
_titles = Prepared(
    lambda private, begin, end: (
        Entry.objects.scoped(private).filter(fold__gte=begin, fold__lt=end).alphabetical().values_list(*COLUMNS)[:MOST]
    ),
    lambda *row: row,
)


def _prepared_aliases(suppressed):
    # Of one kind: an index has these in order, so that no more are read than are shown, however many begin so.
    return Prepared(
        lambda private, kind, begin, end: (
            Alias.objects.scoped(private)
            .told(suppressed)
            .filter(kind=kind, fold__gte=begin, fold__lt=end)
            .order_by("fold", "key")
            .values_list("text", *columns("entry__", COLUMNS))[:MOST]
        ),
        lambda *row: row,
    )


def _prepared_names(suppressed):
    # No condition that an index on the kinds could serve: SQLite would read all names of the wiki by it.
    return Prepared(
        lambda private, *ids: (
            Alias.objects.scoped(private)
            .told(suppressed)
            .filter(entry__in=ids)
            .exclude(kind=Alias.Kind.PATH)
            .order_by("position", "kind", "fold", "pk")
            .values_list("entry_id", "text")
        ),
        lambda *row: row,
    )


_entries = Prepared(
    lambda private, *ids: Entry.objects.scoped(private).filter(pk__in=ids).alphabetical().values_list(*COLUMNS)[:MOST],
    lambda *row: row,
)
_aliases, _aliases_told = _prepared_aliases(False), _prepared_aliases(True)
_names, _names_told = _prepared_names(False), _prepared_names(True)


def _name(row, alias=""):
    _, kind, slug, title, visibility, lead, author = row
    return {
        "title": title,
        "alias": alias,
        "kind": kind,
        "slug": slug,
        "private": visibility == Visibility.PRIVATE,
        "lead": lead if len(lead) <= LEAD else lead[: LEAD - 1].rpartition(" ")[0] + "…",
        "author": author or "",
    }


def complete_headings(name, user):
    """Return dicts (`text`, `level`) of the headings of the entry that a link to `name` means, if it means one."""
    found = entries_named("concept", name[:LONGEST], user) or entries_named("essay", name[:LONGEST], user)
    if len(found) != 1:
        return []
    return [{"text": text, "level": level} for level, _, text in found[0].headings if text]


def complete_tags(question, user):
    """Return at most ten dicts (`name`, `count`) of tags: those that begin with the question, then those with a word
    that does; the most used first."""
    wanted = slugify(question[:LONGEST])
    tags = Tag.objects.visible_to(user)
    if wanted:
        tags = tags.filter(
            Q(slug__gte=wanted, slug__lt=wanted + BEHIND)
            | Q(slug__contains=f"-{wanted}")
            | Q(slug__contains=f"/{wanted}")
        )
    uses = TaggedEntry.objects.visible_to(user).filter(tag__in=tags.values("pk"))
    spelt, counts = {}, {}
    for slug, name in uses.order_by("tag__slug", "name").values_list("tag__slug", "name"):
        spelt.setdefault(slug, name)
        counts[slug] = counts.get(slug, 0) + 1
    order = sorted(counts, key=lambda slug: (not slug.startswith(wanted), -counts[slug], slug))
    return [{"name": spelt[slug], "count": counts[slug]} for slug in order[:MOST]]


def complete_sources(question, user):
    """Return at most ten dicts (`key`, `text`, `year`) of sources that hold every word of the question."""
    private = sees_private(user)
    found = Citation.objects.visible_to(user)
    words = question[:LONGEST].replace("@", " ").split()[:6]
    for word in words:
        said = CitationUse.objects.scoped(private).filter(text__icontains=word)
        found = found.filter(Q(key__icontains=word) | Q(pk__in=said.values("citation")))
    found = list(found.order_by("key").values_list("pk", "key")[:FETCHED])
    first = words[0].casefold() if words else ""
    found.sort(key=lambda item: (not item[1].casefold().startswith(first), item[1]))
    texts = sources.texts_of([pk for pk, _ in found[:MOST]], private)
    return [_source(key, texts[pk].text if pk in texts else "") for pk, key in found[:MOST]]


def _source(key, text):
    years = _YEAR.findall(text)
    return {"key": key, "text": text[:300], "year": years[-1] if years else ""}
