"""What the first migrations say today, for a database that was made when they said a little less."""

from django.db import migrations

INDEX = 'CREATE INDEX entry_index ON wiki_entry (kind, visibility, fold) WHERE deleted_at IS NULL'


def bring_up(apps, schema_editor):
    schema_editor.execute("DROP INDEX IF EXISTS entry_index")
    schema_editor.execute(INDEX)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE wiki_taggedentry ALTER COLUMN name TYPE varchar(255) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("wiki", "0007_draft_forms")]
    operations = [migrations.RunPython(bring_up, migrations.RunPython.noop)]
