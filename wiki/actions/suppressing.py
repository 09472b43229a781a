"""Close parts of a revision (its text, its summary, its author) to all but admins, and show them again."""

from django.db.models import Q

from wiki import policies
from wiki.actions import linking, mentioning, stamping
from wiki.actions.errors import SaveRefused
from wiki.actions.naming import renaming_summaries
from wiki.actions.rights import require_now
from wiki.actions.writing import hold, writing
from wiki.models import Act, Alias, Edit, VisibilityChange
from wiki.search import index

PARTS = ("text", "summary", "author")
TAKEN = {"changes": VisibilityChange, "acts": Act}  # logs that may say the words of a summary once more


class SuppressRefused(SaveRefused):
    """Nothing was suppressed or shown; the message says why."""

    field = "reason"


class ChangedMeanwhile(SuppressRefused):
    """Other parts are suppressed by now than the person saw who decided."""


def reads_suppressed(by):
    """Whether suppressed texts are open to this person; None is the system."""
    return by is None or policies.can_moderate(by)


def refuse_suppressed(entry, numbers, by):
    """Raise SaveRefused when the text of one of these revisions is closed to this person. In a writer's transaction
    nobody suppresses it between this question and the save."""
    if numbers and not reads_suppressed(by):
        closed = Edit.objects.filter(entry=entry.pk, number__in=numbers, text_suppressed=True)
        for number in closed.values_list("number", flat=True)[:1]:
            raise SaveRefused(f"The text of revision {number} was suppressed meanwhile.", field="number")


def parts_of(edit):
    """Return {part: whether it is suppressed} of an Edit."""
    return {part: getattr(edit, f"{part}_suppressed") for part in PARTS}


def suppress(edit, *, by, text=None, summary=None, author=None, reason="", seen=None):
    """Suppress or show the parts of a revision as given; None leaves a part as it is. Returns the Act, None when
    nothing had to be changed.

    With a text go the title it had, the file it came from with its name, and links by these; with a summary its words
    in the logs. All come back when it is shown again. `seen` is what `parts_of` gave when the person decided.
    Raises PermissionDenied; ChangedMeanwhile; SuppressRefused without a reason for what becomes suppressed, for the
    text that stands now, and for an entry that was deleted.
    """
    with writing():
        require_now(policies.can_moderate, by)
        entry = hold(edit.entry_id, SuppressRefused)
        edit = Edit.objects.scoped(private=True).select_related("revision", "version").get(pk=edit.pk)
        before = parts_of(edit)
        if seen is not None and seen != before:
            raise ChangedMeanwhile("Somebody else decided on this revision meanwhile. This is how it is now.")
        given = {"text": text, "summary": summary, "author": author}
        after = {part: before[part] if given[part] is None else given[part] for part in PARTS}
        if after == before:
            return None
        _refuse(entry, edit, before, after, reason)
        Edit.objects.filter(pk=edit.pk).update(**{f"{part}_suppressed": value for part, value in after.items()})
        taken = {}
        if after["summary"] != before["summary"] and edit.revision.comment:
            taken |= _summary_in_logs(entry, edit, after["summary"])
        if after["text"] != before["text"]:
            taken |= _title_in_log(entry, edit, after["text"])
            taken |= _title_in_summaries(entry, edit, after["text"])
            _settle(entry, edit)
        _stamp(entry, edit, taken)
        return Act.objects.create(
            kind=Act.Kind.SUPPRESS,
            entry=entry,
            title=entry.title,  # as it is now: never that of the revision
            number=edit.number,
            details=after | ({"taken": taken} if taken else {}),
            by=by,
            reason=reason,
        )


def _refuse(entry, edit, before, after, reason):
    if after["text"] and not before["text"] and edit.number == entry.number:
        raise SuppressRefused(
            "This text stands on the page now. Save a clean one first; then this one can be suppressed.", field="text"
        )
    if not reason.strip() and any(after[part] and not before[part] for part in PARTS):
        raise SuppressRefused("Say why: the reason is kept on record, and editors read it.")


