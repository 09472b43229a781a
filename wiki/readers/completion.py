"""What the editor offers to somebody who is typing a name, a tag or a source: among what this person may know of."""

import re

from django.db.models import OuterRef, Q, Subquery

from wiki import policies
from wiki.document.names import fold, slugify
from wiki.models import Alias, Citation, CitationUse, Entry, Tag, TaggedEntry, Visibility, sees_private
from wiki.readers import sources
from wiki.readers.names import entries_named

MOST = 10  # suggestions
LONGEST = 255  # characters of a question; the rest is not looked at
LEAD = 120  # characters of an entry's opening
FETCHED = 60  # sources or tags that are put in order
_YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")
_LAST = "\U0010ffff"  # behind every letter
COLUMNS = ("id", "kind", "title", "visibility", "lead", "essay__author")
NAMES = (Alias.Kind.ALIAS, Alias.Kind.FORMER)


def complete_names(question, user):
    """Return (at most ten dicts of an entry under one of its names, whether a name is exactly this).

    What is called exactly this comes first, then titles that begin with the question, other names that do, and names
    with a word that does. A dict has `title`, `alias` ('' or
    the name that was found), `kind`, `private`, `lead`, `author`. An empty question gives what was changed last.
    """
    private = sees_private(user)
    entries = Entry.objects.scoped(private)
    wanted = fold(question[:LONGEST].rsplit("/", 1)[-1]) if question.strip() else ""
    if not wanted:
        return [_name(row) for row in entries.order_by("-changed_at").values_list(*COLUMNS)[:MOST]], False
    begins = Q(fold__gte=wanted, fold__lt=wanted + _LAST)
    aliases = Alias.objects.scoped(private).told(policies.can_moderate(user)).filter(kind__in=NAMES)
    owner = [f"entry__{column}" for column in COLUMNS]
    found = [(row, "", row[2]) for row in entries.filter(begins).alphabetical().values_list(*COLUMNS)[:MOST]]
    found += [
        (row, text, text)
        for text, *row in aliases.filter(begins).order_by("fold", "key").values_list("text", *owner)[:MOST]
    ]
    found.sort(key=lambda item: (fold(item[2]) != wanted, item[1] != "", fold(item[2]), item[2]))
    is_known = any(fold(name) == wanted for _, _, name in found)
    if len(found) < MOST:
        inside = aliases.filter(fold__contains=f" {wanted}")
        seen = [row[0] for row, _, _ in found]
        named = Subquery(inside.filter(entry=OuterRef("pk")).order_by("position").values("text")[:1])
        more = entries.filter(Q(fold__contains=f" {wanted}") | Q(pk__in=inside.values("entry"))).exclude(pk__in=seen)
        for *row, alias in more.alphabetical().values_list(*COLUMNS, named)[: MOST - len(found)]:
            found.append((row, "" if f" {wanted}" in fold(row[2]) else alias, ""))
    return [_name(row, alias) for row, alias, _ in found[:MOST]], is_known


def _name(row, alias=""):
    _, kind, title, visibility, lead, author = row
    return {
        "title": title,
        "alias": alias,
        "kind": kind,
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
            Q(slug__gte=wanted, slug__lt=wanted + _LAST)
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
