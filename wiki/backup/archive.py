"""One file that holds a backup: a zip whose every byte is under a digest.

The parts come first, then `manifest.json` with the sha256 of each; the comment of the zip is the sha256 of all bytes
before it. So a file that was cut, or in which one bit is another, is known before anything of it is used. That is for
accidents: whoever can write the file can write the digest too.
"""

import hashlib
import json
import os
import secrets
import zipfile
from contextlib import contextmanager
from pathlib import Path

FORMAT = "commonplace-backup"
VERSION = 1
MANIFEST = "manifest.json"
DIGEST = 64  # characters at the end of the file
CHUNK = 1024 * 1024
_MARK = b"\0" * DIGEST


class BackupRefused(Exception):
    """Nothing was written, or nothing was restored; the message says why, in one line."""


class Writer:
    """Takes the parts of a backup, one after the other."""

    def __init__(self, archive):
        self._archive, self.parts = archive, {}

    def add(self, name, chunks):
        """Store bytes under a name; `chunks` are its bytes in pieces."""
        digest, size = hashlib.sha256(), 0
        information = zipfile.ZipInfo(name)
        information.compress_type, information.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self._archive.open(information, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        self.parts[name] = {"sha256": digest.hexdigest(), "bytes": size}


@contextmanager
def writing(path, manifest, force=False):
    """Yield a Writer; at the end `path` is there, complete, with mode 0600, or it is as it was before.

    `manifest` is a dictionary that may be filled until then. Raises BackupRefused where `path` is there and not
    `force`, OSError where there is no room or no right.
    """
    path = Path(path)
    _refuse_taken(path, force)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                writer = Writer(archive)
                yield writer
                known = {"format": FORMAT, "version": VERSION, **manifest, "parts": writer.parts}
                archive.writestr(MANIFEST, json.dumps(known, indent=1))
                archive.comment = _MARK
            file.seek(0)
            digest = _digest(file, file.seek(0, os.SEEK_END) - DIGEST)
            file.seek(-DIGEST, os.SEEK_END)
            file.write(digest)
            file.flush()
            os.fsync(file.fileno())
        _refuse_taken(path, force)
        os.replace(beside, path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _refuse_taken(path, force):
    if path.is_dir():
        raise BackupRefused(f"{path} is a folder. Name a file in it.")
    if path.exists() and not force:
        raise BackupRefused(f"{path} is there already. Take another name, or --force to replace it.")


def sync_folder(folder):
    """Let a renaming in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(file, length):
    """Return the sha256 of the first `length` bytes, as ASCII."""
    digest = hashlib.sha256()
    file.seek(0)
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest().encode()


class Reader:
    """A backup whose bytes are those that were written."""

    def __init__(self, archive, manifest):
        self._archive, self.manifest = archive, manifest

    def chunks(self, name):
        """Yield the bytes of a part in pieces. Raises BackupRefused at their end when the manifest says others."""
        digest = hashlib.sha256()
        with self._archive.open(name) as part:
            while chunk := part.read(CHUNK):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != self.manifest["parts"][name]["sha256"]:
            raise BackupRefused(f"The part {name} of the backup is damaged.")


@contextmanager
def reading(path):
    """Yield a Reader of a complete, undamaged backup. Raises BackupRefused for anything else."""
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield Reader(archive, _manifest(path, file, archive))
        except (zipfile.BadZipFile, EOFError) as error:
            raise BackupRefused(f"{path} is no backup, or damaged: it does not end as one does.") from error


def _manifest(path, file, archive):
    length = file.seek(0, os.SEEK_END) - DIGEST
    if MANIFEST not in archive.namelist() or len(archive.comment) != DIGEST:
        raise BackupRefused(f"{path} is no backup of a wiki, or it is damaged.")
    if _digest(file, length) != archive.comment:
        raise BackupRefused(f"{path} is damaged: its bytes are not those that were written. Take another backup.")
    manifest = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT:
        raise BackupRefused(f"{path} is no backup of a wiki.")
    if manifest["version"] > VERSION:
        raise BackupRefused(f"{path} was written by a newer program. Update this one first.")
    if set(manifest["parts"]) != set(archive.namelist()) - {MANIFEST}:
        raise BackupRefused(f"{path} does not hold the parts that it names.")
    return manifest
