"""What somebody contributed, as far as whoever looks may know of it."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Q

from wiki.models import Edit
from wiki.models.entry import entry_url
from wiki.readers.revisions import Eyes
from wiki.readers.rows import Row

PAGE = 50  # contributions a page


@dataclass(slots=True)
class Contribution:
    """A revision of an entry by this person. `row` names the entry as it is called today; `kind` is '' for a plain
    edit. `suppressed` names parts that readers do not get, for editors."""

    row: Row
    number: int
    url: str
    when: datetime.datetime
    kind: str
    summary: str
    suppressed: tuple[str, ...] = ()


@dataclass
class PersonPage:
    """A page of somebody's contributions, newest first. `older_url` leads to those before them."""

    username: str
    name: str
    contributions: list[Contribution]
    older_url: str = ""
    is_beginning: bool = True


def person_page(username, user, after=""):
    """Return the PersonPage that this user sees, or None: for a name that nobody has, and for somebody of whom they
    see no contribution. People themselves have a page; who manages people may look at everybody's.

    `after` is what `older_url` says; nonsense gives the newest.
    """
    person = get_user_model().objects.filter(username=username).first()
    if person is None:
        return None
    eyes = Eyes.of(user)
    edits = contributions_of(person, eyes)
    mark = _mark(after)
    found = list((edits.filter(_behind(*mark)) if mark else edits).values_list(*_COLUMNS)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if not found and not _may_be_empty(person, user) and not (mark and edits.exists()):
        return None
    page = PersonPage(
        username=person.username,
        name=str(person),
        contributions=[_contribution(eyes, *values) for values in found],
        is_beginning=mark is None,
    )
    if more:
        page.older_url = f"?{urlencode({'after': _written(*found[-1][:4])})}"
    return page


def contributions_of(person, eyes):
    """Edits by this person that these eyes may know to be theirs, newest first.

    The first revision that readers see is a publication to them, by nobody; and one whose author was suppressed is
    nobody's to all but admins.
    """
    edits = Edit.objects.scoped(eyes.private).filter(revision__user=person)
    if not eyes.suppressed:
        edits = edits.filter(author_suppressed=False)
    if not eyes.private:
        edits = edits.with_publication(private=False).filter(is_publication=False)
    return edits.order_by("-revision__date_created", "entry__kind", "entry__slug", "-number")


def _may_be_empty(person, user):
    return user.is_authenticated and (user.pk == person.pk or user.has_perm("wiki.manage_people"))


_COLUMNS = (
    "revision__date_created",
    "entry__kind",
    "entry__slug",
    "number",
    "entry__title",
    "entry__visibility",
    "kind",
    "revision__comment",
    "text_suppressed",
    "summary_suppressed",
    "author_suppressed",
)


def _contribution(eyes, when, kind, slug, number, title, visibility, act, summary, no_text, no_summary, no_author):
    url = entry_url(kind, slug)
    parts = {"text": no_text, "summary": no_summary, "author": no_author}
    return Contribution(
        row=Row(title, url, state="private" if visibility == "private" else "live", kind=kind),
        number=number,
        url=f"{url}history/{number}/",
        when=when,
        kind="" if act == Edit.Kind.EDIT else Edit.Kind(act).label,
        summary=summary if eyes.suppressed or not no_summary else "",
        suppressed=tuple(name for name, is_so in parts.items() if is_so) if eyes.private else (),
    )


# The place in the list of the last one on a page: its moment, kind, slug and number, which are no keys of a table.


def _written(when, kind, slug, number):
    return f"{when.astimezone(datetime.UTC):%Y%m%d%H%M%S%f}-{kind}-{number}-{slug}"


def _mark(text):
    try:
        when, kind, number, slug = text.split("-", 3)
        moment = datetime.datetime.strptime(when, "%Y%m%d%H%M%S%f").replace(tzinfo=datetime.UTC)
        return moment, kind, slug, int(number) if number.isascii() and len(number) < 10 else 0
    except ValueError:
        return None


def _behind(when, kind, slug, number):
    same = Q(entry__slug__gt=slug) | Q(entry__slug=slug, number__lt=number)
    later = Q(entry__kind__gt=kind) | Q(Q(entry__kind=kind), same)
    return Q(revision__date_created__lt=when) | Q(Q(revision__date_created=when), later)
