"""Queries whose SQL is made once.

Building and compiling a query costs Django more than a database takes to answer it; the page of an entry asks the
same few questions for every entry. A prepared query is still a queryset: `build` begins with `scoped`, as every
other list does, and what it gives is compiled at its first use.
"""

from typing import NamedTuple

from wiki import replicas

PART = 1024  # values of one statement: well below the number of parameters either database takes
_STANDINS = {int: 2_039_046_117, str: "\ufdd0 a value that no row holds "}


class Prepared:
    """A compiled query. `build(private, *values)` returns a queryset of `values_list`; `make` takes a row's columns.

    The values must reach the SQL as they are: numbers and texts compared with columns, each once or more often.
    Their number may differ from call to call; each number is compiled by itself.
    """

    def __init__(self, build, make):
        self.build, self.make = build, make
        self.compiled = {}

    def __call__(self, private, *values):
        """Return `make(*row)` for every row, in order."""
        connection = replicas.connection()
        key = (private, len(values), connection.vendor)
        question = self.compiled.get(key)
        if question is None:
            question = self.compiled[key] = self._compile(private, [type(value) for value in values])
        parameters = {**question.fixed, **{name: values[index] for name, index in question.places}}
        with connection.cursor() as cursor:
            cursor.execute(question.sql, parameters)
            rows = cursor.fetchall()
        if question.converters:
            rows = [_converted(row, question.converters, connection) for row in rows]
        make = self.make
        return [make(*row) for row in rows]

    def _compile(self, private, kinds):
        standins = [_standin(kind, index) for index, kind in enumerate(kinds)]
        queryset = self.build(private, *standins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        if set(standins) - set(parameters):
            raise ValueError("a prepared query does not use one of its values as it is")
        # Parameters by name: Django then puts them in with `%`, where it would search the SQL for each of a list.
        named = {f"p{number}": item for number, item in enumerate(parameters)}
        places = [(name, standins.index(item)) for name, item in named.items() if item in standins]
        fixed = {name: item for name, item in named.items() if item not in standins}
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return _Question(
            sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in named),
            fixed,
            places,
            [(index, *pair) for index, (functions, column) in converters.items() for pair in _pairs(functions, column)],
        )


class _Question(NamedTuple):
    """SQL with named parameters: those that are always the same, (name, index of a value) of the others, and
    (column, function, expression) of what a database gives in another type than Django does."""

    sql: str
    fixed: dict
    places: list
    converters: list


def _pairs(functions, column):
    return [(function, column) for function in functions]


def _converted(row, converters, connection):
    row = list(row)
    for index, convert, expression in converters:
        if row[index] is not None:
            row[index] = convert(row[index], expression, connection)
    return row


def _standin(kind, index):
    return _STANDINS[int] + index if kind is int else f"{_STANDINS[str]}{index}"


def rows_of(model, build):
    """Return the Prepared question for rows of a model as objects; `build(private, *values)` gives a queryset."""
    names = [field.attname for field in model._meta.concrete_fields]
    return Prepared(
        lambda private, *values: build(private, *values).values_list(*names),
        lambda *row: model.from_db(replicas.alias(), names, row),
    )


def asked(question, values, private=True, *before):
    """Put a Prepared question about any number of values, in parts: one SQL serves up to four times as many. `before`
    are values that stand before them in every part. Returns the rows of all parts."""
    values, rows = list(values), []
    for start in range(0, len(values), PART):
        part = values[start : start + PART]
        room = 1 << ((len(part) - 1).bit_length() + 1 & ~1)  # the power of four that so many fit into
        rows += question(private, *before, *part, *part[:1] * (room - len(part)))
    return rows


def columns(prefix, names):
    """Return lookups with a prefix: columns("source__", ["title"]) → ["source__title"]."""
    return [f"{prefix}{name}" for name in names]
