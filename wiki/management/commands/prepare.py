"""`manage.py prepare`: everything between a checkout and a server that can start."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from accounts import claim
from wiki import schema
from wiki.actions.derived import rebuild
from wiki.search import index


class Command(BaseCommand):
    help = (
        "Bring the database up to date, collect the static files and, while there is no admin, print the link for one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sample", action="store_true", help="load the sample while the wiki is empty")
        parser.add_argument("--no-static", action="store_true", help="static files are collected already: in an image")

        parser.add_argument(
            "--check", action="store_true", help="only say whether a server could start here; change nothing"
        )

    def handle(self, *, sample, no_static, check, **options):
        state = self.state(check)
        if state == schema.NEWER:
            raise CommandError(
                "The database was used by a newer version of the wiki. Start that version, or restore a backup from "
                "before it. Nothing was changed."
            )
        if check:
            if state == schema.PENDING:
                self.stderr.write("The database is not up to date: run `manage.py prepare` before the server.")
            return
        with schema.alone():
            self.bring_up_to_date(sample, no_static)

    def bring_up_to_date(self, sample, no_static):
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

    def state(self, check):
        """What the database is; None where it does not answer and that is no reason to stay down."""
        try:
            return schema.state()
        except Error as error:
            what = f"The database does not answer ({error.__class__.__name__})."
            if not check:
                raise CommandError(f"{what} Is DATABASE_URL right, and is it running?") from error
            self.stderr.write(f"{what} Pages say so until it does.")
            return None

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
