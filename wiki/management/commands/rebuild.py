"""Derive anew what is derived."""

from django.core.management.base import BaseCommand

from wiki.actions.derived import PARTS, rebuild


class Command(BaseCommand):
    help = (
        "Derive html, links, citations and the index of search anew from the texts. Texts and history stay as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("part", nargs="?", choices=PARTS, default="all")

    def handle(self, *, part, **options):
        self.stdout.write(f"Rebuilt {rebuild(part)} entries.")
