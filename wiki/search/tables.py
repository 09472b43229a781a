"""Which tables are asked, and by which module."""

from django.db import connection

from wiki.search import postgres, sqlite

PUBLIC, ALL = "wiki_search_public", "wiki_search_all"


def dialect():
    """Return the module that speaks to the database in use."""
    return sqlite if connection.vendor == "sqlite" else postgres


def table(private):
    """Return the name of the index for somebody who sees the private set, or for somebody who does not."""
    return ALL if private else PUBLIC
