"""What somebody asks for: the words, phrases and conditions of a question. Pure."""

import re
from dataclasses import dataclass, replace

from wiki.search.words import LONGEST, stem, words

MOST = 32  # words and phrases of a question; the rest is not looked for
MOST_CHARACTERS = 1000
KINDS = {"concept": "concept", "concepts": "concept", "essay": "essay", "essays": "essay"}
KINDS |= dict.fromkeys(("citation", "citations", "source", "sources"), "citation")
_TOKEN = re.compile(
    r'(?P<minus>-)?(?:(?P<field>tag|kind|author|by|in):)?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))', re.IGNORECASE
)
_QUOTES = str.maketrans("“”„«»＂", '""""""')


@dataclass(frozen=True)
class Term:
    """Words that stand side by side, one of them alone, or with `prefix` the beginning of the last."""

    words: tuple[str, ...]  # as written, before their endings fall away
    prefix: bool = False

    @property
    def stems(self):
        return tuple(stem(word) for word in self.words)


@dataclass(frozen=True)
class Query:
    """A question as it was understood: what must stand there, what must not, and of which entries.

    `tags` are slugs; an entry of a narrower tag has the wider one too. `authors` are lists of words of a name.
    """

    text: str = ""
    name: str = ""  # what of it could be a name: all that is neither a condition nor refused, as it was written
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    authors: tuple[tuple[str, ...], ...] = ()
    in_title: bool = False
    any_of: bool = False  # one of the terms is enough
    sign: tuple[str, str] | None = None  # (field, word) that the index holds beside texts
    is_cut: bool = False

    def __bool__(self):
        """False for a question that names nothing to look for."""
        return bool(self.terms or self.tags or self.kinds or self.authors)

    @property
    def words(self):
        """All the words of what must stand there, in order."""
        return [word for term in self.terms for word in term.words]

    def narrowed(self, *, kinds=(), tags=()):
        """The same question, of entries of one of these kinds (none: any) that carry all of these tags."""
        chosen = tuple(kind for kind in kinds if kind in KINDS.values())
        if self.kinds and chosen:
            chosen = tuple(kind for kind in chosen if kind in self.kinds) or ("none",)
        return replace(self, kinds=chosen or self.kinds, tags=(*self.tags, *tags))

    def said_as(self, spelt):
        """The same question with other words: {word: words}, for what was misspelt."""
        said = [[new for word in term.words for new in spelt.get(word, (word,))] for term in self.terms]
        return replace(self, terms=tuple(Term(tuple(words)) for words in said))


def parse(text, tag_slug=None):
    """Return the Query of a question as it was typed: words, "phrases", beginnings*, -words, tag:, kind:, author:, in:.

    `tag_slug` makes the slug of a tag from what was typed. Nothing is refused: what has no meaning here is a word.
    """
    text = " ".join(text.replace("\0", " ").split())
    kept = text[:MOST_CHARACTERS]
    found = {name: [] for name in ("terms", "without", "tags", "without_tags", "kinds", "authors")}
    in_title, count, name = False, 0, []
    for token in _TOKEN.finditer(kept.translate(_QUOTES)):
        count += 1
        if count > MOST:
            break
        value = token["phrase"] if token["phrase"] is not None else token["chunk"]
        minus, field = bool(token["minus"]), (token["field"] or "").lower()
        if field == "in" and value.lower() in ("title", "titles"):
            in_title = True
        elif field == "tag" and (slug := tag_slug(value) if tag_slug else value.lower()):
            found["without_tags" if minus else "tags"].append(slug)
        elif field == "kind" and value.lower() in KINDS and not minus:
            found["kinds"].append(KINDS[value.lower()])
        elif field in ("author", "by") and words(value) and not minus:
            found["authors"].append(tuple(words(value)))
        else:
            if field:
                value = token[0].removeprefix("-")
            if not minus:
                name.append(value)
            found["without" if minus else "terms"] += _terms(value, token["phrase"] is not None)
    is_cut = len(text) > MOST_CHARACTERS or count > MOST
    return Query(
        text, " ".join(name), in_title=in_title, is_cut=is_cut, **{name: tuple(rows) for name, rows in found.items()}
    )


def _terms(value, quoted):
    """What was written in one piece stands side by side: `dual-power`, and scripts without spaces."""
    found = tuple(words(value))
    if not found:
        return []
    prefix = value.endswith("*") and not quoted
    return [Term(found[:LONGEST], prefix)]
