"""Tell people what was done with what they asked for: in the site, and by e-mail where mail is set up."""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from wiki import site
from wiki.models import Notice

log = logging.getLogger(__name__)


def tell(person, entry, text, *, reason="", by=None):
    """Keep a Notice for this person, and mail it once the transaction has happened. Returns it.

    `text` is a sentence without titles. Nobody, and who did it themselves, is told nothing: None.
    """
    if person is None or (by is not None and person.pk == by.pk):
        return None
    notice = Notice.objects.create(person=person, entry=entry, text=text, reason=reason, by=by)
    if settings.SENDS_MAIL:
        transaction.on_commit(partial(mail, notice.pk), robust=True)
    return notice


def mail(key):
    """Send a notice by e-mail, if its person may know of the entry now, can sign in and has an address.

    What a mail server refuses is logged: the notice in the site stays.
    """
    notice = Notice.objects.select_related("person", "entry").filter(pk=key).first()
    if notice is None or not (notice.person.is_active and notice.person.email):
        return
    if not Notice.objects.visible_to(notice.person).filter(pk=key).exists():
        return
    lines = [notice.text, notice.reason]
    if notice.entry is not None:
        lines.append(f"{notice.entry.title}\n{settings.SITE_URL}{notice.entry.get_absolute_url()}")
    try:
        send_mail(
            f"{site.name()}: about what you asked for",
            "\n\n".join(filter(None, lines)) + "\n",
            None,
            [notice.person.email],
        )
    except OSError as error:  # smtplib's errors are OSErrors too
        log.error("A notice could not be sent by e-mail: %s", error.__class__.__name__)


def mark_seen(person, keys=None):
    """Mark this person's notices as seen: those with these keys, or all. Returns how many were new."""
    rows = Notice.objects.filter(person=person, seen_at=None)
    return (rows if keys is None else rows.filter(pk__in=keys)).update(seen_at=timezone.now())
