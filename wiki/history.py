"""History: every revision of an entry is its document, kept by django-reversion. Nothing else imports reversion.

The module is also the Django serializer called "document" (SERIALIZATION_MODULES): the serialised form of an entry
is its Markdown file with front matter, so that a revision does not depend on the columns of a table.
"""

from dataclasses import dataclass

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core.serializers import base
from django.db import transaction
from django.utils import timezone
from reversion.models import Revision, Version

from wiki.bulk import fresh_keys, insert_with, update
from wiki.document.document import Document, parse, write
from wiki.models import Concept, Edit, Entry, Essay

FORMAT = "document"
_TABLES = (Revision, Version, Edit)  # a row of each is a revision


@dataclass(frozen=True)
class Change:
    """What `record` needs to know of one saved entry."""

    entry: Entry
    document: Document
    kind: str = Edit.Kind.EDIT
    base: int = 0
    summary: str = ""


def register():
    """Tell reversion about the models it keeps, and in which form."""
    for model in (Concept, Essay):
        if not reversion.is_registered(model):
            reversion.register(model, format=FORMAT, follow=(), fields=["title"])


def record(entry, *, by, summary="", kind=Edit.Kind.EDIT, base=0, document=None):
    """Write the entry's current state as its next revision and return the Edit.

    Must run inside `transaction.atomic`, after the entry was saved; `entry.number` is raised and saved.
    `by` is a user, or None for the system.
    """
    change = Change(entry, document or entry.document(), kind, base, summary)
    return record_many([change], by=by)[0]


def record_many(changes, *, by):
    """`record` for several entries at once: one Revision, Version and Edit each. Returns the Edits in order."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("history.record needs the transaction that saves the entry")
    if not changes:
        return []
    now = timezone.now()
    keys = dict(zip(_TABLES, fresh_keys(_TABLES, len(changes)), strict=True))
    revisions = [Revision(date_created=now, user=by, comment=change.summary) for change in changes]
    insert_with(keys[Revision], Revision, revisions)
    versions = [
        Version(
            revision=revision,
            object_id=str(change.entry.pk),
            content_type=_content_type(change.entry.kind),
            db=connection.alias,
            format=FORMAT,
            serialized_data=write(change.document),
            object_repr=change.document.title,
        )
        for change, revision in zip(changes, revisions, strict=True)
    ]
    insert_with(keys[Version], Version, versions)
    edits = []
    for change, revision, version in zip(changes, revisions, versions, strict=True):
        entry = change.entry
        entry.number += 1
        edits.append(
            Edit(
                entry_id=entry.pk,
                number=entry.number,
                base=change.base,
                kind=change.kind,
                visibility=entry.visibility,
                size=len(change.document.body.encode()),
                revision=revision,
                version=version,
            )
        )
    update(Entry, ["number"], [(change.entry.pk, change.entry.number) for change in changes])
    insert_with(keys[Edit], Edit, edits)
    return edits


def read(edit):
    """Return the Document that this revision kept."""
    return parse(edit.version.serialized_data)


def read_number(entry, number, *, suppressed=True):
    """Return the Document of the entry's revision with this number, None when there is none. Without `suppressed`
    there is none either where the text was suppressed."""
    edit = Edit.objects.scoped(private=True).filter(entry=entry, number=number).select_related("version").first()
    return read(edit) if edit and (suppressed or not edit.text_suppressed) else None


def kept():
    """Return the queryset of every text that was kept of an entry."""
    return Version.objects.filter(content_type__in=[_content_type(kind) for kind in Entry.Kind.values])


def forget(entry):
    """Delete every revision of an entry for good, with its text. Runs inside a writer's transaction."""
    Revision.objects.filter(edit__entry=entry.pk).delete()


def _content_type(kind):
    return ContentType.objects.get_for_model(Concept if kind == Entry.Kind.CONCEPT else Essay)


class Serializer(base.Serializer):
    """Entries as documents; several are divided by a form feed."""

    internal_use_only = True

    def serialize(self, queryset, **options):
        self.text = "\f".join(write(entry.document()) for entry in queryset)
        return self.text

    def getvalue(self):
        return self.text


def Deserializer(stream_or_string, **options):
    """Yield one object a document. Saving it is refused: restoring is an edit like any other."""
    text = stream_or_string if isinstance(stream_or_string, str) else stream_or_string.read()
    for part in text.split("\f"):
        yield DocumentObject(parse(part))


class DocumentObject(base.DeserializedObject):
    def __init__(self, document):
        model = Concept if document.kind == Entry.Kind.CONCEPT else Essay
        super().__init__(model(title=document.title, kind=document.kind, body=document.body))
        self.document = document

    def save(self, *args, **kwargs):
        raise NotImplementedError("A revision is restored by wiki.actions, never by its serializer.")
