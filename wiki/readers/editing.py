"""What the editor shows beside the text: who claims a name, who waits for it, and how two changes clash."""

import re
from dataclasses import dataclass, field

from wiki.document.names import fold, fold_tail, title_key
from wiki.models import Edit, Entry, Link, sees_private
from wiki.readers.names import near_names
from wiki.readers.rows import Row, grouped, row, shown
from wiki.readers.targets import seen_inbound
from wiki.rendering.diff import Span, words
from wiki.rendering.merge import Clash, Kept

WAITING = 10  # entries that already link to a name, shown beside the form that creates it
CONTEXT = 240  # characters of unchanged text shown before and after what was changed
_HEADING = re.compile(r"#{1,6}[ \t]+")
LABELS = {
    "title": "Title",
    "author": "Author",
    "publication": "Publication",
    "published": "Published",
    "source_url": "Source URL",
    "extra": "Other fields",
}


@dataclass
class Claim:
    """An entry that has this name already; `how` is 'title', 'like' (but for case, spaces, diacritics), 'alias',
    'former' or 'path'."""

    row: Row
    how: str


def claims(title, user, *, besides=None):
    """Return the Claims on a name among what this person sees, in alphabetical order."""
    wanted, key = fold(title), title_key(title)
    if not wanted:
        return []
    how = {}
    for candidate in near_names(title, user):
        if fold(candidate.title) == wanted:
            how[candidate.id] = "title" if title_key(candidate.title) == key else "like"
        else:
            kinds = [kind for text, kind in candidate.aliases if fold(text) == wanted]
            if kinds:
                how[candidate.id] = kinds[0]
    how.pop(besides, None)
    entries = shown(Entry.objects.visible_to(user).filter(pk__in=how).alphabetical())
    return [Claim(row(entry), how[entry.id]) for entry in entries]


def waiting_for(title, user):
    """Return Rows of the entries whose links by this name lead nowhere yet for this person, with the sentences."""
    private = sees_private(user)
    links = Link.objects.wanted(private).filter(fold=fold_tail(title)).order_by("source__fold", "source_id", "position")
    return grouped(seen_inbound(links[: 5 * WAITING]), None, WAITING)


@dataclass
class Side:
    """One version of a clashing sentence or field, with the words that differ from the base marked."""

    spans: tuple[Span, ...]
    text: str


@dataclass
class Piece:
    """A part of the merged text. `by` is '', 'mine' or 'theirs'; `number` counts clashes from 0, None for no clash."""

    text: str = ""
    by: str = ""
    number: int | None = None
    base: str = ""
    mine: Side | None = None
    theirs: Side | None = None
    both: str = ""
    chosen: str = "both"

    @property
    def blocks(self):
        """(whether it is a heading, text) for each paragraph of the text, as it is written."""
        return [
            (bool(heading := _HEADING.match(block)), block[heading.end() :] if heading else block)
            for block in re.split(r"\n\s*\n", self.text.strip())
            if block
        ]


@dataclass
class ValueClash:
    name: str
    label: str
    base: str
    mine: str
    theirs: str
    chosen: str = "mine"


@dataclass
class ConflictPage:
    """Two people changed one entry. `since` are the other's edits, newest first: (number, when, who, summary)."""

    entry: Entry
    base: int
    number: int
    pieces: list[Piece]
    values: list[ValueClash]
    since: list = field(default_factory=list)

    @property
    def others(self):
        """Who saved meanwhile: one name, or '' for several and for nobody known."""
        return _one_name(self.since)

    @property
    def from_mine(self):
        return sum(piece.by == "mine" for piece in self.pieces)

    @property
    def from_theirs(self):
        return sum(piece.by == "theirs" for piece in self.pieces)

    @property
    def sentence_count(self):
        return sum(piece.number is not None for piece in self.pieces)

    @property
    def clash_count(self):
        return len(self.values) + self.sentence_count


def conflict_page(conflict, user, chosen=None):
    """Return the ConflictPage of an EditConflict for somebody who may edit the entry; `chosen` is what they decided
    already, by the names of the choices."""
    merged, chosen = conflict.merged, chosen or {}
    pieces = list(_pieces(merged.body.pieces))
    for piece in pieces:
        piece.chosen = chosen.get(f"sentence-{piece.number}", "both")
    return ConflictPage(
        entry=conflict.entry,
        base=conflict.base,
        number=conflict.number,
        pieces=pieces,
        values=[
            ValueClash(name, LABELS[name], clash.base, clash.mine, clash.theirs, chosen.get(f"value-{name}", "mine"))
            for name, clash in merged.values.items()
        ],
        since=_since(conflict.entry, conflict.base, user),
    )


def _pieces(pieces):
    number = 0
    for piece in pieces:
        if isinstance(piece, Kept):
            yield Piece(text=piece.text if piece.by else _shortened(piece.text), by=piece.by)
        elif isinstance(piece, Clash):
            yield Piece(
                number=number,
                base=piece.base,
                mine=Side(words(piece.base, piece.mine)[1], piece.mine),
                theirs=Side(words(piece.base, piece.theirs)[1], piece.theirs),
                both=piece.text("both"),
            )
            number += 1


def _shortened(text):
    if len(text) <= 2 * CONTEXT + 40:
        return text
    return f"{text[:CONTEXT].rpartition(' ')[0]} […] {text[-CONTEXT:].partition(' ')[2]}"


def who_saved_between(entry, base, number, user):
    """Return the name of the one person who saved revisions above `base` and below `number`; '' for several people and
    for somebody this person may not know."""
    return _one_name([edit for edit in _since(entry, base, user) if edit["number"] < number])


def _one_name(edits):
    names = {edit["by"] for edit in edits}
    return names.pop() if len(names) == 1 else ""


def _since(entry, base, user):
    edits = Edit.objects.visible_to(user).filter(entry=entry, number__gt=base).order_by("-number")
    return [
        {
            "number": edit.number,
            "when": edit.revision.date_created,
            "by": edit.revision.user.get_username() if edit.revision.user and not edit.author_suppressed else "",
            "summary": "" if edit.summary_suppressed else edit.revision.comment,
        }
        for edit in edits.select_related("revision__user")[:10]
    ]
