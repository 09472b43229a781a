"""The page of one's e-mail address."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import addresses, mail
from accounts.forms import AddressForm
from accounts.log import record
from accounts.models import Event
from accounts.network import address_of
from accounts.words import MESSAGES


@login_required
@rate_limit(action="manage_email")
def email(request):
    """`action`: `change` (to `email`), `send` the link once more, `forget` the one that waits, `remove` one's own.

    Whoever found an open window could take the account over from here, so each act asks for the password first.
    """
    if request.method != "POST":
        return _page(request, AddressForm())
    raise_if_reauthentication_required(request, app="allauth.account")
    action = request.POST.get("action")
    if action == "change":
        return _change(request)
    if action == "send":
        _send(request, addresses.unconfirmed(request.user))
    elif action == "forget":
        addresses.forget(request.user)
    elif action == "remove":
        before = request.user.email
        addresses.remove(request.user)
        get_adapter(request).tell_former_address(request.user, before)
        _note(request, "removed")
        messages.success(request, "Your account has no e-mail address any more.")
    return HttpResponseRedirect(reverse("account_email"))


def _change(request):
    form = AddressForm(request.POST)
    if not form.is_valid() or not mail.configured():
        return _page(request, form, status=422)
    row = addresses.ask_for(request.user, form.cleaned_data["email"])
    if row.verified:
        messages.info(request, "This is your address already.")
    else:
        _send(request, row)
        _note(request, "asked for")
    return HttpResponseRedirect(reverse("account_email"))


def _send(request, row):
    """Send the link that confirms this EmailAddress, unless one was sent a moment ago."""
    if row is None or not mail.configured():
        return
    if ratelimit.consume(request, action="confirm_email", key=row.email):
        row.send_confirmation(request)
        messages.info(request, MESSAGES["account/messages/email_confirmation_sent.txt"].format(email=row.email))
    else:
        messages.warning(request, "A mail was sent there a moment ago. Look for it, or try again in a few minutes.")


def _note(request, what):
    record(Event.Kind.ADDRESS, by=request.user, person=request.user, address=address_of(request), what=what)


def _page(request, form, status=200):
    person = request.user
    context = {
        "form": form,
        "confirmed": addresses.confirmed(person),
        "waiting": addresses.waiting(person),
        "mail": mail.configured(),
        "place": "email",
    }
    return render(request, "account/email.html", context, status=status)
