"""Signing in by another site, by OpenID Connect. Which sites: OIDC_PROVIDERS, and nothing else."""

import logging

import requests
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount import forms as social_forms
from allauth.socialaccount import views as social
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as provider_views
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import signup
from accounts.forms import OurWords
from accounts.models import User
from accounts.network import address_of
from accounts.words import SOCIAL_ERRORS, TAKEN

logger = logging.getLogger(__name__)
# What another server may do wrong: not answer, answer no JSON, leave out what the standard asks for.
# The last is what allauth says of a `sub` that is longer than the column for it.
BROKEN = (
    requests.RequestException, OAuth2Error, ValueError, KeyError, TypeError, AttributeError, ImproperlyConfigured,
)  # fmt: skip
# What is read of somebody, and how long it may be: what is stored must fit.
CLAIMS = {"email": 254, "preferred_username": 150, "name": 150, "given_name": 150, "family_name": 150}


def providers():
    """Return [{"id": …, "name": …}] of the sites that one may sign in by."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [{"id": app["provider_id"], "name": app["name"]} for app in apps]


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | SOCIAL_ERRORS

    def list_apps(self, request, provider=None, client_id=None):
        """Only those of the environment; what stands in the database is not asked."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request, sociallogin, data):
        """What the other site said is looked at here, before anybody is looked up by it. Raises ValueError."""
        for claims in sociallogin.account.extra_data.values():
            check(claims)
        return super().populate_user(request, sociallogin, data)

    def authenticate_by_email(self, sociallogin):
        """An account that is here already is meant where both sites saw the same address confirmed; else never."""
        for email in confirmed(sociallogin):
            rows = EmailAddress.objects.filter(email=email, verified=True, user__is_active=True)
            row = rows.filter(user__email__iexact=email).first()
            if row is not None:
                return row.user, email
        return None

    def save_user(self, request, sociallogin, form=None):
        """Make the account under the name that was chosen. Raises signup.Taken."""
        person = sociallogin.user
        person.username = form.cleaned_data["username"]
        person.email = next(iter(free(confirmed(sociallogin))), "")
        person.set_unusable_password()
        person.must_confirm = False
        signup.admit(person)
        sociallogin.email_addresses = [
            EmailAddress(email=person.email, verified=True, primary=True) for _ in [0] if person.email
        ]
        try:
            with transaction.atomic():
                signup.create(person, address=address_of(request), how=sociallogin.account.provider)
                sociallogin.save(request)
        except IntegrityError as error:
            raise signup.Taken from error
        return person


def check(claims):
    """Raise ValueError where claims are not of the kind and length that they should be, or hold what none can store."""
    if not isinstance(claims, dict) or type(claims.get("sub")) not in (str, int):
        raise ValueError("The claims name nobody")
    for name, longest in CLAIMS.items():
        said = claims.get(name)
        if said is not None and not (isinstance(said, str) and len(said) <= longest):
            raise ValueError(f"The claim {name} is no text, or too long a one")
    _check_texts(claims)


def _check_texts(value):
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for part in value:
            _check_texts(part)
    elif isinstance(value, str) and "\0" in value.encode().decode():  # half a character cannot be encoded: ValueError
        raise ValueError("A claim holds NUL")


def confirmed(sociallogin):
    """Return the addresses that the other site says it has seen confirmed, in small letters."""
    rows = sociallogin.email_addresses
    return [row.email.lower() for row in rows if row.verified is True or row.verified == "true"]


def free(emails):
    """Return those of these addresses that nobody has here."""
    taken = {email.lower() for email in User.objects.filter(email__in=emails).values_list("email", flat=True)}
    taken |= set(EmailAddress.objects.filter(email__in=emails, verified=True).values_list("email", flat=True))
    return [email for email in emails if email not in taken]


class SignUpForm(OurWords, social_forms.SignupForm):
    """`username`. The address is what the other site has confirmed, or none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("email", None)


class SignUp(social.SignupView):
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except signup.Taken:
            self.request.session["socialaccount_sociallogin"] = self.sociallogin.serialize()
            form.add_error("username", TAKEN)
            return self.form_invalid(form)

    def closed(self):
        return render(self.request, "account/signup_closed.html", {"mode": signup.mode()}, status=403)


sign_up = SignUp.as_view()


@login_not_required
def login(request, provider_id):
    """Lead to the other site. Only a form does: a link on some page signs nobody in."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    return _carefully(provider_views.login, request, provider_id)


@login_not_required
def callback(request, provider_id):
    """Where the other site sends people back to."""
    response = _carefully(provider_views.callback, request, provider_id)
    if response.status_code == 200 and request.user.is_anonymous:  # allauth shows that sign-up is closed
        response.status_code = 403
    return response


def _carefully(view, request, provider_id):
    try:
        return view(request, provider_id)
    except BROKEN:
        logger.warning("Signing in by %s failed", provider_id, exc_info=True)
        return render(request, "socialaccount/authentication_error.html", status=502)
