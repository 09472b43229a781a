"""Invitations: a link that lets one person make an account with a role. Only the hash of its token is kept."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts import mail, roles, signup
from accounts.log import record
from accounts.models import Event, Invitation
from accounts.roles import NotAllowed
from accounts.tokens import hash_of, new_token

DAYS = 14
MOST_DAYS = 90


class Refused(Exception):
    """This invitation opens nothing: never made, used, too old, withdrawn, or its giver may not give it any more."""


def invite(by, role, email="", days=DAYS, address=None):
    """Make an invitation and return (Invitation, absolute address of its page); mailed where that can be done.

    Raises NotAllowed for somebody who is no admin, ValueError for an unknown role and for days beyond 1–90.
    The address is told here and nowhere again.
    """
    if role not in roles.ROLES:
        raise ValueError(f"{role!r} is no role; the roles are {', '.join(roles.ROLES)}.")
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"An invitation lasts from 1 to {MOST_DAYS} days.")
    token = new_token()
    with transaction.atomic():
        if not roles.may_manage(by):
            raise NotAllowed
        invitation = Invitation.objects.create(
            token_hash=hash_of(token),
            email=email.strip().lower(),
            role=role,
            by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        record(Event.Kind.INVITE, by=by, subject=invitation.email, address=address, role=role, days=days)
    link = settings.SITE_URL + reverse("account_invitation", args=[token])
    if invitation.email and mail.configured():
        _send(invitation, link)
    return invitation, link


def withdraw(invitation, by, address=None):
    """Close an invitation. Returns the Event, None where it was used or closed already. Raises NotAllowed."""
    with transaction.atomic():
        if not roles.may_manage(by):
            raise NotAllowed
        open_ones = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
        if not open_ones.update(withdrawn_at=timezone.now()):
            return None
        return record(Event.Kind.WITHDRAW, by=by, subject=invitation.email, address=address, role=invitation.role)


def find(token):
    """Return the Invitation that this token opens now. Raises Refused."""
    invitation = _open(token).select_related("by").first()
    if invitation is None or not roles.may_manage(invitation.by):
        raise Refused
    return invitation


@transaction.atomic
def claim(token, user, address=None):
    """Save this new person with the role they were invited to, close the invitation, return the person.

    Raises Refused and signup.Taken. Of two that claim at once one wins: the row is taken by one update only. What the
    inviter may give is asked again at this moment: an admin who is none any more gives nothing.
    """
    invitation = find(token)
    if not _open(token).update(used_at=timezone.now()):
        raise Refused
    user.must_confirm = False  # somebody answers for them
    person = signup.create(user, role=invitation.role, by=invitation.by, address=address, how="invitation")
    Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    return person


def _open(token):
    return Invitation.objects.filter(
        token_hash=hash_of(token), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )


def _send(invitation, link):
    context = {"invitation": invitation, "link": link, "site_url": settings.SITE_URL, "name": mail.site_name()}
    subject = render_to_string("accounts/email/invitation_subject.txt", context).strip()
    body = render_to_string("accounts/email/invitation_message.txt", context)
    # Once the row is there for good; a mail that cannot go is said in the log, the link is told all the same.
    transaction.on_commit(lambda: mail.post(EmailMessage(subject, body, to=[invitation.email])))
