"""Mail, and what is in it."""

import re

import pytest
from django.core import mail as sent


@pytest.fixture
def mail(settings):
    """The wiki can send mail; gives the list of what was sent."""
    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.SITE_URL = "https://wiki.example.org"
    sent.outbox = []
    return sent.outbox


@pytest.fixture
def link_in():
    """`link_in(message)`: the path of the link in a mail."""

    def link_in(message):
        return re.search(r"https://wiki\.example\.org(/accounts/\S+)", message.body)[1]

    return link_in
