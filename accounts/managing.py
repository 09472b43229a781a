"""What admins do about people: roles, switching accounts on and off, blocks. Each act is one transaction and one Event.

`by` is the admin who acts, or None for whoever holds the server; `address` the network address that was asked from.
Nobody does these things to themself: so the last admin, and the hand that slipped, keep their account.
"""

from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import mail, roles
from accounts.ending import end_sessions
from accounts.log import record
from accounts.models import Event, User
from accounts.roles import NotAllowed

Kind = Event.Kind


class Refused(Exception):
    """It cannot be done like this; the message says why and what to do. Nothing was changed."""


def give_role(person, role, by, address=None):
    """Give this person exactly one role and return the Event, None where they held it already.

    Raises ValueError for an unknown role, Refused for one's own and NotAllowed.
    """
    if role not in roles.ROLES:
        raise ValueError(f"{role!r} is no role; the roles are {', '.join(roles.ROLES)}.")
    with _acting(person, by, "give yourself another role") as fresh:
        before = roles.held_by(fresh)
        if before == role and not fresh.is_superuser:
            return None
        if fresh.is_superuser:  # a power beside the roles would outlive them
            fresh.is_superuser = False
            fresh.save(update_fields=["is_superuser"])
        roles.set_role(fresh, role)
        return record(Kind.ROLE, by=by, person=fresh, address=address, was=before, role=role)


def deactivate(person, by, address=None, reason=""):
    """Switch an account off and end its sessions. Returns the Event, None where it was off already."""
    with _acting(person, by, "switch off your own account") as fresh:
        if not fresh.is_active and not fresh.awaits_approval:
            return None
        fresh.is_active = fresh.awaits_approval = False
        fresh.save(update_fields=["is_active", "awaits_approval"])
        end_sessions(fresh)
        return record(Kind.DEACTIVATE, by=by, person=fresh, address=address, reason=reason)


def reactivate(person, by, address=None, reason=""):
    """Switch an account on again. Returns the Event, None where it was on. Raises Refused for one that waits."""
    with _acting(person, by, "switch on your own account") as fresh:
        if fresh.is_active:
            return None
        if fresh.awaits_approval:
            raise Refused("This account waits for approval: approve it or decline it.")
        fresh.is_active = True
        fresh.save(update_fields=["is_active"])
        return record(Kind.REACTIVATE, by=by, person=fresh, address=address, reason=reason)


def approve(person, by, address=None):
    """Let somebody in who signed up and waits, and tell them by mail. Returns the Event, None where nobody waits."""
    with _acting(person, by, "approve your own account") as fresh:
        if not fresh.awaits_approval:
            return None
        fresh.awaits_approval, fresh.is_active = False, True
        fresh.save(update_fields=["awaits_approval", "is_active"])
        transaction.on_commit(lambda: mail.send("approved", fresh))
        return record(Kind.APPROVE, by=by, person=fresh, address=address)


def decline(person, by, address=None, reason=""):
    """Turn somebody away who waits: the account stays, switched off. Returns the Event, None where nobody waits."""
    with _acting(person, by, "decline your own account") as fresh:
        if not fresh.awaits_approval:
            return None
        fresh.awaits_approval = fresh.is_active = False
        fresh.save(update_fields=["awaits_approval", "is_active"])
        return record(Kind.REFUSED, by=by, person=fresh, address=address, reason=reason, what="approval")


def block(person, by, address=None, reason="", until=None):
    """Let somebody read and change nothing, until a moment or until `unblock`. Returns the Event.

    Raises Refused without a reason, or for an end that has passed.
    """
    if not reason.strip():
        raise Refused("Say why: whoever is blocked is shown the reason.")
    if until is not None and until <= timezone.now():
        raise Refused("This end has passed already. Give a later one, or leave it empty.")
    with _acting(person, by, "block yourself") as fresh:
        fresh.blocked_at, fresh.blocked_until, fresh.block_reason = timezone.now(), until, reason
        fresh.save(update_fields=["blocked_at", "blocked_until", "block_reason"])
        details = {"until": until.isoformat()} if until else {}
        return record(Kind.BLOCK, by=by, person=fresh, address=address, reason=reason, **details)


def unblock(person, by, address=None, reason=""):
    """Lift a block. Returns the Event, None where there is none."""
    with _acting(person, by, "lift your own block") as fresh:
        if fresh.blocked_at is None:
            return None
        fresh.blocked_at = fresh.blocked_until = None
        fresh.block_reason = ""
        fresh.save(update_fields=["blocked_at", "blocked_until", "block_reason"])
        return record(Kind.UNBLOCK, by=by, person=fresh, address=address, reason=reason)


def new_password_link(person, by, address=None):
    """Make a link by which this person chooses a new password, and return its absolute address: for whoever lost the
    password where no mail goes out.

    It works once, within settings.PASSWORD_RESET_TIMEOUT seconds, until they sign in or the password changes otherwise.
    A second step is asked for after it as before. Raises Refused for an account that cannot sign in anyway.
    """
    with _acting(person, by, "make such a link for yourself: change your password under your account") as fresh:
        if not fresh.is_active:
            raise Refused("Nobody can sign in with this account. Switch it on or approve it first.")
        record(Kind.PASSWORD, by=by, person=fresh, address=address, how="link made")
        key = f"{user_pk_to_url_str(fresh)}-{default_token_generator.make_token(fresh)}"
        return get_adapter().get_reset_password_from_key_url(key)


def switch_second_step_off(person, by, address=None, reason=""):
    """Delete the app, the passkeys and the recovery codes of somebody who lost them, and tell them by mail.

    Returns the Event, None where there was no second step. Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused("Say why the second step is switched off: the reason stands in the audit log.")
    with _acting(person, by, "switch off your own second step here: do it under your account") as fresh:
        deleted, _ = Authenticator.objects.filter(user=fresh).delete()
        if not deleted:
            return None
        transaction.on_commit(lambda: mail.send("second_step_off", fresh))
        return record(Kind.SECOND_FACTOR, by=by, person=fresh, address=address, reason=reason, change="switched off")


@contextmanager
def _acting(person, by, what):
    """One transaction in which `by` is an admin. Gives the person as stored now, locked with all admins: of two who
    take each other's role away at once, the second is no admin any more when their turn comes."""
    if by is not None and by.pk == person.pk:
        raise Refused(f"You cannot {what}. Ask another admin.")
    with transaction.atomic():
        rows = User.objects.select_for_update().order_by("pk")
        found = {row.pk: row for row in rows.filter(Q(pk=person.pk) | Q(pk__in=roles.admins().values("pk")))}
        if by is not None and not roles.may_manage(by):
            raise NotAllowed
        if person.pk not in found:
            raise Refused("This account does not exist any more.")
        yield found[person.pk]
