"""The tables of the search index. They are no models: what they hold is derived, and its form is that of the database."""

from django.db import migrations

from wiki.search import postgres, spelling, sqlite


def _dialect(schema_editor):
    return sqlite if schema_editor.connection.vendor == "sqlite" else postgres


def create(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        _dialect(schema_editor).create(cursor)
        spelling.create(cursor)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        spelling.drop(cursor)
        _dialect(schema_editor).drop(cursor)


class Migration(migrations.Migration):
    dependencies = [("wiki", "0010_visits")]
    operations = [migrations.RunPython(create, drop)]
