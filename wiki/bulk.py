"""Write many rows at once. A model instance a row would cost more than the row.

Nothing is validated here and no signal is sent: the database's constraints alone stand between the caller and the
table. All functions run inside a writer's transaction.
"""

import json
from collections import defaultdict, namedtuple
from functools import cache
from itertools import chain
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
    if rows:
        [keys] = fresh_keys([model], len(rows))
        insert_with(keys, model, rows)


def insert_with(keys, model, rows):
    """`insert_keyed` with keys that `fresh_keys` gave."""
    for row, key in zip(rows, keys, strict=True):
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


def _prepared(field, value):
    return field.get_db_prep_save(value, connection) if isinstance(field, _NEEDS_FORM) else value


def fresh_keys(models, count):
    """Return for each of these models so many keys that no row of its table has or will be given, in one question."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            named = [(_quote(model._meta.db_table), model._meta.pk.column) for model in models]
            columns = ", ".join(["nextval(pg_get_serial_sequence(%s, %s))"] * len(models))
            cursor.execute(f"SELECT {columns} FROM generate_series(1, %s)", [*chain.from_iterable(named), count])
            return list(zip(*cursor.fetchall(), strict=True))
        # SQLite has one writer, which is this one; the rows themselves move the counters on.
        places = ", ".join(["%s"] * len(tables))
        cursor.execute(f"SELECT name, seq FROM sqlite_sequence WHERE name IN ({places})", tables)
        last = dict(cursor.fetchall())
        return [range(last.get(table, 0) + 1, last.get(table, 0) + 1 + count) for table in tables]


def update(model, names, rows):
    """Set the columns of these attributes; each row is (key, value, value, …) in the order of `names`."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{_quote(field.column)} = %s" for field in fields)
    key = _quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_quote(model._meta.db_table)} SET {columns} WHERE {key} = %s",
            [(*map(_prepared, fields, values), pk) for pk, *values in rows],
        )


def stored(queryset):
    """Return the rows of a queryset as they are."""
    return [row_of(queryset.model)(*row) for row in every_column(queryset)]


def every_column(queryset):
    """Return the queryset of rows as they are, in no order: to be prepared, and to be made of `row_of`."""
    return queryset.order_by().values_list(*_attributes(queryset.model))


@cache
def row_of(model):
    """Return the named tuple with the attribute of every column of a model."""
    return namedtuple(f"{model.__name__}Row", _attributes(model))


def _attributes(model):
    return [field.attname for field in model._meta.local_concrete_fields]


def exchange(model, held, rows):
    """Put these rows in the place of those that are held (`row_of` the model): a row that is there already
    stays, so that neither the table nor its indexes are written for it. Returns (those that went, those that came)."""
    pk, values = model._meta.pk.attname, _values_of(model)
    stays = defaultdict(list)
    for row in held:
        stays[values(row)].append(row)
    fresh = []
    for row in rows:
        same = stays.get(values(row))
        if same:
            same.pop()
        else:
            fresh.append(row)
    gone = [row for same in stays.values() for row in same]
    if gone:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {_quote(model._meta.db_table)} WHERE {_quote(model._meta.pk.column)} = %s",
                [(getattr(row, pk),) for row in gone],
            )
    insert(model, fresh)
    return gone, fresh


@cache
def _values_of(model):
    """Return the function that gives a row's values, its key left out, as a tuple."""
    return attrgetter(*(field.attname for field in model._meta.local_concrete_fields if not field.primary_key))


def _quote(name):
    return connection.ops.quote_name(name)


def texts(values):
    """Return an expression for `column__in=` that hands over any number of texts as one parameter."""
    return texts_in(json.dumps(list(values)))


def texts_in(array):
    """`texts` of a JSON array, for what is prepared."""
    one_by_one = {
        "sqlite": "SELECT value FROM json_each(%s)",
        "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)",
    }
    return RawSQL(one_by_one[connection.vendor], [array])


def beginnings(models, name, values):
    """Return the set of those texts that stand at the beginning of a value of this indexed column of one of the models,
    before a space.

    As many steps through an index as there are texts, however many rows begin so.
    """
    each, begins = {
        "sqlite": ("json_each(%s)", "{0} >= value || ' ' AND {0} < value || '!'"),  # the sign after a space
        "postgresql": (
            "jsonb_array_elements_text(%s::jsonb) AS each(value)",
            "{0} ~>=~ (value || ' ') AND {0} ~<~ (value || '!')",  # by code point, whatever the collation
        ),
    }[connection.vendor]
    there = [
        f"EXISTS (SELECT 1 FROM {table} WHERE {begins.format(f'{table}.{_quote(model._meta.get_field(name).column)}')})"
        for model in models
        for table in [_quote(model._meta.db_table)]
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {each} WHERE {' OR '.join(there)}", [json.dumps(list(values))])
        return {text for (text,) in cursor.fetchall()}
