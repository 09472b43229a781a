"""What the renderer gives back: html with inert placeholders, and what was found on the way. JSON-able, pure."""

from dataclasses import asdict, dataclass, field

VERSION = 1  # raise it when the same source gives another result: `rebuild` then renders every entry again


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1–6), the id it has in the html, and its text without markup.

    `line` is the line of the source where it begins, from 0; -1 inside a quote, a list or a note.
    """

    level: int
    id: str
    text: str
    line: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class LinkMention:
    """A link to another entry as it is written, and where it stands.

    `n` is the number in the placeholder (`wikilink:N` or `wikiembed:N`), in reading order from 0. `target` is
    trimmed, without fragment, `.md`, leading `/` and `../`; '' is the same page. `fragment` is the id on that
    page, '' for none. `label` is the plain text that was given for the link, None for none. `kind` is 'link',
    'embed' or 'further' (in a list under “Further reading”). `sentence` has at most 300 characters;
    `start` and `length` say in characters where the link's text stands in it.
    """

    n: int
    target: str
    fragment: str
    label: str | None
    kind: str
    sentence: str
    start: int
    length: int
    section: str
    section_id: str


@dataclass(frozen=True, slots=True)
class Citing:
    """One use of a source: a footnote that is a citation (`n` its number, `key` ''), or `[@key]` (`n` 0, `text` '').

    The index in `Rendered.citations` is the number in the placeholder `cite:N`.
    """

    n: int
    label: str
    key: str
    text: str
    url: str
    doi: str
    isbn: str
    locator: str
    sentence: str
    section: str
    section_id: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered body. `refused` is '' or the reason why only the plain text is shown.

    `text` is the whole body as plain text, one line a block; `lead` the first sentences, at most 240 characters.
    """

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[LinkMention, ...] = ()
    citations: tuple[Citing, ...] = ()
    text: str = ""
    lead: str = ""
    refused: str = ""


def to_json(rendered):
    """Return a Rendered as a dict of str, int, None, lists and dicts, ready for json.dumps."""
    return asdict(rendered)


def from_json(data):
    """Return the Rendered that to_json made; raises TypeError or KeyError for anything else."""
    return Rendered(
        html=data["html"],
        headings=tuple(Heading(**item) for item in data["headings"]),
        links=tuple(LinkMention(**item) for item in data["links"]),
        citations=tuple(Citing(**item) for item in data["citations"]),
        text=data["text"],
        lead=data["lead"],
        refused=data["refused"],
    )
