"""Write many rows at once. A model instance a row would cost more than the row.

Nothing is validated here and no signal is sent: the database's constraints alone stand between the caller and the
table. All functions run inside a writer's transaction.
"""

import json
from operator import attrgetter

from django.db import connection
from django.db.models import AutoField, BinaryField, DateField, JSONField
from django.db.models.expressions import RawSQL

_NEEDS_FORM = (BinaryField, DateField, JSONField)  # DateTimeField is a DateField; other values go in as they are


def insert(model, rows):
    """Insert objects that have an attribute for every column of `model` but its automatic key."""
    _insert(model, [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)], rows)


def insert_keyed(model, rows):
    """`insert` that gives each row the automatic key as its attribute `id`, for rows that others refer to."""
    if not rows:
        return
    for row, key in zip(rows, _fresh_keys(model, len(rows)), strict=True):
        row.id = key
    _insert(model, model._meta.local_concrete_fields, rows)


def _insert(model, fields, rows):
    rows = list(rows)
    if not rows:
        return
    columns = [
        [_form(field, row) for row in rows]
        if isinstance(field, _NEEDS_FORM)
        else list(map(attrgetter(field.attname), rows))
        for field in fields
    ]
    names = ", ".join(_quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_quote(model._meta.db_table)} ({names}) VALUES ({places})",
            list(zip(*columns, strict=True)),
        )


def _form(field, row):
    """The value as the database takes it; `auto_now` and `auto_now_add` are set in the row."""
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _fresh_keys(model, count):
    """Return keys that no row of the table has or will be given."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [_quote(table), column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite has one writer, which is this one; the rows themselves move the counter on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + 1 + count)


def update(model, names, rows):
    """Set the columns of these attributes; each row is (key, value, value, …) in the order of `names`."""
    if not rows:
        return
    columns = ", ".join(f"{_quote(model._meta.get_field(name).column)} = %s" for name in names)
    key = _quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_quote(model._meta.db_table)} SET {columns} WHERE {key} = %s",
            [(*values, pk) for pk, *values in rows],
        )


def _quote(name):
    return connection.ops.quote_name(name)


def texts(values):
    """Return an expression for `column__in=` that hands over any number of texts as one parameter."""
    one_by_one = {
        "sqlite": "SELECT value FROM json_each(%s)",
        "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)",
    }
    return RawSQL(one_by_one[connection.vendor], [json.dumps(list(values))])
