"""Who may come in."""

import re
from functools import cache
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from accounts import signup

register = template.Library()
_REFUSAL = re.compile(r"\d{3}")  # templates that are named by a status
_OWN = "/accounts/"


@register.simple_tag
def signup_mode():
    """One of signup.MODES."""
    return signup.mode()


@cache
def _form():
    return reverse("account_login")


@register.simple_tag(takes_context=True)
def sign_in_url(context):
    """The address of the form to sign in, which leads back to the page that is shown: to its path, whatever else was
    asked. Nothing leads back to what was refused or sent, nor to a page about accounts."""
    url, request = _form(), context.get("request")
    if request is None or request.method not in ("GET", "HEAD") or _REFUSAL.match(context.template_name):
        return url
    if request.path.startswith(_OWN):
        return url
    return f"{url}?{urlencode({'next': escape_uri_path(request.path)}, safe='/')}"
