"""Back up a whole wiki into one file, and restore it into an empty place."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connection
from django.utils import timezone

from wiki import stamps
from wiki.backup import postgresql, sqlite, state
from wiki.backup.archive import BackupRefused, reading, writing

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
KEY = "secret_key"


def backup(path, *, force=False, with_key=False):
    """Write everything that the database holds into the file `path`, as it is at one moment; others may write.

    Returns the manifest. Then the file was read once more and is whole. Raises BackupRefused; `path` is then as it was.
    """
    manifest = {
        "program": state.program(),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
    }
    key = _key_file() if with_key else None
    try:
        with writing(path, manifest, force) as writer:
            DIALECTS[connection.vendor].dump(writer, manifest, Path(path).absolute().parent)
            if key is not None:
                writer.add(KEY, [key.read_bytes()])
        with reading(path):
            return manifest
    except DatabaseError as error:
        raise BackupRefused(f"The database could not be copied: {str(error).strip()}") from error
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}.") from error


def restore(path):
    """Put what a backup holds into the database in use, which must be empty. Returns the manifest.

    Everything is checked before anything is touched. Raises BackupRefused; the database holds then what it held.
    """
    with reading(path) as reader:
        manifest = reader.manifest
        if manifest["database"] != connection.vendor:
            raise BackupRefused(
                f"The backup is of {manifest['database']}, this wiki is on {connection.vendor}. From one database to "
                "another go the texts alone: manage.py export_entries there, manage.py import_entries here."
            )
        state.refuse_unknown(manifest["migrations"])
        try:
            for name in manifest["parts"]:
                for _ in reader.chunks(name):
                    pass
            DIALECTS[connection.vendor].load(reader)
            if KEY in manifest["parts"] and not os.environ.get("SECRET_KEY", "").strip():
                _put_key(b"".join(reader.chunks(KEY)))
        except OSError as error:
            raise BackupRefused(f"The backup could not be restored: {error.strerror}.") from error
    stamps.renew_all()  # what servers keep was made from what was here before
    if isinstance(caches["default"], DatabaseCache):
        caches["default"].clear()  # it counts what happened before
    return manifest


def _key_file():
    path = Path(settings.DATA_DIR) / KEY
    if os.environ.get("SECRET_KEY", "").strip() or not path.exists():
        raise BackupRefused("The key is not in the data folder but in SECRET_KEY. Keep it with the configuration.")
    return path


def _put_key(key):
    path = Path(settings.DATA_DIR) / KEY
    beside = path.with_name(f"{KEY}.{secrets.token_hex(4)}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
    os.replace(beside, path)
