"""Plain mentions: where an essay names a concept without linking it. Runs inside a writer's transaction.

A mention is looked for by whole words, in any script, case and diacritics apart; of overlapping names the longest
counts. Mentions are computed once among all names and once among public ones, so that a private name hides no
public one.
"""

from collections import Counter, defaultdict
from functools import cache, partial

from wiki.actions import stamping
from wiki.actions.linking import NewLink, links_from
from wiki.actions.spoken import mention_key, names_in, word_places, words_of
from wiki.bulk import exchange
from wiki.document.names import fold_tail
from wiki.models import Essay, Link
from wiki.models.entry import FORM
from wiki.rendering.sentences import around

BATCH = 200  # essays that are held at once
MAX_PER_NAME = 10  # rows for one concept in one essay


def find(text, keys, words=None):
    """Return (start, end, key) of each mention in `text`, in order, not overlapping, the longest name first.

    `keys` is a set of `mention_key`s. `words` is given by who has the text's `words_of` already.
    """
    return _places(text, _spot((words or words_of(text)).split(), keys, _lengths(keys)))


def _lengths(keys):
    """Return how many words keys have, the most first, by their first word."""
    lengths = defaultdict(set)
    for key in keys:
        lengths[key.partition(" ")[0]].add(key.count(" ") + 1)
    return {first: sorted(counts, reverse=True) for first, counts in lengths.items()}


def _spot(words, keys, lengths):
    """Return (first, last, key): at which of the words each mention begins and ends."""
    found, free = [], 0
    for at, word in enumerate(words):
        if word in lengths and at >= free:
            for count in lengths[word]:
                key = " ".join(words[at : at + count])
                if key in keys and at + count <= len(words):
                    free = at + count
                    found.append((at, free - 1, key))
                    break
    return found


def _places(text, spots):
    """Return (start, end, key) in characters for what `_spot` found in the words of this text."""
    if not spots:
        return []
    places = [match.span() for match in word_places(text)]
    return [(places[first][0], places[last][1], key) for first, last, key in spots]


def replace_mentions(essays):
    """Write the mention rows of these essays (saved, with `text`, and `words` made of it)."""
    links = links_from(essays)
    held = [link for link in links if link.kind == Link.Kind.MENTION]
    said = [link for link in links if link.kind != Link.Kind.MENTION]
    stamping.links(*exchange(Link, held, mentions_of(essays, said)))


def mentions_of(essays, said):
    """Return the NewLinks of what these essays mention; `said` are their other links, as they are stored."""
    names = names_in(essays)
    public_names = {key: kept for key, owners in names.items() if (kept := [owner for owner in owners if owner.public])}
    everything = _Search(names, {(link.source_id, link.sentence, link.target_all_id) for link in said})
    public = _Search(public_names, {(link.source_id, link.sentence, link.target_public_id) for link in said})
    return [row for essay in essays for row in _rows(essay, everything, public)]


def remention(names, sources=(), saved=()):
    """Look again in every essay that may mention a concept by one of these names, and in essays among `sources`.

    `saved` are essays as they are stored, to be looked at without being read again.
    """
    keys = {key for key in map(mention_key, names) if key}
    essays = Essay.objects.scoped(private=True)
    at_hand = {essay.pk: essay for essay in saved}
    sources = set(sources) - set(at_hand)
    touched = [*at_hand, *(essays.filter(pk__in=sources).values_list("pk", flat=True) if sources else ())]
    if len(keys) <= 4:
        for key in keys:
            touched += essays.filter(words__contains=f" {key} ").values_list("pk", flat=True)
    elif keys:
        lengths = _lengths(keys)
        for pk, text in essays.values_list("pk", "words").iterator():
            words = text.split()
            if not lengths.keys().isdisjoint(words) and _spot(words, keys, lengths):
                touched.append(pk)
    touched = sorted(set(touched))
    for start in range(0, len(touched), BATCH):
        part = touched[start : start + BATCH]
        unread = [pk for pk in part if pk not in at_hand]
        read = list(essays.filter(pk__in=unread)) if unread else []
        replace_mentions([*read, *(at_hand[pk] for pk in part if pk in at_hand)])


class _Search:
    """One set of names: {mention key: [Owner]}, and (essay, sentence, concept) where a link says it already."""

    def __init__(self, names, linked):
        self.names, self.linked = names, linked
        self.lengths = _lengths(names)

    def spot(self, words):
        return _spot(words, self.names, self.lengths)

    def targets(self, essay, places, said):
        """Return {(start, end): concept id} for what `_places` gave of an essay; `said` gives `around` of a place."""
        counts, targets = Counter(), {}
        for start, end, key in places:
            owners = {owner.id for owner in self.names[key]}
            if len(owners) > 1 or (essay.pk, said(start, end)[0], *owners) in self.linked:
                continue
            counts[key] += 1
            if counts[key] <= MAX_PER_NAME:
                targets[start, end] = owners.pop()
        return targets


def _rows(essay, everything, public):
    words = essay.words.split()
    spots = everything.spot(words)
    places = public_places = _places(essay.text, spots)
    if any(key not in public.names for *_, key in spots):  # a private name may stand where a public one would
        public_places = _places(essay.text, public.spot(words))
    said = cache(partial(around, essay.text))
    in_all, in_public = everything.targets(essay, places, said), public.targets(essay, public_places, said)
    for position, place in enumerate(sorted(in_all | in_public)):
        start, end = place
        sentence, offset = said(start, end)
        yield NewLink(
            source_id=essay.pk,
            kind="mention",
            position=position,
            target=essay.text[start:end],
            fold=fold_tail(essay.text[start:end])[:FORM],
            sentence=sentence,
            start=offset,
            length=end - start,
            target_all_id=in_all.get(place),
            target_public_id=in_public.get(place),
        )
