"""Who may make an account, and the one place where accounts of people are made."""

import unicodedata

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts.log import record
from accounts.models import Event, User
from accounts.roles import READER, set_role

OPEN, APPROVAL, INVITE, CLOSED = "open", "approval", "invite", "closed"
MODES = (OPEN, APPROVAL, INVITE, CLOSED)


class Taken(Exception):
    """Somebody else has this name or address: they were faster by a moment, or the form did not ask."""


def mode():
    """Return one of MODES: what the environment says, else what the site's settings say, else by invitation."""
    if settings.WIKI_SIGNUP:
        return settings.WIKI_SIGNUP
    hook = getattr(settings, "SIGNUP_MODE", "")
    said = import_string(hook)() if hook else ""
    return said if said in MODES else INVITE


def is_open():
    """True while somebody without an invitation may fill in the form."""
    return mode() in (OPEN, APPROVAL)


def create(person, *, role=READER, by=None, address=None, how="form"):
    """Save this new person with a role, write it down, and return them. Raises Taken, also for a name that differs
    from another by the case of its letters alone, in any script: a database knows that of some scripts only.

    `how` they came: `form`, `invitation`, `link` (the first admin's), or the name of a provider. `by` invited them.
    """
    try:
        with transaction.atomic():
            if _is_taken(person.username):
                raise Taken
            person.save(force_insert=True)
            set_role(person, role)
            record(
                Event.Kind.SIGN_UP,
                by=person,
                person=person,
                address=address,
                how=how,
                role=role,
                **({"invited_by": by.username} if by else {}),
                **({"waits": True} if person.awaits_approval else {}),
            )
    except IntegrityError as error:
        raise Taken from error
    return person


def _is_taken(name):
    others = User.objects.values_list("username", flat=True)
    return any(_alike(other) == _alike(name) for other in others.iterator())


def _alike(name):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def admit(person):
    """Let this unsaved person in as the mode says: at once, or when an admin has approved."""
    person.awaits_approval = mode() == APPROVAL
    person.is_active = not person.awaits_approval
