"""Bring the entries that a name could mean; `wiki.document.resolution` decides which it does."""

from collections import defaultdict

from django.db.models import Q

from wiki.document.names import fold_tail
from wiki.document.resolution import Candidate
from wiki.models import Alias, Entry, Visibility

BATCH = 2000  # names of one statement: well below the number of parameters either database takes


def candidates(targets, private=True, suppressed=True):
    """Return {folded name: [Candidate]} for every live entry (or public one) that a link target could mean. Without
    `suppressed`, for somebody who may not know what only a suppressed text says."""
    wanted = {fold_tail(target) for target in targets}
    near, entries = defaultdict(set), {}  # entry id → folded names under which it was found; → its columns
    live = Entry.objects.scoped(private).values_list("id", "kind", "slug", "title", "visibility", "fold", "tail")
    told = Alias.objects.scoped(private).told(suppressed)
    for part in _parts(wanted):
        named = Q(fold__in=part) | Q(tail__in=part)
        for key, *found in told.filter(named).values_list("entry_id", "fold", "tail"):
            near[key].update(found)
        entries |= {row[0]: row for row in live.filter(named)}
    for part in _parts(set(near) - set(entries)):
        entries |= {row[0]: row for row in live.filter(pk__in=part)}
    aliases, hidden = defaultdict(list), defaultdict(list)
    columns = ("entry_id", "text", "kind", "is_hidden")
    for part in _parts(set(entries)):
        for entry_id, text, kind, is_hidden in told.with_hidden().filter(entry__in=part).values_list(*columns):
            aliases[entry_id].append((text, kind))
            if is_hidden:
                hidden[entry_id].append((text, kind))
    index = defaultdict(list)
    for key, kind, slug, title, visibility, fold, tail in entries.values():
        is_public = visibility == Visibility.PUBLIC
        candidate = Candidate(key, kind, slug, title, is_public, tuple(aliases[key]), tuple(hidden[key]))
        for name in near[key] | {fold, tail}:
            index[name].append(candidate)
    return index


def candidates_for(target, index):
    """Return the candidates for one target, from what `candidates` gave."""
    return index.get(fold_tail(target), [])


def public(near):
    """Return those of the candidates that readers know of, as readers know them."""
    return [candidate.as_public() for candidate in near if candidate.public]


def _parts(values):
    values = list(values)
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
