"""What an import reads from one file, before anything is compared or written. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """Something that the person importing should know; `line` and `column` count from 1, 0 means the whole file."""

    level: str  # info | warning | error
    text: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """What the person importing says about all files (`type`, `map_publish`) or about a single one (the rest)."""

    type: str = ""  # concept | essay, against what the file says
    title: str = ""
    author: str = ""
    source_url: str = ""
    published: str = ""
    map_publish: str = ""  # a publishing key whose true (for `draft`: false) counts as `visibility: public`


@dataclass(slots=True)
class Record:
    """One file, read. `path` is relative to the import root, with `/`, the same in a folder and in its zip.

    `marked` is what the file says about visibility, lower-cased, '' when it says nothing; nothing becomes
    public by it alone. `raw` holds the original bytes and `sha256` their digest in hex.
    """

    path: str
    kind: str = "concept"  # concept | essay | redirect | skipped | failed
    title: str = ""
    guessed: bool = False  # the title was made from the first words
    marked: str = ""
    body: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    author: str = ""
    publication: str = ""
    published: str = ""
    source_url: str = ""
    extra: str = ""
    raw: bytes = b""
    sha256: str = ""
    format: str = ""  # garden | mediawiki | essay
    redirect_to: str = ""
    publish_values: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    stored_as_text: bool = False  # front matter that cannot be read stands in the body, as it was
    load: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)  # the original bytes once more

    def say(self, level, text, line=0, column=0):
        """Add a message."""
        self.messages.append(Message(level, text, line, column))


def skipped(path, why):
    """Return the record of a file that is no entry."""
    return Record(path, kind="skipped", messages=[Message("info", why)])


def failed(path, why, level="error"):
    """Return the record of a file that could not be read."""
    return Record(path, kind="failed", messages=[Message(level, why)])
