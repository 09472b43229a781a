"""Whether the wiki can send mail, and what an address must do before it counts."""

from django.conf import settings


def configured():
    """True where EMAIL_URL names a server for mail. Without one nothing is sent and nobody is asked to confirm."""
    return bool(getattr(settings, "SENDS_MAIL", False))
