"""Write many rows of derived data at once. A model instance a row would cost more than the row."""

from operator import attrgetter

from django.db import connection


def insert(model, rows):
    """Insert objects that have an attribute for every column of `model` but its automatic key.

    For tables of derived rows: nothing is validated here, and no keys are returned.
    """
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    values = attrgetter(*names)
    rows = [values(row) for row in rows]
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields if not field.primary_key)
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", rows)


def update(model, names, rows):
    """Set the columns of these attributes; each row is (key, value, value, …) in the order of `names`."""
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(model._meta.get_field(name).column)} = %s" for name in names)
    key = quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s",
            [(*values, pk) for pk, *values in rows],
        )
