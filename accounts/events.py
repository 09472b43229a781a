"""What happens on allauth's pages, written into the audit log.

Signals are used here and nowhere else: the library does these things itself and offers no other place to hear of all
of them. Our own acts call `log.record` where they act.
"""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth import signals as auth

from accounts.log import record
from accounts.models import Event
from accounts.network import address_of

Kind = Event.Kind


def connect():
    """Listen, once a process."""
    for signal, receiver in (
        (account.user_logged_in, signed_in),
        (auth.user_logged_out, signed_out),
        (auth.user_login_failed, failed),
        (account.password_changed, password_changed),
        (account.password_set, password_set),
        (account.password_reset, password_reset),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, factor_renewed),
        (mfa.authentication_failed, factor_failed),
        (social.social_account_added, connected),
        (social.social_account_removed, disconnected),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.events.{receiver.__name__}")


def signed_in(request, user, **rest):
    came_by = rest.get("sociallogin")
    _note(Kind.SIGN_IN, request, user, **({"by_way_of": came_by.account.provider} if came_by else {}))


def signed_out(request, user, **rest):
    if user is not None:
        _note(Kind.SIGN_OUT, request, user)


def failed(credentials, request=None, **rest):
    name = credentials.get("email") or credentials.get("username") or ""
    record(Kind.FAILURE, name=str(name), address=request and address_of(request))


def password_changed(request, user, **rest):
    _note(Kind.PASSWORD, request, user, how="changed")


def password_set(request, user, **rest):
    _note(Kind.PASSWORD, request, user, how="set")


def password_reset(request, user, **rest):
    _note(Kind.PASSWORD, request, user, how="link")


def factor_added(request, user, authenticator, **rest):
    _note(Kind.SECOND_FACTOR, request, user, what=authenticator.type, change="added")


def factor_removed(request, user, authenticator, **rest):
    _note(Kind.SECOND_FACTOR, request, user, what=authenticator.type, change="removed")


def factor_renewed(request, user, authenticator, **rest):
    _note(Kind.SECOND_FACTOR, request, user, what=authenticator.type, change="renewed")


def factor_failed(request, user, **rest):
    record(Kind.FAILURE, name=user.get_username(), person=user, address=address_of(request), what="second step")


def connected(request, sociallogin, **rest):
    _note(Kind.CONNECTION, request, sociallogin.user, what=sociallogin.account.provider, change="added")


def disconnected(request, socialaccount, **rest):
    _note(Kind.CONNECTION, request, socialaccount.user, what=socialaccount.provider, change="removed")


def _note(kind, request, user, **details):
    record(kind, by=user, person=user, address=address_of(request), **details)
