"""Queries whose SQL is made once.

Building and compiling a query costs Django more than a database takes to answer it; the page of an entry asks the
same few questions for every entry. A prepared query is still a queryset: `build` begins with `scoped`, as every
other list does, and what it gives is compiled at its first use.
"""

from django.db import connection

_STANDINS = {int: 7_390_046_117, str: "\ufdd0 a value that no row holds "}


class Prepared:
    """A compiled query. `build(private, *values)` returns a queryset of `values_list`; `make` takes a row's columns.

    The values must reach the SQL as they are: numbers and texts compared with columns, each once or more often.
    """

    def __init__(self, build, make):
        self.build, self.make = build, make
        self.compiled = {}

    def __call__(self, private, *values):
        """Return `make(*row)` for every row, in order."""
        key = (private, connection.vendor)
        if key not in self.compiled:
            self.compiled[key] = self._compile(private, [type(value) for value in values])
        sql, parameters, converters = self.compiled[key]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[item.index] if isinstance(item, _Place) else item for item in parameters])
            rows = cursor.fetchall()
        if converters:
            rows = map(self._converted, rows, [converters] * len(rows))
        return [self.make(*row) for row in rows]

    def _compile(self, private, kinds):
        standins = [_standin(kind, index) for index, kind in enumerate(kinds)]
        queryset = self.build(private, *standins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        places = {standin: _Place(index) for index, standin in enumerate(standins)}
        missing = set(standins) - set(parameters)
        if missing:
            raise ValueError("a prepared query does not use one of its values as it is")
        columns = compiler.get_converters([column for column, _, _ in compiler.select])
        return sql, [places.get(item, item) for item in parameters], columns

    @staticmethod
    def _converted(row, converters):
        row = list(row)
        for index, (functions, expression) in converters.items():
            for convert in functions:
                row[index] = convert(row[index], expression, connection)
        return row


class _Place:
    """Where one of the caller's values stands among the parameters."""

    def __init__(self, index):
        self.index = index


def _standin(kind, index):
    return _STANDINS[int] + index if kind is int else f"{_STANDINS[str]}{index}"


def columns(prefix, names):
    """Return lookups with a prefix: columns("source__", ["title"]) → ["source__title"]."""
    return [f"{prefix}{name}" for name in names]
