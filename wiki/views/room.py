"""Whether there is room to write: on the disk of the database, as it says itself and as the system counts it."""

import errno
import os
from pathlib import Path

from django.db import OperationalError, connection

LEAST = 1024 * 1024  # bytes; with less than this SQLite soon cannot write
_POSTGRESQL, _SYSTEM = "53100", {errno.ENOSPC, errno.EDQUOT}  # what they call a disk that is full


def is_full(error):
    """Whether this exception says that something could not be written for want of room."""
    if isinstance(error, OperationalError):
        if getattr(error.__cause__, "sqlstate", None) == _POSTGRESQL or "disk is full" in str(error):
            return True
        return "disk I/O error" in str(error) and not has_room()  # SQLite, of the file that its processes share
    return isinstance(error, OSError) and error.errno in _SYSTEM


def has_room():
    """Whether anything can be written; True where the database is on a machine of its own, which is not known here."""
    free = free_bytes()
    return free is None or free >= LEAST


def free_bytes():
    """The room on the disk of an SQLite database; None of any other."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return None
    try:
        disk = os.statvfs(Path(connection.settings_dict["NAME"]).parent)
    except (OSError, AttributeError):  # no such folder; a system that does not count
        return None
    return disk.f_bavail * disk.f_frsize
