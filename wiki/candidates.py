"""Bring the entries that a name could mean; `wiki.document.resolution` decides which it does."""

from collections import defaultdict

from wiki.document.names import fold, fold_tail, slugify
from wiki.document.resolution import Candidate
from wiki.models import Alias, Entry

BATCH = 2000  # names of one statement: well below the number of parameters either database takes


def candidates(targets):
    """Return {folded name: [Candidate]} for every live entry that one of these link targets could mean."""
    wanted = {fold_tail(target) for target in targets}
    slugs = {slugify(target.rstrip("/").rsplit("/", 1)[-1]) for target in targets} - {""}
    near = defaultdict(set)  # entry id → folded names under which it was found
    for part in _parts(wanted):
        for key, found in Alias.objects.scoped(private=True).filter(fold__in=part).values_list("entry_id", "fold"):
            near[key].add(found)
    entries = {}
    live = Entry.objects.scoped(private=True).only("id", "kind", "slug", "title", "visibility", "fold")
    for part in _parts(wanted):
        entries |= {entry.pk: entry for entry in live.filter(fold__in=part)}
    for part in _parts(slugs):
        entries |= {entry.pk: entry for entry in live.filter(slug__in=part)}
    for part in _parts(set(near) - set(entries)):
        entries |= {entry.pk: entry for entry in live.filter(pk__in=part)}
    aliases = defaultdict(list)
    for part in _parts(set(entries)):
        rows = Alias.objects.filter(entry__in=part).values_list("entry_id", "text", "kind")
        for entry_id, text, kind in rows:
            aliases[entry_id].append((text, kind))
    index = defaultdict(list)
    for entry in entries.values():
        candidate = Candidate(entry.pk, entry.kind, entry.slug, entry.title, entry.is_public, tuple(aliases[entry.pk]))
        for name in near[entry.pk] | {entry.fold, fold(entry.slug)}:
            index[name].append(candidate)
    return index


def candidates_for(target, index):
    """Return the candidates for one target, from what `candidates` gave."""
    return list(dict.fromkeys([*index.get(fold_tail(target), ()), *index.get(_slug_fold(target), ())]))


def _slug_fold(target):
    return fold(slugify(target.rstrip("/").rsplit("/", 1)[-1]))


def _parts(values):
    values = list(values)
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
