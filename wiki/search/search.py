"""Find entries by words, among what a person sees: exact titles, exact other names, then by where the words stand."""

from dataclasses import dataclass, replace

from django.db import connection

from wiki.search.query import Query, Term
from wiki.search.tables import dialect, table
from wiki.search.words import whole_name

EXACT = 50  # entries of one name that are put first
RANKED = 5000  # entries that are put in order by their texts; titles and other names are always complete


@dataclass(frozen=True)
class Hits:
    """Ids of entries, best first, as many as were asked for; `count` of all up to RANKED, `is_more` beyond that."""

    ids: list[int]
    count: int
    is_more: bool


def search(query, private, *, limit, within=None):
    """Return the Hits of a Query for somebody who sees the private set, or for somebody who does not.

    `within` is a queryset of entries that are meant; None means all. Nothing is found where a question names nothing.
    """
    total = count(query, private, within)
    if not total:
        return Hits([], 0, False)
    exact = _exact(query, private, within)
    condition, parameters = _condition(within)
    is_many = total > RANKED
    ids = dialect().ranked(table(private), query, condition, parameters, limit + len(exact), RANKED, is_many)
    return Hits(list(dict.fromkeys([*exact, *ids]))[:limit], min(total, RANKED), is_many)


def count(query, private, within=None, named=False):
    """Return how many entries fit, up to one more than RANKED; with `named`, by a title or other name."""
    if not query:
        return 0
    sql, parameters = _fitting(query, private, within, named)
    return _ask(f"SELECT count(*) FROM ({sql} LIMIT {RANKED + 1}) AS hits", parameters)[0][0]


def is_name(text, private):
    """Whether these words, as `wiki.search.words` makes them, stand side by side in a title or another name."""
    sql, parameters = _fitting(Query(terms=(Term(tuple(text.split())),)), private, named=True)
    return bool(_ask(f"{sql} LIMIT 1", parameters))


def _fitting(query, private, within=None, named=False):
    sql, asked = dialect().fitting(table(private), query, named)
    condition, parameters = _condition(within)
    return f"SELECT id FROM ({sql}) AS hit WHERE true{condition}", [*asked, *parameters]


def _condition(within):
    if within is None:
        return "", []
    sql, parameters = within.order_by().values("pk").query.sql_with_params()
    return f" AND id IN ({sql})", list(parameters)


def _exact(query, private, within):
    """Return the ids of entries that have exactly this title or other name, titles first, as far as they fit."""
    sign = whole_name(query.name) if query.terms else ""
    if not sign:
        return []
    fields = ["title"] if query.in_title else ["title", "aliases"]
    return [key for field in fields for (key,) in _ask(*_named(replace(query, sign=(field, sign)), private, within))]


def _named(query, private, within):
    sql, parameters = _fitting(query, private, within)
    return f"{sql} ORDER BY id LIMIT {EXACT}", parameters


def _ask(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
