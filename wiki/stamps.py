"""Stamps: by which number it is told whether what was kept of a page is what it would show now.

A key names what can be shown: `concept:<slug>`, `essay:<slug>`, `lists` (every page that gathers entries), `site` (what
stands on all pages). What members see, who may know of private entries, has keys of its own, which begin with `m:`.
Both are written by `wiki.actions.stamping`, in the transaction of the change, so data and number come into view in one
step; whoever reads the number before everything else can keep what they made of it under that number.
"""

import json
from secrets import randbits

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

MEMBERS = "m:"
LISTS, SITE = "lists", "site"

_READ = {
    "sqlite": "SELECT key, token FROM wiki_stamp WHERE key IN (?, ?)",
    "postgresql": b"SELECT key, token FROM wiki_stamp WHERE key IN ($1, $2)",
}
_RENEW = {
    "sqlite": "SELECT value, %s FROM json_each(%s) WHERE true",
    "postgresql": "SELECT value, %s FROM jsonb_array_elements_text(%s::jsonb) AS keys(value)",
}


def key_of(kind, slug):
    """Return the key of an entry's page."""
    return f"{kind}:{slug}"


def tokens(key):
    """Return the tokens of a page and of what stands on all pages, as a comparable value; () for none yet.

    One question past all that Django does around one, read to its end: a cursor left half read would go on seeing the
    database as it was. Raises django.db.Error.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with connection.wrap_database_errors:
            return tuple(connection.connection.execute(_READ["sqlite"], (key, SITE)).fetchall())
    with connection.wrap_database_errors:
        result = connection.connection.pgconn.exec_params(_READ["postgresql"], [key.encode(), SITE.encode()])
    if result.status != 2:  # PGRES_TUPLES_OK
        raise OperationalError(result.error_message.decode(errors="replace"))
    return tuple((result.get_value(row, 0), result.get_value(row, 1)) for row in range(result.ntuples))


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
