"""What a person was told."""

from dataclasses import dataclass

from wiki.models import Notice
from wiki.models.entry import entry_url
from wiki.readers.rows import Row

PAGE = 50


@dataclass
class Told:
    """A notice with its entry as a Row, None for one about no entry."""

    notice: Notice
    row: Row | None


@dataclass
class NoticesPage:
    rows: list[Told]
    unseen: int
    previous_url: str = ""
    next_url: str = ""


def notices_page(user, number=1):
    """Return the page of somebody's notices with this number (from 1), the latest first; a number beyond the end
    gives the last page. Notices about entries that they may not know of any more are left out."""
    rows = Notice.objects.visible_to(user).order_by("-at", "-pk")
    last = max(1, -(-rows.count() // PAGE))
    number = min(max(1, number), last)
    part = rows.select_related("entry", "by").defer("entry__body", "entry__html", "entry__text")
    return NoticesPage(
        rows=[Told(notice, _row(notice.entry)) for notice in part[(number - 1) * PAGE : number * PAGE]],
        unseen=rows.filter(seen_at=None).count(),
        previous_url=f"?page={number - 1}" if number > 1 else "",
        next_url=f"?page={number + 1}" if number < last else "",
    )


def _row(entry):
    if entry is None:
        return None
    state = "live" if entry.is_public else "private"
    return Row(entry.title, entry_url(entry.kind, entry.slug), state=state, kind=entry.kind)
