"""A revision is a document."""

import pytest
from django.core import serializers
from django.db import connection, models, transaction

from tests.factories import concept, essay, revise
from wiki import history
from wiki.models import Edit, Essay

pytestmark = pytest.mark.django_db


def test_a_revision_holds_the_whole_document_without_visibility():
    entry = essay("On knots", "Text.", author="Rigger", aliases=["Knots"], tags=["rope"], extra="mood: calm\n")
    edit = Edit.objects.get(entry=entry.pk)
    assert history.read(edit) == entry.document()
    assert "visibility" not in edit.version.serialized_data
    assert edit.version.serialized_data.startswith("---\ntitle: On knots\n")


def test_each_save_writes_one_revision_one_version_one_edit(eda):
    entry = concept("Hawser", "One.")
    for text in ("Two.", "Three."):
        revise(entry, body=text, by=eda)
    edits = list(Edit.objects.filter(entry=entry.pk).select_related("version", "revision"))
    assert [edit.number for edit in edits] == [3, 2, 1]
    assert [history.read(edit).body for edit in edits] == ["Three.", "Two.", "One."]
    assert len({edit.revision_id for edit in edits}) == len({edit.version_id for edit in edits}) == 3
    assert [edit.size for edit in edits] == [6, 4, 4]


def test_record_needs_a_transaction(transactional_db):
    entry = concept("Hawser")
    with pytest.raises(transaction.TransactionManagementError):
        history.record(entry, by=None)


@pytest.mark.django_db(transaction=True)
def test_an_old_document_opens_after_a_column_was_renamed():
    entry = essay("On knots", "Text.", author="Rigger")
    edit = Edit.objects.get(entry=entry.pk)
    old = Essay._meta.get_field("author")
    new = models.CharField(max_length=255, blank=True)
    new.set_attributes_from_name("writer")
    new.model = Essay
    with connection.schema_editor() as editor:
        editor.alter_field(Essay, old, new)
    try:
        assert history.read(Edit.objects.select_related("version").get(pk=edit.pk)).author == "Rigger"
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Essay, new, old)


def test_the_serializer_gives_documents_and_refuses_to_save():
    entry = concept("Hawser", "One.")
    text = serializers.serialize("document", [entry])
    [restored] = serializers.deserialize("document", text)
    assert (restored.document.title, restored.document.body) == ("Hawser", "One.")
    with pytest.raises(NotImplementedError):
        restored.save()
