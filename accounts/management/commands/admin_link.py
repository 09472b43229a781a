"""`manage.py admin_link`: print a one-time link that makes the first admin."""

from django.core.management.base import BaseCommand

from accounts import claim


class Command(BaseCommand):
    help = "Print a fresh one-time link for making the first admin. It closes the link printed before."

    def handle(self, *args, **options):
        try:
            link = claim.issue()
        except claim.LinkClosed:
            names = ", ".join(claim.admins().order_by("pk").values_list("username", flat=True)[:5])
            self.stdout.write(f"There is an admin already ({names}). `manage.py set_role USER admin` makes another.")
            return
        self.stdout.write(link)
        self.stderr.write("Open it within a day; it works once.")
