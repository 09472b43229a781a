"""End somebody's sessions."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(person, but=None):
    """Sign this person out everywhere, and return from how many places; the session with the key `but` stays.

    A session does not say whose it is until it is opened, and not each has its row in the list of sessions; so all
    that have not expired are looked at. Who may ask for it at will is limited.
    """
    living = Session.objects.filter(expire_date__gt=timezone.now())
    keys = set(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    keys |= {row.session_key for row in living.iterator(500) if _is_of(row, person)}
    keys.discard(but)
    UserSession.objects.filter(user=person).exclude(session_key=but).delete()
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    return ended


def _is_of(row, person):
    return row.get_decoded().get(SESSION_KEY) == str(person.pk)
