"""Find entries by words, among what a person sees: exact titles, exact other names, then by where the words stand."""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models.expressions import RawSQL

from wiki.search.query import Query, Term
from wiki.search.tables import dialect, table
from wiki.search.words import whole_name, words

EXACT = 50  # entries of one name that are put first
EQUAL = 20  # entries behind the last that is asked for, among which those that fit as well are looked for first
NAMED = 5000  # entries with some words in a name that are looked at for suggestions
RANKED = 5000  # entries that are put in order by what is in them; titles and other names are always complete


def indexed():
    """Return a context in which questions for words are answered by the index; several may share one."""
    return dialect().indexed()


@dataclass(frozen=True)
class Hits:
    """Ids of entries, best first, as many as were asked for; `count` of all up to RANKED, `is_more` beyond that."""

    ids: list[int]
    count: int
    is_more: bool


ORDERS = {"best": "", "newest": "changed_at DESC, title_key", "name": "fold, title_key"}


def search(query, private, *, limit, within=None, order="best", total=None):
    """Return the Hits of a Query for somebody who sees the private set, or for somebody who does not.

    `within` is a queryset of entries that are meant; None means all. Nothing is found where a question names nothing.
    `order` is one of ORDERS. `total` is what `count` says of the Query, where that is known.
    """
    total = count(query, private, within) if total is None else total
    if not total:
        return Hits([], 0, False)
    is_many = total > RANKED
    if ORDERS[order]:
        sql, parameters = _fitting(query, private, within)
        ordered = _by_order(sql, order, limit, is_many)
        return Hits([key for (key,) in _ask(ordered, parameters)], min(total, RANKED), is_many)
    exact = _exact(query, private, within)
    condition, parameters = _condition(within)

    # Several words stand together in few small parts: to look for them in names before would be one more way through.
    complete = "names" if is_many and (query.any_of or len(query.terms) == 1) else "small"

    def ranked(most, least):
        return dialect().ranked(table(private), query, condition, parameters, most, least, RANKED, complete)

    ids = _in_order(ranked, limit + len(exact))
    return Hits(list(dict.fromkeys([*exact, *ids]))[:limit], min(total, RANKED), is_many)


def _in_order(ranked, limit):
    """Return at most `limit` ids from `ranked(most, least)`; what is equally good by name: keys of rows would tell
    which of two was there first, in private perhaps."""
    rows = ranked(limit + EQUAL, limit)
    if len(rows) > limit:
        last = rows[limit - 1][0]
        if len(rows) == limit + EQUAL and rows[-1][0] == last:
            rows = ranked(RANKED, limit)
        rows = [row for at, row in enumerate(rows) if at < limit or row[0] == last]
    groups = [[key for _, key in group] for _, group in groupby(rows, key=itemgetter(0))]
    equals = [key for group in groups if len(group) > 1 for key in group]
    place = {key: at for at, key in enumerate(_by_name(equals))}
    return [key for group in groups for key in sorted(group, key=lambda key: place.get(key, 0))][:limit]


def _by_name(ids):
    """Return ids in the order of the entries' names."""
    return _first_by_name(", ".join(["%s"] * len(ids)), ids, len(ids)) if ids else []


def named(text, private, limit):
    """Return at most `limit` ids of entries with all these words in a title or other name, the last as it begins; of
    NAMED entries where more have those before it."""
    found = words(text)
    if not found:
        return []
    *whole, last = found
    sql, parameters = dialect().named(table(private), tuple(Term((word,)) for word in whole), last, NAMED)
    return _first_by_name(f"SELECT id FROM ({sql} LIMIT {NAMED}) AS found", parameters, limit)


def _first_by_name(sql, parameters, limit):
    return [key for (key,) in _ask(_by_order(sql, "name", limit, is_many=False), parameters)]


def citing(private, said, limit, is_many):
    """Return an expression for the ids of at most `limit` entries, by name, that may cite a source with certain words;
    `said` is what `said_of_sources` makes of a Query, and `is_many` whether very many entries fit it. Whoever asks
    compares what the sources are."""
    return RawSQL(_by_order(dialect().entries(table(private), "sources"), "name", limit, is_many), [said])


def _by_order(sql, order, limit, is_many):
    """Return SQL of the first ids that `sql` gives, in one of ORDERS."""
    each = dialect().EACH if is_many else "id"
    return f"SELECT id FROM wiki_entry WHERE {each} IN ({sql}) ORDER BY {ORDERS[order]} LIMIT {limit:d}"


def said_of_sources(query):
    """Return the words of a Query in the database's language, as they stand in sources, of any kind of entry."""
    return dialect().match(replace(query, kinds=()), dialect().PARTS["sources"])


def count(query, private, within=None):
    """Return how many entries fit, up to one more than RANKED."""
    return counts([(query, within)], private)[0] if query else 0


def counts(asked, private):
    """Return what `count` says of each of these (Query, within) that name something, in one question."""
    parts, parameters = [], []
    for query, within in asked:
        sql, more = _fitting(query, private, within)
        parts.append(f"(SELECT count(*) FROM ({sql} LIMIT {RANKED + 1}) AS hits)")
        parameters += more
    return list(_ask(f"SELECT {', '.join(parts)}", parameters)[0]) if parts else []


def is_name(text, private):
    """Whether these words, as `wiki.search.words` makes them, stand side by side in a title or another name."""
    sql, parameters = _fitting(Query(terms=(Term(tuple(text.split())),)), private, part="names")
    return bool(_ask(f"{sql} LIMIT 1", parameters))


def _fitting(query, private, within=None, part=""):
    sql, asked = dialect().fitting(table(private), query, part)
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
    parts, parameters = [], []
    for place, field in enumerate(["title"] if query.in_title else ["title", "aliases"]):
        # Who is called exactly so has all the words.
        sql, more = _fitting(replace(query, terms=(), sign=(field, sign)), private, within)
        parts.append(f"SELECT * FROM (SELECT {place} AS place, id FROM ({sql}) AS fits LIMIT {EXACT}) AS named")
        parameters += more
    named = (
        f"SELECT wiki_entry.id FROM ({' UNION ALL '.join(parts)}) AS named JOIN wiki_entry ON named.id = wiki_entry.id"
    )
    return [key for (key,) in _ask(f"{named} ORDER BY place, {ORDERS['name']}", parameters)]


def _ask(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
