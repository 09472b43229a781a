"""What somebody meant who misspelt a name or one of its words, from the names that they see."""

from wiki.search import spelling
from wiki.search.query import Query, Term
from wiki.search.search import count, is_name
from wiki.search.words import words

MOST = 4  # words of a question that are put right
LONGEST = 24  # letters of such a word
JOINED = 4  # ways to divide a word that are looked at


def meant_name(text, private):
    """Return the words of the nearest name that nearly reads so, as `words` makes them; '' for none, or this one."""
    asked = " ".join(words(text))
    for _, spelt in spelling.near(asked, private):
        if spelt.startswith(spelling.WHOLE):
            name = spelt.removeprefix(spelling.WHOLE)
            return "" if name == asked else name
    return ""


def meant_words(query, private):
    """Return {word: words} for some words of a Query that no text has and that are nearly the words of a name."""
    asked = [word for word in dict.fromkeys(query.words) if len(word) <= LONGEST][: 2 * MOST]
    unknown = [word for word in asked if not count(Query(terms=(Term((word,)),)), private)][:MOST]
    meant = {word: found for word in unknown if (found := _meant(word, private))}
    for pair in zip(query.words, query.words[1:], strict=False):
        if set(unknown) >= set(pair) and not meant.keys() >= set(pair) and (joined := _meant("".join(pair), private)):
            meant |= {pair[0]: joined, pair[1]: ()}  # one word was written as two
    return meant


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
