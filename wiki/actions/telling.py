"""Tell people what was done with what they asked for: in the site, and by e-mail where mail is set up."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.mail import post
from wiki import site
from wiki.models import Notice


def tell(person, entry, text, *, reason="", by=None):
    """`tell_each` for one person; returns the Notice, or None."""
    return next(iter(tell_each([(person, entry, text)], reason=reason, by=by)), None)


def tell_each(told, *, reason="", by=None):
    """Keep a Notice for each (person, entry, text), and mail them once the transaction has happened. Returns them.

    A text is a sentence without titles. Nobody, and who did it themselves, is told nothing.
    """
    notices = [
        Notice.objects.create(person=person, entry=entry, text=text, reason=reason, by=by)
        for person, entry, text in told
        if person is not None and (by is None or person.pk != by.pk)
    ]
    if notices and settings.SENDS_MAIL:
        keys = [notice.pk for notice in notices]
        transaction.on_commit(lambda: mail(keys), robust=True)
    return notices


def mail(keys):
    """Send these notices by e-mail, beside the request, over one connection: each if its person may know of the entry
    now, can sign in and has an address. What a mail server refuses is logged: the notice in the site stays."""
    notices = Notice.objects.select_related("person", "entry").filter(pk__in=keys).order_by("pk")
    letters = [_letter(notice) for notice in notices if _may_go_out(notice)]
    if letters:
        post(*letters)


def _may_go_out(notice):
    person = notice.person
    known = Notice.objects.visible_to(person).filter(pk=notice.pk)
    return person.is_active and bool(person.email) and known.exists()


def _letter(notice):
    lines = [notice.text, notice.reason]
    if notice.entry is not None:
        lines.append(f"{notice.entry.title}\n{settings.SITE_URL}{notice.entry.get_absolute_url()}")
    body = "\n\n".join(filter(None, lines)) + "\n"
    return EmailMessage(f"{site.name()}: about what you asked for", body, None, [notice.person.email])


def mark_seen(person):
    """Mark this person's notices as seen. Returns how many were new."""
    return Notice.objects.filter(person=person, seen_at=None).update(seen_at=timezone.now())
