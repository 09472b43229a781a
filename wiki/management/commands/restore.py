"""Restore a backup into an empty place."""

from django.core.management.base import BaseCommand, CommandError

from wiki.backup.archive import BackupRefused
from wiki.backup.whole import KEY, restore


class Command(BaseCommand):
    help = (
        "Put a backup into an empty database: one without tables, or without entries and people. The file is checked"
        " before anything is touched; where it is damaged, nothing is."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="what manage.py backup wrote")

    def handle(self, *, file, verbosity, **options):
        if verbosity and self.stderr.isatty():
            self.stderr.write("Checking and restoring …")
        try:
            manifest = restore(file)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        entries, people = manifest["rows"]["wiki_entry"], manifest["rows"]["accounts_user"]
        self.stdout.write(f"Restored {entries} entries and {people} people, as they were {manifest['made_at']}.")
        if KEY not in manifest["parts"]:
            self.stdout.write("The backup has no secret key: with another one than before, everybody signs in anew.")
        self.stdout.write("Next: manage.py integrity, then manage.py prepare, then start the wiki.")
