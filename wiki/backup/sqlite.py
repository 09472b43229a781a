"""SQLite: the backup is the database file, copied at one moment while others write."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, connection

from wiki.backup import state
from wiki.backup.archive import CHUNK, BackupRefused, sync_folder

PART = "database.sqlite3"


def dump(writer, manifest, folder):
    """Write the database. `folder` has room for a copy of it, which is gone at the end."""
    with _beside(folder) as copy:
        copy.touch(mode=0o600)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with _working_on(copy):
            _refuse_damaged()
            with connection.cursor() as cursor:
                manifest["rows"] = state.counts(cursor)
            manifest["migrations"] = state.applied()
        writer.add(PART, _chunks(copy))


def load(reader):
    """Put the database of the backup in the place of an empty one, once all of it is known to be sound."""
    if connection.is_in_memory_db():
        raise BackupRefused("The database is in memory; a backup is restored into a file.")
    target = Path(connection.settings_dict["NAME"])
    state.refuse_occupied()
    connection.close()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _beside(target.parent) as copy:
        with open(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in reader.chunks(PART):
                file.write(chunk)
        with _working_on(copy):
            _refuse_damaged()
            state.refuse_other_counts(reader.manifest["rows"])
            state.bring_up_to_date()
        with open(copy, "rb") as file:
            os.fsync(file.fileno())
        _let_go(target)
        os.replace(copy, target)
        sync_folder(target.parent)


def _let_go(target):
    """Make sure that nobody has the empty database open; a log that was left beside it would spoil the new one."""
    if target.exists():
        try:
            with closing(sqlite3.connect(target, timeout=2)) as empty:
                empty.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise BackupRefused(f"{target} is in use ({error}). Stop the wiki first.") from error
    for end in ("-wal", "-shm"):
        if target.with_name(target.name + end).exists():
            raise BackupRefused(f"{target}{end} is there: the database is in use. Stop the wiki first.")


def _refuse_damaged():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        (said,) = cursor.fetchone()
    if said != "ok":
        raise BackupRefused(f"SQLite finds the copy damaged: {said}. See manage.py integrity.")


@contextmanager
def _beside(folder):
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=folder))
    try:
        yield folder / PART
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _working_on(path):
    """Let the connection lead to another file for a while."""
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    except DatabaseError as error:
        raise BackupRefused(f"The copy cannot be read: {error}") from error
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live


def _chunks(path):
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
