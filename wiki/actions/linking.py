"""The link ledger: rows for what a text refers to, and where each row leads. Runs inside a writer's transaction."""

from collections import defaultdict

from wiki.candidates import candidates, candidates_for
from wiki.document.names import fold, fold_tail
from wiki.document.resolution import resolve
from wiki.models import Alias, Link

BATCH = 2000  # rows of one statement: well below the number of parameters either database takes
OUTCOME = ("target_all_id", "target_public_id", "choice_all", "choice_public")


def names_of(entries):
    """Return the folded names (titles, slugs, aliases of every kind) under which links may look for these entries."""
    folds = set()
    for entry in entries:
        folds |= {entry.fold, fold(entry.slug)}
    folds |= set(Alias.objects.filter(entry__in=entries).values_list("fold", flat=True))
    return folds


def replace_links(pairs):
    """Write the rows of links, embeds, further reading and related names for (entry, Rendered) pairs."""
    entries = [entry for entry, _ in pairs]
    Link.objects.filter(source__in=entries).exclude(kind=Link.Kind.MENTION).delete()
    rows = [row for entry, rendered in pairs for row in _rows(entry, rendered)]
    settle(rows)
    Link.objects.bulk_create(rows, batch_size=BATCH)


def _rows(entry, rendered):
    for link in rendered.links:
        if link.target:
            yield Link(
                source=entry,
                kind=link.kind,
                position=link.n,
                target=link.target,
                fold=fold_tail(link.target),
                label=link.label,
                fragment=link.fragment,
                sentence=link.sentence,
                start=link.start,
                length=link.length,
                section=link.section,
                section_id=link.section_id,
            )
    for position, name in enumerate(entry.related):
        yield Link(source=entry, kind=Link.Kind.RELATED, position=position, target=name, fold=fold_tail(name))


def relink(folds):
    """Let every stored link that may mean one of these folded names lead where it leads now."""
    folds, changed = list(folds), defaultdict(list)
    for start in range(0, len(folds), BATCH):
        links = list(Link.objects.filter(fold__in=folds[start : start + BATCH]).exclude(kind=Link.Kind.MENTION))
        before = {link.pk: _outcome(link) for link in links}
        settle(links)
        for link in links:
            if _outcome(link) != before[link.pk]:
                changed[_outcome(link)].append(link.pk)
    for outcome, keys in changed.items():
        for start in range(0, len(keys), BATCH):
            rows = Link.objects.filter(pk__in=keys[start : start + BATCH])
            rows.update(**dict(zip(OUTCOME, outcome, strict=True)))


def _outcome(link):
    return tuple(getattr(link, name) for name in OUTCOME)


def settle(links):
    """Set where each of these Link objects leads, in the set of all entries and in the public one. Saves nothing."""
    index = candidates({link.target for link in links})
    known = {}
    for link in links:
        if link.target not in known:
            near = candidates_for(link.target, index)
            everything = resolve(link.target, near)
            public = resolve(link.target, [candidate for candidate in near if candidate.public])
            known[link.target] = (*_one(everything), *_one(public))
        link.target_all_id, link.choice_all, link.target_public_id, link.choice_public = known[link.target]


def _one(found):
    return (found[0].id, False) if len(found) == 1 else (None, len(found) > 1)
