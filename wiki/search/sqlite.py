"""Full text on SQLite: two FTS5 tables (https://sqlite.org/fts5.html), one of public texts and one of all.

bm25 counts over a whole table, so private texts have one of their own: they move no public hit. The tables keep their
words: those without content (contentless_delete) go on counting rows that were deleted, and what was public once would
move public hits. Words come in as `wiki.search.words` makes them, with a space between.
"""

from contextlib import nullcontext

from django.db import connection

from wiki.search.query import Query, Term
from wiki.search.words import beginnings

FIELDS = ("title", "aliases", "tags", "people", "sources", "lead", "body")
PARTS = {
    "": "",
    "names": "{title aliases}",
    "sources": "sources",
    "small": "{title aliases tags people sources lead}",
}
# A word of the title weighs so much that no number of them in a text outweighs it; bm25 is bounded above.
WEIGHTS = "1000.0, 300.0, 60.0, 60.0, 10.0, 30.0, 1.0"
# With this in place of `id`, entries are gone through in their order and looked for among the hits: where these are
# many, that is sooner done than to read each of them.
EACH = "+id"
_ALL_SIGNS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"  # only spaces divide words


def create(cursor):
    """Make the tables of the index."""
    for name in ("public", "all"):
        cursor.execute(
            f'CREATE VIRTUAL TABLE wiki_search_{name} USING fts5({", ".join(FIELDS)}, tokenize="{_ALL_SIGNS}")'
        )


def drop(cursor):
    """Take the tables away."""
    for name in ("public", "all"):
        cursor.execute(f"DROP TABLE wiki_search_{name}")


def put(table, rows):
    """Write rows of (entry id, texts of FIELDS), in place of those that are there."""
    places = ", ".join(["%s"] * (1 + len(FIELDS)))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT OR REPLACE INTO {table} (rowid, {', '.join(FIELDS)}) VALUES ({places})", rows)


def remove(table, ids):
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(key,) for key in ids])


def differing(table, rows):
    """Return the ids of those of these rows (as `put` takes them) that are not stored so."""
    places = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, {', '.join(FIELDS)} FROM {table} WHERE rowid IN ({places})", [row[0] for row in rows]
        )
        stored = {row[0]: row for row in cursor.fetchall()}
    return {row[0] for row in rows if stored.get(row[0]) != tuple(row)}


def fitting(table, query, part=""):
    """Return (SQL, parameters) of the column `id` of all entries that fit, by their "names" or "sources" alone."""
    return entries(table), [match(query, PARTS[part])]


def entries(table, part=""):
    """Return the SQL of the column `id` of entries that fit what `match` makes of a Query and one of the PARTS."""
    # `+`: with a list of ids beside it, FTS5 would be asked again for each of them.
    return f"SELECT +rowid AS id FROM {table} WHERE {table} MATCH %s"


def named(table, terms, last, most):
    """Return (SQL, parameters) of the column `id` of entries whose names have these Terms and a word that begins like
    `last`: of `most` entries that have the Terms, where there are any."""
    if not terms:
        return fitting(table, Query(terms=(Term((last,), prefix=True),)), "names")
    # FTS5 would gather all texts that have a word of this beginning, to find few names.
    begins, stems = beginnings(last)
    looked_for = [f" {begins}", *(f" {stem} " for stem in stems)]
    sql = f"SELECT +rowid AS id, ' ' || title || ' ' || aliases || ' ' AS names FROM {table} WHERE {table} MATCH %s"
    begin_so = " OR ".join(["instr(names, %s) > 0"] * len(looked_for))
    return (
        f"SELECT id FROM ({sql} LIMIT {most:d}) AS named WHERE {begin_so}",
        [match(Query(terms=terms), PARTS["names"]), *looked_for],
    )


def standing(table, stems, most):
    """Return {stem: entries that have it, `most` at most} of those of these words, letters alone, that any has."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked(stem) AS (VALUES {', '.join(['(%s)'] * len(stems))}), found AS (SELECT stem, "
            f"(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH '\"' || stem || '\"' LIMIT %s)) AS uses "
            "FROM asked) SELECT stem, uses FROM found WHERE uses > 0",
            [*stems, most],
        )
        return dict(cursor.fetchall())


def ids_in(cursor, table):
    """Return the ids of all rows."""
    cursor.execute(f"SELECT rowid FROM {table}")
    return {key for (key,) in cursor.fetchall()}


def indexed():
    """Ask the index for words, as SQLite does by itself."""
    return nullcontext()


def ranked(table, query, condition, parameters, limit, least, most, complete="small"):
    """Return at most `limit` rows (score, id) of entries that fit, best first: by their names, by all but their body,
    by all. Of each only where those before are fewer than `least`, and at most `most`; those that fit by the part
    `complete`, or less, stand there completely. `condition` and its parameters say more of the column `id`."""
    found = {}
    # bm25 asks for the length of every text that it weighs: of most hits only where few fit by more.
    parts = {"names": ["names", "small"], "small": ["small"]}[complete] if query.terms else []
    for place, part in enumerate([*parts, ""]):
        if len(found) < least:
            weighed = -1 if part == complete else most
            for score, key in _ranked(table, match(query, PARTS[part]), condition, parameters, limit, weighed):
                found.setdefault(key, (place, score))
    return [(score, key) for key, score in found.items()][:limit]


def _ranked(table, fts, condition, parameters, limit, most):
    condition = condition.replace(" AND id IN ", " AND +rowid IN ")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT score, id FROM (SELECT rowid AS id, bm25({table}, {WEIGHTS}) AS score FROM {table} "
            f"WHERE {table} MATCH %s{condition} LIMIT %s) AS found ORDER BY score, id LIMIT %s",
            [fts, *parameters, most, limit],
        )
        return cursor.fetchall()


def match(query, columns=""):
    """Return a Query in the language of FTS5. Words hold no quotation mark, so nothing in them has a meaning here."""
    inside = (" OR " if query.any_of else " AND ").join(map(_term, query.terms))
    columns = "title" if query.in_title else columns
    parts = [f"{columns} : ({inside})" if columns else f"({inside})"] if inside else []
    if query.sign:
        parts.append('{} : "{}"'.format(*query.sign))
    parts += [_tag(slug) for slug in query.tags]
    if query.kinds:
        parts.append("tags : (" + " OR ".join(f'"kind:{kind}"' for kind in query.kinds) + ")")
    parts += [f'people : "by:{word}"' for name in query.authors for word in name]
    wanted = " AND ".join(parts)
    refused = [*map(_term, query.without), *map(_tag, query.without_tags)]
    return f"({wanted}) NOT ({' OR '.join(refused)})" if refused else wanted


def _tag(slug):
    return 'tags : "tag:{}"'.format(slug.replace('"', ""))


def _term(term):
    if not term.prefix:
        return f'"{" ".join(term.stems)}"'
    *first, last = term.words
    begins, cut = beginnings(last)
    if first:
        return f'"{" ".join([*term.stems[:-1], begins])}" *'
    return "(" + " OR ".join([f'"{begins}" *', *(f'"{word}"' for word in cut)]) + ")"
