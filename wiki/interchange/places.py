"""Where each entry stands in an export: no two meet on any disk, and none stands in another's way. Pure."""

import hashlib
import unicodedata
from pathlib import PurePosixPath

FOLDERS = {"concept": "concepts", "essay": "essays"}
MAX_PART = 240  # bytes of a file's or folder's name; disks take 255
MAX_PATH = 1000  # bytes


def own_path(kind, slug, digits=0):
    """Return the path of an entry's document. A name that is too long is cut, with a digest of the whole at its end."""
    if digits or len(slug.encode()) + len(".md") > MAX_PART:
        digest = hashlib.sha256(slug.encode()).hexdigest()[: digits or 8]
        slug = slug.encode()[: MAX_PART - len(f"-{digest}.md")].decode(errors="ignore") + f"-{digest}"
    return f"{FOLDERS[kind]}/{slug}.md"


def is_safe(path):
    """Whether an imported file's path can be written as it is, inside of any folder."""
    plain = PurePosixPath(path)
    return (
        bool(plain.parts)
        and str(plain) == path
        and not plain.is_absolute()
        and ".." not in plain.parts
        and "\0" not in path
        and len(path.encode()) <= MAX_PATH
        and all(len(part.encode()) <= MAX_PART for part in plain.parts)
    )


def places(wishes):
    """Return {key: path} for (key, kind, slug, old path) wishes; '' for no old path.

    An entry keeps its old path if that is safe, unless an entry that goes by its slug stands there, or an earlier
    one with the same old path.
    """
    by_slug = {key for key, _, _, old in wishes if not is_safe(old)}
    while True:
        disk, found = _Disk(), {}
        for key, kind, slug, _ in wishes:
            if key in by_slug:
                found[key] = next(path for digits in (0, 8, 16, 64) if disk.add(path := own_path(kind, slug, digits)))
        evicted = set()
        for key, _, _, old in wishes:
            if key in by_slug:
                continue
            if disk.add(old):
                found[key] = old
            else:
                evicted.add(key)
        if not evicted:
            return found
        by_slug |= evicted


class _Disk:
    """Files and folders as a disk sees them that does not tell capitals apart."""

    def __init__(self):
        self.files, self.folders = set(), set()

    def add(self, path):
        """Take a place; False if something stands there or above it."""
        seen = PurePosixPath(unicodedata.normalize("NFC", path.casefold()))
        folders = {str(folder) for folder in seen.parents} - {"."}
        if str(seen) in self.files or str(seen) in self.folders or folders & self.files:
            return False
        self.files.add(str(seen))
        self.folders |= folders
        return True
