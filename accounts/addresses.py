"""The e-mail address of a person: one that counts, and at most one more that waits to be confirmed."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.models import User


def owner(email):
    """Return the person whose own address this is, in any case; never somebody who only waits for it. Or None."""
    return User.objects.filter(email__iexact=email).exclude(email="").first()


def confirmed(person):
    """True when the address of this person has been confirmed."""
    return bool(person.email) and _rows(person).filter(email=person.email.lower(), verified=True).exists()


def waiting(person):
    """Return the EmailAddress that waits to be confirmed and is not the person's yet, or None."""
    return _rows(person).filter(verified=False).exclude(email=person.email.lower()).order_by("-pk").first()


def unconfirmed(person):
    """Return the EmailAddress that a link may be sent to: the one that waits, else the person's own; or None."""
    row = waiting(person)
    if row is None and person.email and not confirmed(person):
        row, _ = EmailAddress.objects.get_or_create(user=person, email=person.email.lower())
    return row


def forget(person):
    """Give up the address that waits."""
    _rows(person).filter(verified=False).exclude(email=person.email.lower()).delete()


@transaction.atomic
def ask_for(person, email):
    """Note that this person wants this address, in place of any other that waits; return the EmailAddress.

    Whether somebody else has it is not asked: only who reads its mail can confirm it.
    """
    email = email.lower()
    _rows(person).filter(verified=False).exclude(email__in=[email, person.email.lower()]).delete()
    return EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": False})[0]


def confirm(row):
    """Make this EmailAddress the one of its person. False when it is somebody else's by now."""
    if User.objects.filter(email__iexact=row.email).exclude(pk=row.user_id).exists() or not row.can_set_verified():
        return False
    person = row.user
    try:
        with transaction.atomic():
            _rows(person).exclude(pk=row.pk).delete()
            row.verified = row.primary = True
            row.save()
            person.email, person.must_confirm = row.email, False
            person.save(update_fields=["email", "must_confirm"])
    except IntegrityError:
        return False
    return True


@transaction.atomic
def remove(person):
    """Leave this person without an address."""
    _rows(person).delete()
    person.email = ""
    person.save(update_fields=["email"])


def _rows(person):
    return EmailAddress.objects.filter(user=person)
