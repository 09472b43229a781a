"""Full text on PostgreSQL: two tables of tsvectors, one of public texts and one of all.

Words come in as `wiki.search.words` makes them, with their positions, so no configuration of the server has a say.
`names` is the small part by which most hits are put in order: title (A), other names (B), subjects, people, sources
and first sentences (C). `words` adds the text (D); it lies outside its row and is read only for hits that have nothing
but the text.
"""

from contextlib import contextmanager, suppress

from django.db import Error, connection, transaction

from wiki.search.query import Query, Term
from wiki.search.words import beginnings

FIELDS = ("title", "aliases", "tags", "people", "sources", "lead", "body")
_WEIGHT = {"title": "A", "aliases": "B", "tags": "C", "people": "C", "sources": "C", "lead": "C", "body": ""}
PARTS = {"": "", "names": "AB", "sources": "C"}
LAST_POSITION = 16_383  # of a tsvector; behind it they begin anew, so that words side by side stay so
MOST_POSITIONS = 255  # of one word; PostgreSQL keeps no more
MOST_BYTES = 900_000  # of a tsvector, which may have 1 MB; rarer words of a longer text are not found
WEIGHTS = "{0.02, 0.1, 0.4, 1.0}"  # of D, C, B, A
EACH = "id"  # the planner knows whether many hits are found sooner by going through the entries in their order
GAP = 10  # positions between two fields, so that no phrase reaches across


def create(cursor):
    """Make the tables of the index."""
    for name in ("public", "all"):
        table = f"wiki_search_{name}"
        cursor.execute(
            f"CREATE TABLE {table} (entry_id bigint PRIMARY KEY, names tsvector NOT NULL, words tsvector NOT NULL)"
        )
        cursor.execute(f"ALTER TABLE {table} ALTER words SET STORAGE EXTERNAL")
        cursor.execute(f"CREATE INDEX {table}_names ON {table} USING gin (names) WITH (fastupdate = off)")
        cursor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off)")


def drop(cursor):
    """Take the tables away."""
    for name in ("public", "all"):
        cursor.execute(f"DROP TABLE wiki_search_{name}")


