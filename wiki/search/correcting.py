"""What somebody meant who misspelt a name or one of its words, from the names that they see."""

from wiki.search import spelling
from wiki.search.query import Query, Term
from wiki.search.search import count, is_name, is_whole_name
from wiki.search.words import words

TRIED = 24  # spellings that are looked at for one word or name


def meant_name(text, private):
    """Return the words of the nearest name that nearly reads so, as `words` makes them; '' for none, or this one."""
    asked = " ".join(words(text))
    for _, spelt in spelling.near(asked)[:TRIED]:
        if is_whole_name(spelt, private):
            return "" if spelt == asked else spelt
    return ""


def meant_words(query, private):
    """Return {word: words} for those words of a Query that no text has and that are nearly the words of a name."""
    unknown = {word for word in query.words if not count(Query(terms=(Term((word,)),)), private)}
    meant = {word: found for word in unknown if (found := _meant(word, private))}
    for pair in zip(query.words, query.words[1:], strict=False):
        if unknown >= set(pair) and not meant.keys() >= set(pair) and (joined := _meant("".join(pair), private)):
            meant |= {pair[0]: joined, pair[1]: ()}  # one word was written as two
    return meant


def _meant(word, private):
    if found := _nearest(word, private):
        return (found,)
    for at in range(2, len(word) - 1):  # two words were written as one
        parts = word[:at], word[at:]
        if is_name(" ".join(parts), private):
            return parts
    return ()


def _nearest(word, private):
    """The nearest known word; of equally near ones the one that more entries have in their names."""
    found = [(mistakes, text) for mistakes, text in spelling.near(word)[:TRIED] if " " not in text]
    for mistakes in sorted({mistakes for mistakes, _ in found}):
        counts = [
            (-count(Query(terms=(Term((text,)),)), private, part="names"), text)
            for near, text in found
            if near == mistakes
        ]
        best = min(counts, default=(0, ""))
        if best[0]:
            return best[1]
    return ""
