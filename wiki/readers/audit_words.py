"""What was kept beside a row of the audit log, in words: one table, for the page and for the export."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

LONGEST = 300  # characters of one detail
LABELS = {
    "how": "by",
    "as": "as seen by",
    "kind": "what",
    "q": "words",
    "since": "from",
    "until": "to",
    "path": "page",
    "days": "days it lasts",
    "count": "rows",
    "what": "about",
    "by_way_of": "by way of",
    "signup": "who may make an account",
    "site_name": "name of the wiki",
    "name": "name of the wiki",
    "licence_url": "address of the licence",
}
# A detail whose value says it all: (name, value).
PHRASES = {
    ("how", "form"): "by the form",
    ("how", "invitation"): "by an invitation",
    ("how", "link"): "by a link",
    ("how", "link made"): "by an admin",
    ("how", "changed"): "by its owner",
    ("how", "set"): "by its owner, the first one",
    ("waits", True): "waits for approval",
    ("where", "elsewhere"): "everywhere else, or in one other place",
    ("what", "second step"): "at the second step",
    ("what", "invitation"): "a link of an invitation that opens nothing",
    ("what", "approval"): "the account was declined",
    ("what", "totp"): "codes of an app",
    ("what", "webauthn"): "a passkey",
    ("what", "recovery_codes"): "recovery codes",
    ("what", "asked for"): "asked for",
    ("what", "confirmed"): "confirmed",
    ("what", "removed"): "removed",
    ("change", "added"): "added",
    ("change", "removed"): "removed",
    ("change", "renewed"): "renewed",
    ("change", "switched off"): "all of it switched off by an admin",
}
VALUES = {
    ("signup", "invite"): "by invitation of an admin",
    ("signup", "approval"): "anybody, once an admin approves",
    ("signup", "open"): "anybody, at once",
    ("signup", "closed"): "nobody",
}


def said(details):
    """Return details as words: 'was: reader; role: editor'. A pair is what was and what is."""
    return "; ".join(_one(name, value) for name, value in sorted(details.items()))


def label(name):
    """Return what a detail, or a setting, is called."""
    return LABELS.get(name) or name.replace("_", " ")


def _one(name, value):
    if isinstance(value, list) and len(value) == 2:
        before, now = (_short(name, each) for each in value)
        return f"{label(name)}: “{before}”, now “{now}”"
    phrase = PHRASES.get((name, value)) if isinstance(value, str | bool) else None
    return phrase or f"{label(name)}: {_short(name, value)}"


def _short(name, value):
    if isinstance(value, str):
        value = VALUES.get((name, value)) or _moment(value)
    text = "yes" if value is True else "no" if value is False else " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _moment(text):
    """A moment as it is stored, 2027-03-31T21:59:59+00:00, as the reader's clock shows it; any other text as it is."""
    if "T" not in text or len(text) > 40:
        return text
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return date_format(timezone.localtime(moment), "j F Y, H:i") if timezone.is_aware(moment) else text
