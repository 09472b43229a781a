"""`manage.py set_role USER ROLE`: give somebody a role, making the account if asked to."""

import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import managing, roles
from accounts.log import record
from accounts.models import Event, User


class Command(BaseCommand):
    help = "Make USER a reader, an editor or an admin."

    def add_arguments(self, parser):
        parser.add_argument("user", help="user name or e-mail address")
        parser.add_argument("role", choices=roles.ROLES)
        parser.add_argument("--create", action="store_true", help="make the account where there is none")
        parser.add_argument("--password-stdin", action="store_true", help="set the password to the first line of input")

    @transaction.atomic
    def handle(self, *, user, role, create, password_stdin, **options):
        person = find(user)
        made = person is None
        if made:
            if not create:
                raise CommandError(f"There is no account {user!r}. `--create` makes one.")
            person = new(user)
        if password_stdin:
            self.set_password(person, sys.stdin.readline().rstrip("\r\n"))
        elif made:
            person.set_unusable_password()
        if made:
            person.save()
            record(Event.Kind.SIGN_UP, person=person, how="command")
        elif password_stdin:
            person.save(update_fields=["password"])
            record(Event.Kind.PASSWORD, person=person, how="command")
        managing.give_role(person, role, by=None)
        self.stdout.write(f"{person.username} is {'now ' if not made else ''}{_a(role)}.")
        if not roles.admins().exists():
            self.stderr.write("Nobody is an admin now: `manage.py admin_link` makes a link for the first one.")
        if made and not password_stdin:
            self.stderr.write("The account has no password yet: `manage.py changepassword` sets one.")

    def set_password(self, person, password):
        if not password:
            raise CommandError("The first line of input holds no password.")
        try:
            validate_password(password, person)
        except ValidationError as error:  # who holds the server decides; it is said all the same
            self.stderr.write("Weak password: " + " ".join(error.messages))
        person.set_password(password)


def find(name):
    """Return the account with this user name, else with this e-mail address, in any case; or None."""
    return User.objects.filter(username__iexact=name).first() or User.objects.filter(email__iexact=name).first()


def new(name):
    """Return a new, unsaved account. Raises CommandError for a name that no account may have."""
    person = User(username=User.normalize_username(name), email=name if "@" in name else "")
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return person


def _a(role):
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"
