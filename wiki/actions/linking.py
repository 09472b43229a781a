"""The link ledger: rows for what a text refers to, and where each row leads. Runs inside a writer's transaction."""

from dataclasses import dataclass

from wiki.actions import stamping
from wiki.bulk import every_column, exchange, row_of, update
from wiki.candidates import candidates, candidates_for, public
from wiki.document.names import fold_tail
from wiki.document.resolution import resolve
from wiki.models import Alias, Link
from wiki.models.entry import FORM
from wiki.prepared import Prepared, asked

BATCH = 2000  # rows of one statement: well below the number of parameters either database takes
SAID = ("kind", "position", "target", "label", "fragment", "sentence", "start", "length", "section", "section_id")
OUTCOME = ("target_all", "choice_all", "target_public", "choice_public")
_LEADS = ("target_all_id", "choice_all", "target_public_id", "choice_public")  # the attributes of a row


def names_of(entries):
    """Return the folded names (titles, slugs, aliases of every kind) under which links may look for these entries."""
    if not entries:
        return set()
    folds = {name for entry in entries for name in (entry.fold, entry.tail)}
    for names in Alias.objects.filter(entry__in=entries).values_list("fold", "tail"):
        folds.update(names)
    return folds


@dataclass(slots=True)
class NewLink:
    """A row to be inserted, with the columns of Link."""

    source_id: int
    kind: str
    position: int
    target: str
    fold: str
    label: str | None = None
    fragment: str = ""
    sentence: str = ""
    start: int = 0
    length: int = 0
    section: str = ""
    section_id: str = ""
    target_all_id: int | None = None
    target_public_id: int | None = None
    choice_all: bool = False
    choice_public: bool = False


def replace_links(pairs, *, anew=True):
    """Write the rows of links, embeds, further reading and related names for (entry, Rendered) pairs.

    Without `anew` a target that these entries had before leads where the ledger says: that follows every name.
    """
    held = [row for row in links_from([entry for entry, _ in pairs]) if row.kind != Link.Kind.MENTION]
    known = {} if anew else {row.target: tuple(getattr(row, name) for name in _LEADS) for row in held}
    stamping.links(*exchange(Link, held, links_of(pairs, known)))


def links_from(entries):
    """Return the rows of all links of these entries, mentions among them, as they are stored."""
    return asked(_links_from, [entry.pk for entry in entries])


_links_from = Prepared(lambda private, *ids: every_column(Link.objects.filter(source__in=ids)), row_of(Link))


def links_of(pairs, known=None):
    """Return the NewLinks of (entry, Rendered) pairs but mentions; `known` says of targets where they lead."""
    rows = [row for entry, rendered in pairs for row in _rows(entry, rendered)]
    outcomes = dict(known or {})
    outcomes |= outcomes_of({row.target for row in rows} - set(outcomes))
    for row in rows:
        row.target_all_id, row.choice_all, row.target_public_id, row.choice_public = outcomes[row.target]
    return rows


def columns_of(mention):
    """Return {column: value} of a Link for what the renderer found: all that the text alone says."""
    return {name: getattr(mention, "n" if name == "position" else name) for name in SAID}


def _rows(entry, rendered):
    for link in rendered.links:
        if link.target:
            yield NewLink(source_id=entry.pk, fold=fold_tail(link.target)[:FORM], **columns_of(link))
    for position, name in enumerate(entry.related):
        yield NewLink(entry.pk, "related", position, name, fold_tail(name)[:FORM])


def relink(folds):
    """Let every stored link that may mean one of these folded names lead where it leads now.

    Returns the ids of the sources whose links lead elsewhere than before.
    """
    folds, changed, sources = list(folds), [], set()
    for start in range(0, len(folds), BATCH):
        links = Link.objects.filter(fold__in=folds[start : start + BATCH]).exclude(kind=Link.Kind.MENTION)
        links = list(links.values_list("pk", "source", "target", *OUTCOME))
        outcomes = outcomes_of({target for _, _, target, *_ in links})
        for link, source, target, *before in links:
            if outcomes[target] != tuple(before):
                changed.append((link, *outcomes[target]))
                sources.add(source)
                stamping.leads(source, tuple(before), outcomes[target])
    if changed:
        update(Link, OUTCOME, changed)
    return sources


def outcomes_of(targets):
    """Return {target: OUTCOME}: where each leads in the set of all entries and in the public one."""
    index = candidates(targets) if targets else {}
    outcomes = {}
    for target in targets:
        near = candidates_for(target, index)
        known = public(near)
        everything = _one(resolve(target, near))
        outcomes[target] = everything + (everything if known == near else _one(resolve(target, known)))
    return outcomes


def _one(found):
    return (found[0].id, False) if len(found) == 1 else (None, len(found) > 1)
