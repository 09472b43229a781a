"""Names sort by their letters' numbers on PostgreSQL too, whatever the database's own order is.

SQLite and Python compare so; pages of a list begin where the last one ended, so all three must agree.
"""

from django.db import migrations

COLUMNS = {
    "wiki_entry": {"slug": 255, "title_key": 765, "fold": 765, "base": 765, "tail": 765},
    "wiki_alias": {"key": 765, "fold": 765, "tail": 765},
    "wiki_link": {"fold": 765},
    "wiki_tag": {"name": 255, "slug": 255},
    "wiki_taggedentry": {"name": 255},
    "wiki_citation": {"key": 120},
}


def set_order(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in COLUMNS.items():
        changes = ", ".join(f'ALTER COLUMN {name} TYPE varchar({size}) COLLATE "C"' for name, size in columns.items())
        schema_editor.execute(f"ALTER TABLE {table} {changes}")


class Migration(migrations.Migration):
    dependencies = [("wiki", "0002_roles")]
    operations = [migrations.RunPython(set_order, migrations.RunPython.noop)]
