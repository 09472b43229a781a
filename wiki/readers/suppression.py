"""What suppressing parts of a revision would close, shown before it is done."""

from dataclasses import dataclass, field

from wiki.actions.suppressing import parts_of
from wiki.models import Act, Edit, Entry
from wiki.readers.revisions import Eyes, Revision, find_revision, link_count, suppressions, visible_edits

SHOWN = 10  # other revisions that say the same title


@dataclass
class SuppressPage:
    """A revision, for an admin: its parts, whether each is suppressed, and what was decided about them before.

    `former_title` is the title it had where that is another one now; `elsewhere` are the numbers of other revisions
    that say it too, in their title or in their summary, with which of the two.
    """

    entry: Entry
    edit: Edit
    revision: Revision
    link_count: int
    author: str
    former_title: str = ""
    elsewhere: list[tuple[int, str]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    @property
    def suppressed(self):
        """{part: whether it is suppressed}."""
        return parts_of(self.edit)


def suppress_page(entry, number, user):
    """Return the SuppressPage of this revision, None when this person may not know of it."""
    revision = find_revision(entry, number, user)
    if revision is None:
        return None
    eyes = Eyes.of(user)
    edits = visible_edits(entry, eyes).select_related("revision__user", "version")
    edit = edits.get(number=number)
    by = edit.revision.user
    page = SuppressPage(entry, edit, revision, link_count(entry, eyes), by.get_username() if by else "")
    page.acts = suppressions(entry, number)
    title = edit.version.object_repr
    if title != entry.title:
        page.former_title = title
        page.elsewhere = list(_elsewhere(edits.exclude(number=number), title))[:SHOWN]
    return page


def _elsewhere(edits, title):
    for number, named, summary, no_text, no_summary in edits.values_list(
        "number", "version__object_repr", "revision__comment", "text_suppressed", "summary_suppressed"
    ):
        if named == title and not no_text:
            yield number, "title"
        if title in summary and not no_summary:
            yield number, "summary"
