"""`manage.py prepare`: everything between a checkout and a server that can start."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts import claim
from wiki.actions.derived import rebuild
from wiki.search import index


class Command(BaseCommand):
    help = (
        "Bring the database up to date, collect the static files and, while there is no admin, print the link for one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sample", action="store_true", help="load the sample while the wiki is empty")
        parser.add_argument("--no-static", action="store_true", help="static files are collected already: in an image")

    def handle(self, *, sample, no_static, **options):
        call_command("migrate", verbosity=0)
        if index.is_missing():
            self.stdout.write("Reading all pages for the search …")
            rebuild("search")
        if not no_static:
            self.collect()
        if sample:
            call_command("load_sample", if_empty=True, stdout=self.stdout)
        if not claim.admins().exists():
            self.stdout.write("There is no admin yet. This link makes one; it works once, within a day:")
            self.stdout.write(claim.issue())

    def collect(self):
        """Collect the static files unless nothing changed since the last time."""
        done = Path(settings.STATIC_ROOT) / ".collected"
        wanted = fingerprint()
        if done.exists() and done.read_text() == wanted:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        done.write_text(wanted)


def fingerprint():
    """Digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
