"""Which lines of a text a heading and all that stands under it are. Pure."""

import re
from collections.abc import Iterable

from .rendered import Heading

_LINE_END = re.compile("\r\n?|[\n\u2028\u2029\u0085]")  # each is one line end for the renderer, see markdown.normalise


def find(source: str, headings: Iterable[Heading], id: str) -> tuple[int, int] | None:
    """Return where the section of the heading with this id begins and ends in the source, in characters.

    `headings` are those that the renderer gave for this source. A section goes from its heading to the next heading
    of the same or a higher level. None for an id that no heading has, and for a heading that stands inside a quote,
    a list or a note: what is under it is not a section of the text.
    """
    places = [heading for heading in headings if heading.line >= 0]
    index = next((index for index, heading in enumerate(places) if heading.id == id), None)
    if index is None:
        return None
    heading = places[index]
    starts = [0, *(match.end() for match in _LINE_END.finditer(source))]
    after = (other.line for other in places[index + 1 :] if other.level <= heading.level)
    end = next(after, None)
    return starts[heading.line], len(source) if end is None else starts[end]


def part(source: str, span: tuple[int, int]) -> str:
    """Return the text of a section without the empty lines at its end."""
    return source[slice(*span)].rstrip()


def splice(source: str, span: tuple[int, int], text: str) -> str:
    """Return the source with `text` in the place of a section; the empty lines before the next heading stay.

    A section that is emptied goes with them. `splice(source, span, part(source, span))` is the source.
    """
    begin, end = span
    text = text.rstrip()
    tail = source[begin + len(part(source, span)) : end] if text else ""
    return source[:begin] + text + tail + source[end:]