def _summary_in_logs(entry, edit, close):
    """Take the words of a summary out of the rows of the logs that repeat it, or put them back; returns which."""
    words, taken = edit.revision.comment, {}
    for name, model in TAKEN.items():
        if close:
            rows = model.objects.filter(_of(model, entry), number=edit.number, reason=words)
            taken[name] = list(rows.values_list("pk", flat=True))
        else:
            model.objects.filter(pk__in=_taken(entry, edit, name)).update(reason=words)
    for name, keys in taken.items():
        TAKEN[name].objects.filter(pk__in=keys).update(reason="")
    return {name: keys for name, keys in taken.items() if keys}


def _of(model, entry):
    return Q(entry=entry) | Q(other=entry) if model is Act else Q(entry=entry)


def _title_in_log(entry, edit, close):
    """Let acts on the entry carry its present title where they carry the one of a suppressed text, or put it back."""
    title = edit.version.object_repr
    if not close:
        Act.objects.filter(pk__in=_taken(entry, edit, "titles")).update(title=title)
        return {}
    rows = Act.objects.filter(entry=entry, title=title).exclude(title=entry.title)
    keys = list(rows.values_list("pk", flat=True))
    Act.objects.filter(pk__in=keys).update(title=entry.title)
    return {"titles": keys} if keys else {}


def _title_in_summaries(entry, edit, close):
    """Suppress the summaries that the wiki wrote when this title was given or taken away, on this page and on those
    whose links were rewritten, or show them again; returns which. What people wrote themselves is theirs."""
    if not close:
        Edit.objects.filter(pk__in=_taken(entry, edit, "summaries")).update(summary_suppressed=False)
        return {}
    title = edit.version.object_repr
    if entry.edits.filter(version__object_repr=title, text_suppressed=False).exists():
        return {}
    written = Edit.objects.filter(kind__in=(Edit.Kind.RENAME, Edit.Kind.EDIT), summary_suppressed=False)
    found = written.filter(revision__comment__in=summaries_of(entry, title))
    keys = list(found.values_list("pk", flat=True))
    Edit.objects.filter(pk__in=keys).update(summary_suppressed=True)
    return {"summaries": keys} if keys else {}


def summaries_of(entry, title):
    """Return every summary that a renaming of this entry from or to `title` may have left."""
    titles = entry.edits.order_by().values_list("version__object_repr", flat=True).distinct()
    pairs = [pair for other in titles if other != title for pair in ((title, other), (other, title))]
    return [words for pair in pairs for words in renaming_summaries(*pair)]


def _taken(entry, edit, name):
    acts = Act.objects.filter(kind=Act.Kind.SUPPRESS, entry=entry, number=edit.number)
    return [key for details in acts.values_list("details", flat=True) for key in details.get("taken", {}).get(name, ())]


def _stamp(entry, edit, taken):
    """The pages of the entry, and of those whose revisions have another summary now, show something else; to readers
    those whose revision they see."""
    keys = [edit.pk, *taken.get("summaries", ()), *_taken(entry, edit, "summaries")]
    for key, number, public_from in Edit.objects.filter(pk__in=keys).values_list(
        "entry", "number", "entry__public_from"
    ):
        stamping.own_pages([key], for_readers=public_from is not None and number >= public_from)


def _settle(entry, edit):
    """Let search know, and links and mentions by the title of this revision, or its file's name, lead where they lead
    now."""
    index.index([entry])
    own = Q(text=edit.version.object_repr) | Q(kind=Alias.Kind.PATH)
    names = list(Alias.objects.filter(own, entry=entry, number=edit.number).values_list("text", "fold", "tail"))
    if names:
        moved = linking.relink({form for _, *forms in names for form in forms})
        mentioning.remention([text for text, *_ in names], moved)
