"""Stamps: by which number it is told whether what was kept of a page is what it would show now.

A key names what can be shown: `concept:<slug>`, `essay:<slug>`, `lists` (every page that gathers entries), `site` (what
stands on all pages). What members see, who may know of private entries, has keys of its own, which begin with `m:`.
Both are written by `wiki.actions.stamping`, in the transaction of the change, so data and number come into view in one
step; whoever reads the number before everything else can keep what they made of it under that number.
"""

import json
from secrets import randbits

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from wiki import replicas

MEMBERS = "m:"
LISTS, SITE = "lists", "site"
TUPLES = 2  # libpq's PGRES_TUPLES_OK

# A stamp's place stays empty until something is changed: two columns, each a look at a primary key.
TWO_TOKENS = "(SELECT token FROM wiki_stamp WHERE key = {}), (SELECT token FROM wiki_stamp WHERE key = {})"
_READ = {"sqlite": f"SELECT {TWO_TOKENS.format('?', '?')}", "postgresql": f"SELECT {TWO_TOKENS.format('$1', '$2')}"}
_RENEW = {
    "sqlite": "SELECT value, %s FROM json_each(%s) WHERE true",
    "postgresql": "SELECT value, %s FROM jsonb_array_elements_text(%s::jsonb) AS keys(value)",
}


def key_of(kind, slug):
    """Return the key of an entry's page."""
    return f"{kind}:{slug}"


def site_of(key):
    """Return the key of what stands on all pages, for whom this key is."""
    return MEMBERS + SITE if key.startswith(MEMBERS) else SITE


def tokens(key, alias=None):
    """Return the tokens of a page and of what stands on all pages, as a comparable value, by the database that is read
    or that of this alias. Raises django.db.Error."""
    return ask(_READ, [key, site_of(key)], alias)


def of_lists(alias):
    """Return the stamp of all that readers may see, by the database of this alias. Raises django.db.Error."""
    return tokens(LISTS, alias)


def ask(questions, values, alias=None):
    """Return the one row that SQL of each database gives for these values, () for none.

    Past all that Django does around a question, which costs more than the answer. It is read to its end: a cursor left
    half read would go on seeing the database as it was. Raises django.db.Error.
    """
    connection = connections[alias or replicas.alias()]
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            rows = connection.connection.execute(questions["sqlite"], values).fetchall()
            return rows[0] if rows else ()
        question = questions["postgresql"].encode()
        result = connection.connection.pgconn.exec_params(question, [str(value).encode() for value in values])
    if result.status != TUPLES:
        raise OperationalError(result.error_message.decode(errors="replace"))
    return tuple(result.get_value(0, column) for column in range(result.nfields)) if result.ntuples else ()


def renew(keys):
    """Give these pages a new number. Runs inside the transaction that changes what they show."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO wiki_stamp (key, token) {_RENEW[connection.vendor]} "
            "ON CONFLICT (key) DO UPDATE SET token = excluded.token",
            [randbits(62), json.dumps(sorted(keys))],
        )


def renew_all():
    """Give every page a new number. For settings.NAMES_CHANGED: people are named wherever they wrote."""
    renew([SITE, MEMBERS + SITE])
