"""How allauth's pages answer here: 303 after a form, 422 for a form that comes back, 429 for one tried too often."""

import hashlib
import logging
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpResponseRedirect
from django.shortcuts import render

from accounts.counting import spend
from accounts.log import clean, record
from accounts.models import Event
from accounts.network import address_of, network_of

try:
    from redis.exceptions import RedisError
except ImportError:  # counted in the database
    RedisError = ()

logger = logging.getLogger(__name__)
TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}
NO_STORE = "private, no-store"


def page(view):
    """Wrap one of allauth's views."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except RedisError as error:  # allauth counts tries there: uncounted, a password could be guessed
            logger.error("Nobody can sign in, because the cache cannot be reached: %s", error.__class__.__name__)
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "60"
        response.headers.setdefault("Cache-Control", NO_STORE)  # a form with somebody's data, or a secret address
        if request.method == "POST":
            response = _after_form(request, response)
        if response.status_code == 429:
            _told_to_wait(request, response)
        return response

    return answer


def _after_form(request, response):
    if isinstance(response, HttpResponseRedirect):
        return _see_other(request, response)
    wrong = _errors(response)
    if response.status_code == 200 and wrong is not None:
        response.status_code = 429 if wrong & TOO_OFTEN else 422
        if response.status_code == 429:
            response.headers["Retry-After"] = str(5 * _window())  # accounts.limits: a name is locked for longer
    return response


def _see_other(request, response):
    """The policy of our pages lets no form lead to another site, not even by way of us: there one goes by a page."""
    there = urlsplit(response["Location"])
    if there.netloc and there.netloc != request.get_host():
        page = render(request, "accounts/leave.html", {"address": response["Location"], "host": there.netloc})
        page["Refresh"] = f"0; url={response['Location']}"
        page["Cache-Control"] = NO_STORE
        return page
    response.status_code = 303
    return response


def _errors(response):
    """Return the codes of what is wrong with the forms of this page; None where no form has been sent back."""
    forms = [value for value in (getattr(response, "context_data", None) or {}).values() if isinstance(value, BaseForm)]
    bound = [form for form in forms if form.is_bound and form.errors]
    if not bound:
        return None
    return {error.code for form in bound for errors in form.errors.as_data().values() for error in errors}


def _told_to_wait(request, response):
    response.headers.setdefault("Retry-After", str(_window()))
    address, name = address_of(request), clean(request.POST.get("login", ""))
    who = hashlib.sha256(f"{network_of(request)} {name}".encode()).hexdigest()
    if not spend("locked", who, 1, 60):  # a line a minute says it; who knocks on and on fills no log
        record(Event.Kind.LOCKED, by=request.user, name=name, address=address, path=request.path)


def _window():
    """Return the seconds within which tries to sign in are counted."""
    return settings.RATE_LIMITS["login"][1] if settings.RATE_LIMITS else 60
