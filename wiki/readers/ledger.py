"""Which entries are related to one, and why: from what its editors list, and from the ledger of links and sources.

The page of an entry says what it knows without asking more; the page of its links says everything.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from wiki import policies
from wiki.models import CitationUse, Entry, Link, sees_private
from wiki.models.entry import path_of
from wiki.models.link import IN_TEXT, target_column
from wiki.prepared import Prepared, asked
from wiki.readers import targets
from wiki.readers.rows import Row, Shown, row, shown_by_id
from wiki.readers.sources import texts_of

SHOWN = 4  # related entries under a text, and found ones on the page of links
LISTED = 30  # entries that list one as related; the rest stand among those that link to it
CONSIDERED = 100  # entries that link to one, which are asked what else they link to
MOST = 40  # entries beyond those that are listed or linked whose common sources are counted
USES = 500  # uses of its sources by others that are looked at
NAMED = 2  # of the entries that link to both
LONGEST = 70  # letters of a source's text

_links_of = Prepared(
    lambda private, but_to, *sources: (
        Link.objects.scoped(private)
        .filter(source__in=sources, kind__in=IN_TEXT)
        .exclude(**{target_column(private): None})
        .exclude(**{target_column(private): but_to})
        .order_by()
        .values_list(target_column(private), "source_id")
    ),
    lambda *pair: pair,
)


@dataclass
class Related:
    """An entry that stands beside another. `listed` says that the other lists it, `lists` that it lists the other;
    `says` and `said` are the numbers of sentences by which the one links to the other and back; None for a number that
    was not counted, where it does."""

    entry: Shown
    listed: bool = False
    lists: bool = False
    says: int = 0
    said: int | None = 0
    together: list[str] = field(default_factory=list)  # titles of entries that link to both, the first few
    together_count: int = 0
    shares: list[str] = field(default_factory=list)  # texts of sources that both cite

    @property
    def strength(self):
        """How many sorts of reasons there are, apart from a list."""
        return sum((self.says > 0, self.said != 0, self.together_count > 0, bool(self.shares)))

    def reasons(self):
        """Return the reasons in words."""
        if self.listed and self.lists:
            yield "each lists the other"
        elif self.listed:
            yield "listed by the editors, and does not list this page"
        elif self.lists:
            yield "lists this page, which does not list it"
        if self.says:
            yield f"linked in {_sentences(self.says)}"
        if self.said is None:
            yield "links here too"
        elif self.said:
            yield f"links here in {_sentences(self.said)}"
        if self.together:
            more = self.together_count - len(self.together)
            names = [*self.together, *([f"{more} more"] if more else [])]
            both = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
            yield f"both named in {both}"
        if self.shares:
            yield f"share the source {self.shares[0]}" if len(self.shares) == 1 else f"share {len(self.shares)} sources"

    def row(self):
        return row(self.entry, reason=" · ".join(self.reasons()))


def _sentences(count):
    return f"{count} sentence{'s' if count > 1 else ''}"


def _gathered(outgoing, sources, own):
    """Return {entry id: Related} of all that the text links to, that its editors list (first, in their order), and
    that list it, which are known by their ids alone."""
    found, sentences = {}, defaultdict(set)
    for link in sorted(outgoing, key=lambda link: (link.kind != "related", link.position)):
        if link.entry and link.entry.id != own and link.kind != "mention":
            one = found.setdefault(link.entry.id, Related(link.entry))
            one.listed |= link.kind == "related"
            if link.sentence and link.kind != "related":
                sentences[link.entry.id].add(link.sentence)
    for key, said in sentences.items():
        found[key].says = len(said)
    for key in [source.id for source in sources if source.lists][:LISTED]:
        found.setdefault(key, Related(None)).lists = True
    return found


def _in_order(found):
    """Return the ids of those that one of the two lists: first those that this one does."""
    listed = [key for key, one in found.items() if one.listed]
    return listed + [key for key, one in found.items() if one.lists and not one.listed]


def related(entry, private, outgoing, sources):
    """Return (Rows under the text of an entry, how many there are in all).

    What is listed on one side comes first; what links to it and is linked by it fills up. One question at most.
    """
    found = _gathered(outgoing, sources, entry.pk)
    linking = {source.id for source in sources}
    for key, one in found.items():
        # A source that lists this page may do no more than that.
        one.said = None if key in linking and not one.lists and one.entry.kind == entry.kind else 0
    sure = _in_order(found)
    mutual = [one for one in found.values() if _is_found(one, entry) and one.says and one.said is None]
    mutual.sort(key=lambda one: (-one.says, one.entry.fold, one.entry.id))
    shown = {key: found[key] for key in [*sure, *(one.entry.id for one in mutual)][:SHOWN]}
    _complete(shown, private, {})
    return [one.row() for one in shown.values()], max(len(sure), len(shown))


def _is_found(one, entry):
    return not one.listed and not one.lists and one.entry.kind == entry.kind


@dataclass
class RelatedRow:
    """A related entry with every reason; `fix`, for editors, are the fields of the form by which the side that does
    not list the other comes to do so, and `fix_title` is its title."""

    row: Row
    fix: dict = field(default_factory=dict)
    fix_title: str = ""


def all_related(entry, user, outgoing, sources):
    """Return (RelatedRows that one side lists, RelatedRows that the ledger found), each with every reason.

    Found are at most SHOWN of the same kind with at least two sorts of reasons, the strongest first. Six questions
    at most.
    """
    private = sees_private(user)
    found = _gathered(outgoing, sources, entry.pk)
    names = _add_together(found, private, entry, sources)
    _add_shared(found, private, entry)
    _add_back(found, private, entry)
    _complete(found, private, names)
    sure = [found[key] for key in _in_order(found)]
    offered = [one for one in found.values() if _is_found(one, entry) and one.strength >= 2]
    offered.sort(key=lambda one: (-one.strength, -one.together_count, one.entry.fold, one.entry.id))
    fixes = _fixes(entry, sure) if policies.can_edit(user) else {}
    return [RelatedRow(one.row(), *fixes.get(one.entry.id, ())) for one in sure], [
        RelatedRow(one.row()) for one in offered[:SHOWN]
    ]


def _add_together(found, private, entry, sources):
    """Count who links to both, and keep the first few ids of them; return {entry id: those ids}."""
    order = [source.id for source in sources[:CONSIDERED]]
    padded = [*order, *order[:1] * (CONSIDERED - len(order))]  # one SQL for any number
    pairs = set(_links_of(private, entry.pk, *padded)) if order else ()
    by = defaultdict(set)
    for target, source in pairs:
        if target != source:
            by[target].add(source)
    strong = sorted(by, key=lambda key: -len(by[key]))
    least = max(2, len(by[strong[MOST]]) + 1) if len(strong) > MOST else 2
    names = {}
    for key, who in by.items():
        if key in found or len(who) >= least:
            one = found.setdefault(key, Related(None))
            one.together_count = len(who)
            names[key] = [source for source in order if source in who][:NAMED]
    return names


def _add_shared(found, private, entry):
    """Note the sources that others cite as well."""
    mine = set(_cites(private, entry.pk))
    if not mine:
        return
    shares, keys = defaultdict(dict), {}
    for other, citation, key in asked(_cite_too, mine, private, entry.pk):
        shares[other][citation], keys[citation] = None, key
    texts = texts_of(keys, private) if keys else {}
    for other, citations in shares.items():
        said = [_short(texts[key].text) if key in texts else keys[key] for key in citations]
        found.setdefault(other, Related(None)).shares = said


_cites = Prepared(
    lambda private, entry_id: (
        CitationUse.objects.scoped(private).filter(entry=entry_id).order_by().values_list("citation_id")
    ),
    lambda citation: citation,
)
_cite_too = Prepared(
    lambda private, but, *citations: (
        CitationUse.objects.scoped(private)
        .filter(citation__in=citations)
        .exclude(entry=but)
        .order_by("entry__fold", "entry_id", "position")
        .values_list("entry_id", "citation_id", "citation__key")[:USES]
    ),
    lambda *row: row,
)


def _short(text):
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rpartition(" ")[0] + "…"


def _add_back(found, private, entry):
    """Count the sentences by which they link to the entry."""
    for one in found.values():
        one.said = 0
    said = asked(_sentences_of, found, private, entry.pk)
    for key, count in Counter(key for key, _ in set(said)).items():
        found[key].said = count


_sentences_of = Prepared(
    lambda private, entry_id, *sources: (
        targets.inbound(entry_id, private)
        .filter(source__in=sources, kind__in=IN_TEXT)
        .exclude(sentence="")
        .order_by()
        .values_list("source_id", "sentence")
    ),
    lambda *pair: pair,
)


def _complete(found, private, names):
    """Fetch the entries that are known by their ids alone, with the titles of those that link to both."""
    missing = {key for key, one in found.items() if one.entry is None}
    titled = {key for keys in names.values() for key in keys}
    entries = shown_by_id(private, missing | titled)
    for key in missing:
        found[key].entry = entries.get(key)
    for key in [key for key in missing if found[key].entry is None]:
        del found[key]
    for key, keys in names.items():
        if key in found:
            found[key].together = [entries[other].title for other in keys if other in entries]


def _fixes(entry, rows):
    """Return {entry id: (fields of the form, title of the entry it changes)} for those that one side lists alone."""
    one_way = [one for one in rows if one.listed != one.lists]
    theirs = Entry.objects.scoped(private=True).filter(pk__in=[one.entry.id for one in one_way if one.listed])
    numbers = dict(theirs.values_list("pk", "number"))
    fixes = {}
    for one in one_way:
        into, other = (one.entry, entry) if one.listed else (entry, one.entry)
        if into.is_public and not other.is_public:
            continue  # readers would read its title in the document
        base = numbers.get(one.entry.id) if one.listed else entry.number
        if base is None:
            continue  # deleted meanwhile
        fields = {"entry": path_of(into), "other": path_of(other), "base": base, "at": path_of(entry)}
        fixes[one.entry.id] = fields, into.title
    return fixes
