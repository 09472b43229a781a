"""Say whether everything agrees with everything."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from wiki.integrity.check import NotReady, check, require_current


class Command(BaseCommand):
    help = (
        "Check that texts, revisions, links, html, citations, names, tags and the index of search agree, and what the"
        " database says of itself. Nothing is written; the wiki may go on. One line a finding, with what mends it."
        " Exit status 0: clean, 1: findings, 2: it could not be checked."
    )

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="render no text and read no old revision")

    def handle(self, *, quick, verbosity, **options):
        tells = verbosity and self.stderr.isatty()
        findings = warnings = entries = 0

        def tell(done, total):
            nonlocal entries
            entries = done
            if tells:
                self.stderr.write(f"\r{done} of {total} entries", ending="")

        try:
            require_current()
            for finding in check(not quick, tell):
                self.stdout.write(("\r" if tells else "") + str(finding))
                warnings += finding.is_warning
                findings += not finding.is_warning
        except NotReady as error:
            raise CommandError(str(error), returncode=2) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be read: {error}", returncode=2) from error
        if tells:
            self.stderr.write("")
        what = f"{entries} entries checked{' quickly' if quick else ''}"
        if findings:
            self.stdout.write(f"{what}: {findings} findings, {warnings} warnings.")
            sys.exit(1)
        self.stdout.write(f"{what}: everything agrees{f', {warnings} warnings' if warnings else ''}.")
