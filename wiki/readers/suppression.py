"""What suppressing parts of a revision would close, shown before it is done."""

from dataclasses import dataclass, field

from wiki import history
from wiki.actions.suppressing import parts_of
from wiki.models import Act, Edit, Entry
from wiki.readers.revision import suppressions
from wiki.readers.revisions import Eyes, Revision, edits_of, find_revision, link_count
from wiki.rendering.sentences import spans

SHOWN = 10  # other revisions that say the same title
COMPARED = 20  # later revisions that are searched for the same sentences


@dataclass
class SuppressPage:
    """A revision, for an admin: its parts, whether each is suppressed, and what was decided about them before.

    `former_title` is the title it had where that is another one now; `elsewhere` are the numbers of other revisions
    that say it too, in their title or in their summary, with which of the two. `again` are
    the numbers of later revisions that say a sentence which this one added.
    """

    entry: Entry
    edit: Edit
    revision: Revision
    link_count: int
    author: str
    former_title: str = ""
    elsewhere: list[tuple[int, str]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
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
    edits = edits_of(eyes.private, entry.pk).select_related("revision__user", "version")
    edit = edits.get(number=number)
    by = edit.revision.user
    page = SuppressPage(entry, edit, revision, link_count(entry, eyes), by.get_username() if by else "")
    page.acts = suppressions(entry, number)
    page.again = _said_again(entry, edit, edits)
    title = edit.version.object_repr
    if title != entry.title:
        page.former_title = title
        page.elsewhere = list(_elsewhere(edits.exclude(number=number), title))[:SHOWN]
    return page


def _said_again(entry, edit, edits):
    """The numbers of the next revisions, as far as they are not suppressed, with a sentence that this one added."""
    before = history.read_number(entry, edit.number - 1)
    known, body = _words(before.body) if before else "", history.read(edit).body
    sentences = {words for start, end in spans(body) if (words := _words(body[start:end])) and words not in known}
    later = edits.filter(number__gt=edit.number, text_suppressed=False).order_by("number")[:COMPARED]
    said = ((other.number, _words(history.read(other).body)) for other in later) if sentences else ()
    return [number for number, words in said if any(sentence in words for sentence in sentences)]


def _words(text):
    return " ".join(text.split())


def _elsewhere(edits, title):
    for number, named, summary, no_text, no_summary in edits.values_list(
        "number", "version__object_repr", "revision__comment", "text_suppressed", "summary_suppressed"
    ):
        if named == title and not no_text:
            yield number, "title"
        if title in summary and not no_summary:
            yield number, "summary"
