"""Load the sample: written for this project, free to use under CC BY 4.0."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from wiki.models import Entry

SAMPLE = Path(__file__).resolve().parents[2] / "sample"


class Command(BaseCommand):
    help = "Load a small sample about timekeeping, so that an empty wiki has something to read."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="only when there is no entry at all")

    def handle(self, *, if_empty, **options):
        if if_empty and Entry._base_manager.exists():
            return
        call_command("import_entries", str(SAMPLE), publish_as_marked=True, verbosity=0, stdout=self.stdout)