def put(table, rows):
    """Write rows of (entry id, texts of FIELDS), in place of those that are there."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (entry_id, names, words) VALUES (%s, %s::tsvector, %s::tsvector) "
            "ON CONFLICT (entry_id) DO UPDATE SET names = excluded.names, words = excluded.words",
            [(key, *_vectors(texts)) for key, *texts in rows],
        )


def remove(table, ids):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE entry_id = ANY(%s)", [list(ids)])


def differing(table, rows):
    """Return the ids of those of these rows (as `put` takes them) that are not stored so."""
    found = set()
    with connection.cursor() as cursor:
        for key, *texts in rows:
            cursor.execute(
                f"SELECT 1 FROM {table} WHERE entry_id = %s AND names = %s::tsvector AND words = %s::tsvector",
                [key, *_vectors(texts)],
            )
            if cursor.fetchone() is None:
                found.add(key)
    return found


def _vectors(texts):
    """Return the literals of `names` and `words` for the texts of FIELDS."""
    places, position = {}, 1
    names = ""
    for field, text in zip(FIELDS, texts, strict=True):
        if field == "body":
            names = _literal(places)
        weight = _WEIGHT[field]
        for word in text.split():
            held = places.setdefault(word, [])
            if len(held) < MOST_POSITIONS:
                held.append(f"{position % LAST_POSITION or LAST_POSITION}{weight}")
            position += 1
        position += GAP
    return names, _literal(places)


def _literal(places):
    parts, size = [], 0
    for word, held in places.items():
        size += len(word.encode()) + 4 + 2 * len(held)
        if size > MOST_BYTES:
            break
        parts.append(f"{_quoted(word)}:{','.join(held)}")
    return " ".join(parts)


def _quoted(word):
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def fitting(table, query, part=""):
    """Return (SQL, parameters) of the column `id` of all entries that fit, by their "names" alone; by their "sources"
    those that may."""
    return entries(table, part), [match(query, PARTS[part])]


def entries(table, part=""):
    """Return the SQL of the column `id` of entries that fit what `match` makes of a Query and one of the PARTS."""
    return f"SELECT entry_id AS id FROM {table} WHERE {'names' if part else 'words'} @@ %s::tsquery"


def named(table, terms, last, most):
    """Return (SQL, parameters) of the column `id` of entries whose names have these Terms and a word that begins like
    `last`; of all of them, since the index knows beginnings too."""
    return fitting(table, Query(terms=(*terms, Term((last,), prefix=True))), "names")


def standing(table, stems, most):
    """Return {stem: entries that have it, `most` at most} of those of these words, letters alone, that any has."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Some hundred look-ups in the index; the planner thinks that a table of some hundred rows is read as quickly.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "SELECT stem, uses FROM unnest(%s::text[]) AS stem CROSS JOIN LATERAL (SELECT count(*) AS uses FROM "
            f"(SELECT 1 FROM {table} WHERE words @@ stem::tsquery LIMIT %s) AS hit) AS counted WHERE uses > 0",
            [stems, most],
        )
        found = dict(cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def ids_in(cursor, table):
    """Return the ids of all rows."""
    cursor.execute(f"SELECT entry_id FROM {table}")
    return {key for (key,) in cursor.fetchall()}


@contextmanager
def indexed():
    """Ask the index for words, however many have them: the planner thinks that reading all texts costs as little, since
    it does not know that they lie outside their rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            yield
        finally:
            with suppress(Error):  # of a connection that is gone, or a transaction that takes it back as well
                cursor.execute("RESET enable_seqscan")


def ranked(table, query, condition, parameters, limit, least, most, complete="small"):
    """Return at most `limit` rows (score, id) of entries that fit, best first: those that fit by their small part,
    completely (whatever is to be `complete`), then, where these are fewer than `least`, `most` of the others.
    `condition` and its parameters say more of the column `id`."""
    condition = condition.replace(" AND id IN ", " AND entry_id IN ")
    whole, title, names = match(query), match(query, "A"), match(query, "AB")
    if query.without:  # what is refused may stand in the text
        condition = f" AND words @@ %s::tsquery{condition}"
        parameters = [whole, *parameters]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT names @@ %s::tsquery AS titled, names @@ %s::tsquery AS named, "
            f"ts_rank('{WEIGHTS}', names, %s::tsquery) AS score, entry_id FROM {table} "
            f"WHERE names @@ %s::tsquery{condition} "
            f"ORDER BY titled DESC, named DESC, score DESC, entry_id LIMIT %s",
            [title, names, whole, whole, *parameters, limit],
        )
        found = [((titled, named, score), key) for titled, named, score, key in cursor.fetchall()]
        if len(found) < least:
            cursor.execute(
                f"SELECT ts_rank('{WEIGHTS}', words, %s::tsquery) AS score, id FROM "
                f"(SELECT entry_id AS id, words FROM {table} WHERE words @@ %s::tsquery "
                f"AND NOT names @@ %s::tsquery{condition} LIMIT %s) AS others ORDER BY score DESC, id LIMIT %s",
                [whole, whole, whole, *parameters, most, limit - len(found)],
            )
            found += [((score,), key) for score, key in cursor.fetchall()]
    return found


def match(query, weights=""):
    """Return a Query in the language of tsquery."""
    weights = "A" if query.in_title else weights
    terms = [_term(term, weights) for term in query.terms]
    parts = [f"({' | '.join(terms)})"] if query.any_of and terms else terms
    if query.sign:
        field, word = query.sign
        parts.append(f"{_quoted(word)}:{_WEIGHT[field]}")
    parts += [_quoted(f"tag:{slug}") for slug in query.tags]
    if query.kinds:
        parts.append("(" + " | ".join(_quoted(f"kind:{kind}") for kind in query.kinds) + ")")
    parts += [_quoted(f"by:{word}") for name in query.authors for word in name]
    parts += ["!" + _term(term, "") for term in query.without]
    parts += ["!" + _quoted(f"tag:{slug}") for slug in query.without_tags]
    return " & ".join(parts)


def _term(term, weights):
    mark = f":{weights}" if weights else ""
    if not term.prefix:
        return "(" + " <-> ".join(_quoted(word) + mark for word in term.stems) + ")"
    *first, last = term.words
    begins, cut = beginnings(last)
    begins = f"{_quoted(begins)}:*{weights}"
    if first:
        return "(" + " <-> ".join([*(_quoted(word) + mark for word in term.stems[:-1]), begins]) + ")"
    return "(" + " | ".join([begins, *(_quoted(word) + mark for word in cut)]) + ")"
