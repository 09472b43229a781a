"""What somebody meant who misspelt a name or a word, from the names and texts that they see."""

from wiki.models import Entry
from wiki.search import spelling
from wiki.search.nearly import nearly
from wiki.search.query import Query, Term
from wiki.search.search import counts, is_name, search
from wiki.search.tables import dialect, table
from wiki.search.words import words

MOST = 4  # words of a question that are put right
LONGEST = 24  # letters of such a word
JOINED = 4  # ways to divide a word that are looked at
COUNTED = 100  # entries that have a word; more speak for it no louder
READ = 20_000  # characters of a text in which is looked how the word is written


def meant_name(text, private):
    """Return the words of the nearest name that nearly reads so, as `words` makes them; '' for none, or this one."""
    asked = " ".join(words(text))
    for _, spelt in spelling.near(asked, private):
        if spelt.startswith(spelling.WHOLE):
            name = spelt.removeprefix(spelling.WHOLE)
            return "" if name == asked else name
    return ""


def meant_words(query, private):
    """Return {word: words} for some words of a Query that no text has and that are nearly the words of a name, or of
    a text."""
    asked = [word for word in dict.fromkeys(query.words) if len(word) <= LONGEST][: 2 * MOST]
    uses = counts([(Query(terms=(Term((word,)),)), None) for word in asked], private)
    unknown = [word for word, count in zip(asked, uses, strict=True) if not count][:MOST]
    meant = {word: found for word in unknown if (found := _meant(word, private))}
    for pair in zip(query.words, query.words[1:], strict=False):
        if set(unknown) >= set(pair) and not meant.keys() >= set(pair) and (joined := _meant("".join(pair), private)):
            meant |= {pair[0]: joined, pair[1]: ()}  # one word was written as two
    return meant | {word: found for word in unknown if word not in meant and (found := _of_texts(word, private))}


def _meant(word, private):
    for _, text in spelling.near(word, private):
        if not text.startswith(spelling.WHOLE):
            return (text,)
    return _divided(word, private)


def _divided(word, private):
    """Two words that were written as one and stand so in a name, or ()."""
    pairs = [(word[:at], word[at:]) for at in range(2, len(word) - 1)][:LONGEST]
    known = spelling.known({part for pair in pairs for part in pair}, private)
    for pair in [pair for pair in pairs if known >= set(pair)][:JOINED]:
        if is_name(" ".join(pair), private):
            return pair
    return ()


def _of_texts(word, private):
    """The word of most texts that is one mistake away, or ()."""
    written = nearly(word)
    uses = dialect().standing(table(private), list(written), COUNTED) if written else {}
    if not uses:
        return ()
    stem = max(written, key=lambda stem: uses.get(stem, 0))  # of equals the first
    return (_as_written(stem, written[stem], private),)


def _as_written(stem, forms, private):
    """That of some forms of one word which stands in the best text that has it; an ending may be the mistake."""
    best = search(Query(terms=(Term((forms[0],)),)), private, limit=1).ids
    texts = Entry.objects.scoped(private).filter(pk__in=best).values_list("text", flat=True)
    found = {word for text in texts for word in words(text[:READ])}
    return next((form for form in forms if form in found), stem if stem in forms else forms[0])
