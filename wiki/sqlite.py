"""Put a current SQLite in place of the interpreter's own, before Django opens a database."""

import sqlite3
import sys

# SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections commit and checkpoint
# at once (https://sqlite.org/wal.html#walresetbug); the fix is in 3.51.3.
SAFE = (3, 51, 3)


def modernise():
    """Make `import sqlite3` mean the pysqlite3 wheel where the interpreter's SQLite is older than SAFE.

    Without a wheel nothing changes; `wiki.checks` then warns.
    """
    if sqlite3.sqlite_version_info >= SAFE:
        return
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def version():
    """The version in use, as a tuple of ints."""
    return sys.modules["sqlite3"].sqlite_version_info
