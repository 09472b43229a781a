"""Lists that are known as a whole and shown a page at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass
class Paging:
    """Where a page stands: `first` and `last` are the numbers of its rows, from 1, among `count`."""

    first: int
    last: int
    count: int
    previous_url: str = ""
    next_url: str = ""


def page_of(items, number, size, **asked):
    """Return (the items of the page with this number, its Paging). A number beyond the end gives the last page.

    `asked` goes on in the addresses of the other pages, where it says something.
    """
    last = max(1, -(-len(items) // size))
    number = min(max(1, number), last)
    here = items[(number - 1) * size : number * size]
    asked = {name: value for name, value in asked.items() if value}

    def url(other):
        return f"?{urlencode({**asked, 'page': other})}"

    start = (number - 1) * size
    return here, Paging(
        first=start + 1 if here else 0,
        last=start + len(here),
        count=len(items),
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < last else "",
    )
