"""Which entry a link means: names against candidates. Pure; `wiki.actions.linking` brings the candidates."""

from dataclasses import dataclass, replace

from wiki.document.names import fold, fold_tail, title_key

ESSAY_FOLDERS = frozenset({"writing", "writings", "essay", "essays", "article", "articles", "post", "posts"})
CONCEPT_FOLDERS = frozenset({"concept", "concepts"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a link could mean. `aliases` are pairs of text and kind ('alias', 'former', 'path'); `hidden`
    those of them that the public does not know of."""

    id: int
    kind: str
    slug: str
    title: str
    public: bool
    aliases: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()

    def as_public(self):
        """The candidate as the public knows it."""
        if not self.hidden:
            return self
        known = tuple(alias for alias in self.aliases if alias not in self.hidden)
        return replace(self, aliases=known, hidden=())

    def names(self, kind):
        return [text for text, of in self.aliases if of == kind]


def wanted_kind(target):
    """The kind that a link's folder asks for: 'essay' for `writing/x`, else 'concept'."""
    folder, slash, _ = target.rpartition("/")
    return "essay" if slash and folder.rsplit("/", 1)[-1].casefold() in ESSAY_FOLDERS else "concept"


def resolve(target, candidates):
    """Return the candidates that `target` means: none, one, or several with an equal claim.

    Order: exact path (where a folder is named), slug, title, alias, former title; at last the file name alone.
    At each step an exact match wins over a folded one (case, `_`, space, hyphen, diacritics). Of a concept and an
    essay at the same step the folder decides (`writing/x` means an essay), and without one the concept.
    """
    for matches in _steps(target):
        found = [candidate for candidate in candidates if matches(candidate)]
        if len(found) > 1:
            preferred = wanted_kind(target)
            found = [candidate for candidate in found if candidate.kind == preferred] or found
        if found:
            return found
    return []


def _steps(target):
    full, tail = target.strip("/"), target.strip("/").rsplit("/", 1)[-1]
    full_key, tail_key, tail_fold = title_key(full), title_key(tail), fold(tail)
    full_fold = _fold_path(full)

    def by(names_of):
        yield lambda c: any(title_key(name) == full_key for name in names_of(c))
        if full != tail:
            yield lambda c: any(title_key(name) == tail_key for name in names_of(c))
        yield lambda c: any(
            _fold_path(name) in (full_fold, tail_fold) or fold(name) == tail_fold for name in names_of(c)
        )

    if full != tail:  # a file at the root of some vault must not take a name from a title
        yield lambda c: any(title_key(path) == full_key for path in c.names("path"))
        yield lambda c: any(_fold_path(path) == full_fold for path in c.names("path"))
    yield lambda c: c.slug == tail
    yield lambda c: fold(c.slug) == tail_fold
    yield from by(lambda c: [c.title])
    yield from by(lambda c: c.names("alias"))
    yield from by(lambda c: c.names("former"))
    yield lambda c: any(fold_tail(path) == tail_fold for path in c.names("path"))


def _fold_path(text):
    return "/".join(fold(part) for part in text.split("/"))
