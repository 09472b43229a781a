"""Export entries as documents."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from wiki.actions.exporting import note_export
from wiki.interchange.exporting import ExportRefused, export


class Command(BaseCommand):
    help = "Write entries as Markdown documents to a new folder or .zip; what is public unless you say otherwise."

    def add_arguments(self, parser):
        parser.add_argument("out", metavar="OUT", help="a new folder, or a new file that ends in .zip")
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--as", dest="user", default="", help="what this person sees")
        who.add_argument("--public", action="store_true", help="what everybody sees (the default)")
        who.add_argument("--all", action="store_true", help="everything")

    def handle(self, *, out, user, **options):
        person = None
        if user:
            person = User.objects.filter(username=user).first()
            if person is None:
                raise CommandError(f"There is nobody with the name {user}.")
        try:
            count = export(out, person, private=True if options["all"] else None)
        except (ExportRefused, OSError) as error:
            raise CommandError(str(error)) from error
        what = "Every entry" if options["all"] else "Entries as somebody sees them" if person else "Public entries"
        note_export(what, by=None, count=count, **({"as": person.username} if person else {}))
        self.stdout.write(f"Exported {count} entries to {out}.")
