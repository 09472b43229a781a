"""Back up the whole wiki."""

import signal
import sys

from django.core.management.base import BaseCommand, CommandError

from wiki.backup.archive import BackupRefused
from wiki.backup.whole import backup


class Command(BaseCommand):
    help = (
        "Write everything (texts, history, people, logs, drafts) into one file with mode 0600, while the wiki goes on."
        " It holds private entries and password hashes: keep it as safe as the database."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a new file")
        parser.add_argument("--force", action="store_true", help="replace FILE where it is there")
        parser.add_argument("--with-key", action="store_true", help="put the secret key of the data folder in too")

    def handle(self, *, file, force, with_key, verbosity, **options):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was begun is cleared away
        if verbosity and self.stderr.isatty():
            self.stderr.write("Copying, compressing and reading again …")
        try:
            manifest = backup(file, force=force, with_key=with_key)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        entries, people = manifest["rows"]["wiki_entry"], manifest["rows"]["accounts_user"]
        self.stdout.write(f"{file}: {entries} entries, {people} people, read again and whole.")
