"""A private copy of the database, on which this process works for a while. The live data is read, once, and left alone.

SQLite writes the copy by `VACUUM INTO`. PostgreSQL copies every table into a schema of its own, in one transaction that
sees one moment: a template database would need that nobody is connected. Writers wait for neither. A replica gets the
copy as it gets everything: from there, too, this process reads the copy and never the live data.
"""

import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction


class NoCopy(Exception):
    """No copy could be made; the message says why and what to do."""


@contextmanager
def private_copy():
    """Let the default connection lead to a copy; afterwards to the live database again, and the copy is gone.

    Raises NoCopy. No transaction may be open.
    """
    copies = {"sqlite": _sqlite, "postgresql": _postgresql}
    with copies[connection.vendor]():
        try:
            yield
        finally:
            connection.close()


@contextmanager
def _sqlite():
    folder = Path(tempfile.mkdtemp(prefix="leakcheck-"))
    live = connection.settings_dict["NAME"]
    try:
        copy = folder / "copy.sqlite3"
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(copy)])
        except DatabaseError as error:
            raise NoCopy(f"SQLite could not write a copy into {folder.parent}: {error}. Is there room?") from error
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgresql():
    schema = f"leakcheck_{secrets.token_hex(4)}"
    every = [connections[alias] for alias in settings.DATABASES]
    options = [one.settings_dict["OPTIONS"] for one in every]
    try:
        _fill(schema)
        for one in every:
            one.close()
            one.settings_dict["OPTIONS"] = {**one.settings_dict["OPTIONS"], "options": f"-c search_path={schema}"}
        yield
    finally:
        for one, before in zip(every, options, strict=True):
            one.close()
            one.settings_dict["OPTIONS"] = before
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def _fill(schema):
    name = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"CREATE SCHEMA {schema}")
            tables = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
            for table in map(name, tables):
                cursor.execute(f"CREATE TABLE {schema}.{table} (LIKE {table} INCLUDING ALL)")
                cursor.execute(f"INSERT INTO {schema}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {table}")
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = %s AND is_identity = 'YES'",
                [schema],
            )
            for table, column in cursor.fetchall():
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT max({name(column)}) FROM"
                    f" {schema}.{name(table)}))",
                    [f"{schema}.{name(table)}", column],
                )
    except DatabaseError as error:
        raise NoCopy(
            f"PostgreSQL made no copy: {str(error).strip()}. The copy is a schema in the same database: the role"
            " needs the right CREATE on the database (GRANT CREATE ON DATABASE … TO …), and room for it twice."
        ) from error
