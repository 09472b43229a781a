"""What waits for a decision about visibility, what was decided, and the log of one entry."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise, zip_longest

from django.db.models import Count, F, Min
from django.utils import timezone

from wiki import history, policies
from wiki.actions.publishing import why_not_undo
from wiki.models import (
    CitationUse,
    Entry,
    Link,
    PublicationRequest,
    TaggedEntry,
    Visibility,
    VisibilityChange,
    sees_private,
)
from wiki.models.entry import entry_url
from wiki.models.moderation import named
from wiki.readers import targets
from wiki.readers.comparing import Comparison, compare
from wiki.readers.markup import markup
from wiki.readers.publication import PublicationPage, publication_page
from wiki.readers.revisions import find_document
from wiki.readers.rows import Row

PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
OLD = timedelta(days=7)  # a request is marked that has waited so long
WAITING = 50  # requests on the page; who decides begins with the oldest
PAGE = 25  # decided requests a page
LOG = 50  # changes of one entry on its page


@dataclass(slots=True)
class Tally:
    """The impact in numbers: links of public pages that light up or go dark, tags, sources, private names."""

    links: int = 0
    tags: int = 0
    citations: int = 0
    private_names: int = 0

    @property
    def counts(self):
        """“3 links”, “1 tag”, … of what comes into view or vanishes, without what is 0."""
        words = (("link", self.links), ("tag", self.tags), ("source", self.citations))
        return [f"{count} {word}{'' if count == 1 else 's'}" for word, count in words if count]

    @property
    def items(self):
        """`counts`, and the private names."""
        said = self.counts
        if self.private_names:
            said.append(f"{self.private_names} private name{'' if self.private_names == 1 else 's'}")
        return said


@dataclass
class QueuedRequest:
    """A request with its entry as a Row, and for one that waits its Tally."""

    request: PublicationRequest
    row: Row
    tally: Tally | None = None

    @property
    def age(self):
        """How long it has waited: “9 days”, “5 hours”, “40 minutes”."""
        waited = timezone.now() - self.request.at
        for unit, length in UNITS.items():
            if waited >= length:
                count = waited // length
                return f"{count} {unit}{'' if count == 1 else 's'}"
        return "less than a minute"

    @property
    def is_old(self):
        return timezone.now() - self.request.at >= OLD


@dataclass
class Queue:
    """Requests that wait, the oldest first, and a page of decided ones, the latest first."""

    waiting: list[QueuedRequest]
    count: int
    decided: list[QueuedRequest] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""


def _waiting(user):
    return _requests(user).filter(decision="")


def _requests(user):
    rows = PublicationRequest.objects.visible_to(user).filter(entry__deleted_at=None)
    return rows.select_related("entry", "by", "decided_by").defer("entry__body", "entry__html", "entry__text")


def queue(user):
    """Return the Queue of what waits, without what was decided."""
    waiting = list(_waiting(user).order_by("at", "pk")[:WAITING])
    count = len(waiting) if len(waiting) < WAITING else _waiting(user).count()
    tallies = tally([asked.entry for asked in waiting])
    return Queue([QueuedRequest(asked, _row(asked.entry), tallies[asked.entry_id]) for asked in waiting], count)


def waiting_unscoped():
    """Return (how many requests wait, since when the oldest does or None), for numbers that tell of no entry."""
    waiting = PublicationRequest.objects.filter(decision="", entry__deleted_at=None)
    found = waiting.aggregate(count=Count("pk"), oldest=Min("at"))
    return found["count"], found["oldest"]


def queue_page(user, number=1):
    """Return the Queue with this page (from 1) of decided requests; a number beyond the end gives the last page."""
    found = queue(user)
    decided = _requests(user).exclude(decision="").order_by("-decided_at", "-pk")
    last = max(1, -(-decided.count() // PAGE))
    number = min(max(1, number), last)
    found.decided = [QueuedRequest(asked, _row(asked.entry)) for asked in decided[(number - 1) * PAGE : number * PAGE]]
    found.previous_url = f"?page={number - 1}" if number > 1 else ""
    found.next_url = f"?page={number + 1}" if number < last else ""
    return found


def find_request(key, user):
    """Return the PublicationRequest with this key, or None."""
    return _requests(user).filter(pk=key).first()


def _row(entry):
    state = "live" if entry.is_public else "private"
    return Row(entry.title, entry_url(entry.kind, entry.slug), state=state, kind=entry.kind)


def tally(entries):
    """Return {entry id: Tally}: what happens when each becomes what it is not."""
    tallies = {entry.pk: Tally() for entry in entries}
    hidden = [entry.pk for entry in entries if not entry.is_public]
    links = Link.objects.scoped(private=False).exclude(kind=Link.Kind.MENTION).order_by()
    light = links.filter(target_all__in=hidden, target_public=None, choice_public=False).values_list("target_all")
    dark = links.filter(target_public__in=tallies.keys() - set(hidden)).exclude(source=F("target_public"))
    named = _secret(hidden).order_by()
    tags = TaggedEntry.objects.filter(content_object__in=tallies).order_by().values_list("content_object")
    citations = CitationUse.objects.filter(entry__in=tallies).order_by().values_list("entry")
    for name, counts in (
        ("links", light.annotate(Count("pk"))),
        ("links", dark.values_list("target_public").annotate(Count("pk"))),
        ("tags", tags.annotate(Count("pk"))),
        ("citations", citations.annotate(Count("citation", distinct=True))),
        ("private_names", named.values_list("source").annotate(Count("target_all", distinct=True))),
    ):
        for key, count in counts:
            setattr(tallies[key], name, count)
    return tallies


@dataclass
class Impact:
    """An entry that would become what it is not, in numbers, with the private names that its text links to."""

    entry: Entry
    tally: Tally
    private_names: list[str]


def impact_of(entries):
    """Return the Impact of each of these entries, for somebody who knows of private ones."""
    tallies, names = tally(entries), {}
    hidden = [entry.pk for entry in entries if not entry.is_public]
    secret = _secret(hidden).exclude(target_all__in=hidden)  # those become public together
    for source, title in secret.order_by("target_all__fold").values_list("source", "target_all__title"):
        names.setdefault(source, {})[title] = None
    return [Impact(entry, tallies[entry.pk], list(names.get(entry.pk, ()))) for entry in entries]


def _secret(hidden):
    """Links of these entries to private ones, which readers would read as plain words."""
    links = Link.objects.filter(source__in=hidden, target_public=None, choice_public=False)
    return links.filter(target_all__visibility=PRIVATE).exclude(source=F("target_all"))


@dataclass
class Changed:
    """A change of visibility in the log of its entry. `what` says it in words, `by` who did it, as far as the viewer
    may know; `can_undo` only of the latest."""

    change: VisibilityChange
    what: str
    by: str = ""
    can_undo: bool = False


def visibility_log(entry, user):
    """Return what was decided about an entry as Changed, the latest first, for somebody who knows of private ones."""
    if not sees_private(user):
        return []
    rows = VisibilityChange.objects.scoped(private=True).filter(entry=entry.pk).select_related("by", "undoes")
    rows = list(rows.with_names(policies.can_moderate(user))[: LOG + 1])
    before = [row.visibility for row in rows[1:]]
    log = [Changed(row, _what(row, was), str(named(row) or "")) for row, was in zip_longest(rows, before)][:LOG]
    if log and policies.can_publish(user):
        log[0].can_undo = not why_not_undo(log[0].change, entry)
    return log


def has_older(log):
    """Whether an entry has changes of visibility behind those of its `visibility_log`."""
    if len(log) < LOG:
        return False
    last = log[-1].change
    return VisibilityChange.objects.scoped(private=True).filter(entry=last.entry_id, pk__lt=last.pk).exists()


def _what(row, before):
    if row.visibility == PRIVATE:
        said = "made private"
    elif before != PUBLIC or row.was_public_from is None:
        said = "made public"
    else:
        said = f"opened from revision {row.public_from} on"
    return f"{said}, taking back a change" if row.undoes_id else said


@dataclass
class Difference:
    """What changed between two revisions of an entry; `comparison` is None where a text is not for the viewer."""

    old: int
    new: int
    comparison: Comparison | None


def difference(entry, number, user):
    """Return the Difference between a revision and the text as it stands, None when there is none to show."""
    if not 0 < number < entry.number:
        return None
    old = find_document(entry, number, user)
    new = history.read_number(entry, entry.number)
    return Difference(number, entry.number, compare(old, new) if old and new else None)


@dataclass
class RequestPage:
    """A request to decide on: the text as it stands, what changed since readers had it last and since it was asked
    for, and the impact. `impact` is None when the entry is by now what is asked for, or it was decided."""

    asked: PublicationRequest
    row: Row
    text: str
    impact: PublicationPage | None
    since_published: Difference | None = None
    since_asked: Difference | None = None
    difference: Difference | None = None


def request_page(key, user, since=0):
    """Return the RequestPage of a request, or None. `since` is the revision that an overtaken form was opened on."""
    asked = _requests(user).defer(None).filter(pk=key).first()
    if asked is None:
        return None
    entry = asked.entry
    links = targets.in_text(targets.outgoing(True, entry.pk))
    page = RequestPage(asked, _row(entry), markup(entry.html, links), None)
    if asked.decision == "" and entry.visibility != asked.visibility:
        page.impact = publication_page(entry, asked.visibility)
    if asked.decision == "":
        page.since_asked = difference(entry, asked.number, user)
        page.difference = difference(entry, since, user)
        if not entry.is_public:
            page.since_published = difference(entry, last_published(entry) or 0, user)
    return page


def last_published(entry):
    """Return the number of the revision that readers had last before the entry became private, or None."""
    rows = VisibilityChange.objects.filter(entry=entry.pk).values_list("visibility", "number")
    for (visibility, number), (before, _) in pairwise(rows):
        if visibility == PRIVATE and before == PUBLIC:
            return number
    return None
