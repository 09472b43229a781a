"""Names of entries: titles, aliases, former titles. Runs inside a writer's transaction."""

from collections import defaultdict

from wiki.actions.errors import NameTaken
from wiki.bulk import insert
from wiki.document import names
from wiki.models import Alias, Entry

BATCH = 2000


def unique_names(texts, without=""):
    """Return cleaned names, each once, in order; a name equal to `without` is dropped. Raises names.BadName."""
    seen, kept = {names.title_key(without)}, []
    for text in texts:
        name = names.clean_name(text)
        if names.title_key(name) not in seen:
            seen.add(names.title_key(name))
            kept.append(name)
    return kept


def names_in(document):
    """Return the names that a document gives to its entry, as a comparable value."""
    return (document.title, *document.aliases)


def shown_names(entry):
    """`names_in` for a stored entry (with prefetched aliases)."""
    return (entry.title, *(alias.text for alias in entry.aliases.all() if alias.kind == Alias.Kind.ALIAS))


def spoken_names(entries, before):
    """Return every name under which a text may mention these entries now or might have before."""
    spoken = {name for entry in entries for name in before.get(entry.pk, ())} | {entry.title for entry in entries}
    rows = Alias.objects.filter(entry__in=entries).exclude(kind=Alias.Kind.PATH)
    return spoken | set(rows.values_list("text", flat=True))


def refuse_taken(entries, claiming):
    """Raise NameTaken when one of these entries has the title or slug of another of its kind. The constraint decides
    in a race; this explains. `claiming` are those of them that have not had their title or slug until now."""
    by_name = defaultdict(list)
    for entry in entries:
        by_name[entry.kind, "slug", entry.slug].append(entry)
        by_name[entry.kind, "title_key", entry.title_key].append(entry)
    for holders in by_name.values():
        if len(holders) > 1:
            raise NameTaken(holders[1].title, holders[1].kind, holders[0])
    ours = {entry.pk for entry in entries if entry.pk}
    for start in range(0, len(claiming), BATCH):
        part = claiming[start : start + BATCH]
        for kind in {entry.kind for entry in part}:  # the indexes begin with it
            claims = [entry for entry in part if entry.kind == kind]
            live = Entry.objects.scoped(private=True).filter(kind=kind)
            taken = live.filter(slug__in=[entry.slug for entry in claims])
            taken |= live.filter(title_key__in=[entry.title_key for entry in claims])
            for other in taken.only("id", "kind", "slug", "title", "title_key"):
                if other.pk not in ours:
                    claims = by_name[kind, "slug", other.slug] + by_name[kind, "title_key", other.title_key]
                    raise NameTaken(claims[0].title, kind, other)


def renaming_summaries(old, new):
    """Return what the wiki says of a renaming: to who may know of the entry, and on a page whose readers may not."""
    return f"[[{old}]] renamed to [[{new}]]", f"“{old}” reads “{new}” now"


def keep_former_titles(entries, before):
    """Keep the old title of a renamed entry as a name, so that links and addresses go on leading to it."""
    for entry in entries:
        old = before[entry.pk][0]
        if names.title_key(old) != entry.title_key:
            Alias.objects.filter(entry=entry, key__in=[names.title_key(old), entry.title_key]).delete()
            Alias.named(entry, old, Alias.Kind.FORMER, number=entry.number).save()


def is_filed_by_revision(alias):
    """Whether this is a file name that follows a revision: what came before that was kept is open, and stays so."""
    return alias.kind == Alias.Kind.PATH and alias.number is not None


def replace_aliases(triples):
    """Write aliases and paths of (entry, aliases, paths) triples; former titles stay. A path gets the number of the
    revision that is about to be made, each time it is given."""
    if not triples:
        return
    entries = [entry for entry, _, _ in triples]
    existing = defaultdict(dict)
    for alias in Alias.objects.filter(entry__in=entries):
        existing[alias.entry_id][alias.key] = alias
    stale, fresh = [], []
    for entry, aliases, paths in triples:
        held = existing[entry.pk]
        wanted = {names.title_key(text): (text, position) for position, text in enumerate(aliases)}
        filed = {names.title_key(path) for path in paths}
        for key, alias in held.items():
            if alias.kind == Alias.Kind.ALIAS or key in wanted or (key in filed and is_filed_by_revision(alias)):
                stale.append(alias.pk)
        kept = {key for key, alias in held.items() if alias.pk not in stale}
        fresh += [Alias.named(entry, text, position=position) for text, position in wanted.values()]
        taken = kept | set(wanted)
        for path in dict.fromkeys(paths):
            if names.title_key(path) not in taken and len(path) <= names.MAX_NAME:
                fresh.append(Alias.named(entry, path, Alias.Kind.PATH, len(aliases), number=entry.number + 1))
                taken.add(names.title_key(path))
    Alias.objects.filter(pk__in=stale).delete()
    insert(Alias, fresh)
