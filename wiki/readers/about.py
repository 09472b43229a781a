"""What the site says of itself at length."""

from functools import lru_cache

from accounts.signup import INVITE
from wiki.actions.derived import preview_text
from wiki.actions.settling import FIELDS
from wiki.models import Site
from wiki.readers.unstored import unstored


def about_page(user):
    """Return the UnstoredText of the page about the wiki as this person sees it, or None while nothing is written."""
    text = Site.objects.visible_to(user).values_list("about", flat=True).first()
    return unstored(_rendered(text), user) if text and text.strip() else None


def stored_settings(user):
    """Return the values that admins set, as {field: text}, '' for what nobody has set."""
    row = Site.objects.visible_to(user).first() or Site()
    return {**{name: getattr(row, name) for name in FIELDS}, "signup": row.signup or INVITE}


def _rendered(text):
    rendered = _kept(text)
    if rendered.refused:  # the renderer may have had no time; the next reader's may
        _kept.cache_clear()
    return rendered


@lru_cache(4)
def _kept(text):
    """The Rendered of a text, made once a process: the same text gives the same page."""
    return preview_text(text)
