"""Prove on a copy of the data that nothing private reaches a reader."""

import sys

from django.core.management.base import BaseCommand, CommandError

from wiki.proof.copies import NoCopy
from wiki.proof.leaks import check


class Command(BaseCommand):
    help = (
        "Crawl a private copy of the wiki as a reader, before and after private entries are written, published and"
        " hidden, deleted and restored, and compare byte by byte. The live data is not touched. Exit status 1: a leak."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, metavar="N", help="crawl N addresses a reader, always the same sample")

    def handle(self, *, limit, verbosity, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit takes a whole number above 0.")
        try:
            report = check(limit, tell=self.stderr.write if verbosity else lambda text: None)
        except NoCopy as error:
            raise CommandError(str(error), returncode=2) from error
        for leak in report.leaks:
            self.stdout.write(f"LEAK after {leak.after}: {leak.address} as {leak.reader}\n     {leak.where}")
        sample = f" (a sample: --limit {limit})" if report.sampled else ""
        counts = f"{report.addresses} addresses, {report.comparisons} comparisons{sample}"
        for address in report.broken:
            self.stdout.write(f"BROKEN: {address} answers with an error")
        if report.blind:
            raise CommandError(f"Even public canaries made no difference, so this proves nothing: {counts}.")
        if report.leaks or report.broken:
            self.stdout.write(f"{len(report.leaks)} differences, {len(report.broken)} broken: {counts}.")
            sys.exit(1)
        self.stdout.write(f"Nothing leaks: {counts}.")
