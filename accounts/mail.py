"""Whether the wiki can send mail, and what an address must do before it counts."""

import logging
import threading
from contextvars import copy_context

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connections
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


def configured():
    """True where EMAIL_URL names a server for mail. Without one nothing is sent and nobody is asked to confirm."""
    return bool(getattr(settings, "SENDS_MAIL", False))


def site_name():
    """Return what the site is called now."""
    return import_string(settings.SITE_NAME)()


def send(template, person, **context):
    """Mail `accounts/email/<template>_subject.txt` and `…_message.txt` to somebody, if the wiki sends mail and they
    have an address. What the mail server refuses is said in the log, and nowhere else."""
    if not configured() or not person.email:
        return
    context |= {"person": person, "name": site_name(), "site_url": settings.SITE_URL}
    texts = [render_to_string(f"accounts/email/{template}_{part}.txt", context) for part in ("subject", "message")]
    post(EmailMessage(texts[0].strip(), texts[1], None, [person.email]))


def beside(work, *values):
    """Do this beside the request: how long it takes, and whether it comes to a mail at all, nobody can tell from the
    answer. What goes wrong is said in the log."""
    if getattr(settings, "MAIL_IN_BACKGROUND", True):
        threading.Thread(target=copy_context().run, args=[_done, work, *values]).start()
    else:
        work(*values)


def _done(work, *values):
    try:
        work(*values)
    except Exception as error:  # nobody else would hear of it
        log.error("A mail could not be written: %s", error.__class__.__name__)
    finally:
        connections.close_all()  # this thread's own


def post(*messages):
    """Send these EmailMessages over one connection, beside the request: how long the mail server takes holds nobody up,
    and tells nobody that there was a mail.

    What the server refuses is said in the log, and nowhere else.
    """
    if getattr(settings, "MAIL_IN_BACKGROUND", True):
        threading.Thread(target=_deliver, args=[messages]).start()
    else:
        _deliver(messages)


def _deliver(messages):
    try:
        with get_connection() as connection:
            for message in messages:
                message.connection = connection
                _send(message)
    except OSError as error:  # no connection
        _complain(error)


def _send(message):
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        _complain(error)


def _complain(error):
    log.error("A mail could not be sent: %s", error.__class__.__name__)
