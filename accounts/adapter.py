"""How allauth behaves here."""

import time
import unicodedata

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import addresses, mail, signup
from accounts.limits import ANYWHERE
from accounts.log import record
from accounts.models import Event
from accounts.network import address_of, network_of
from accounts.words import ERRORS, MESSAGES

OWN_STEPS = ("password", "mfa")  # what is shown here, and not by another site
STAGES = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.ConfirmAddress"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def is_open_for_signup(self, request):
        return signup.is_open()

    def is_ajax(self, request):
        return False  # pages for browsers only; what else they know of a form stays unsaid

    def is_safe_url(self, url):
        """Only this site, under the name it is asked by: `next` never leads away."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def get_client_ip(self, request):
        return address_of(request) or "0.0.0.0"  # where the server is asked by a socket file, which has no address

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not for somebody who signed in here a moment ago: they have just shown that it is them."""
        return super().is_reauthentication_required(app=app, **kwargs) and not _came_just_now(self.request)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted by name and address together."""
        return f"{self._name_tried(request, **credentials)} {network_of(request)}"

    def _name_tried(self, request, **credentials):
        return super()._get_login_attempts_cache_key(request, **credentials)

    def pre_authenticate(self, request, **credentials):
        super().pre_authenticate(request, **credentials)
        self._anywhere = ratelimit.consume(
            request, app="allauth.account", action=ANYWHERE, key=self._name_tried(request, **credentials)
        )
        if not self._anywhere:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self):
        super()._rollback_login_failed_rl_usage()
        if getattr(self, "_anywhere", None):
            self._anywhere.rollback()

    def _delete_login_attempts_cached_email(self, request, **credentials):
        super()._delete_login_attempts_cached_email(request, **credentials)
        key = self._name_tried(request, **credentials)
        ratelimit.clear(request, app="allauth.account", action=ANYWHERE, key=key)

    def get_login_stages(self):
        return [STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def respond_user_inactive(self, request, user):
        return HttpResponseRedirect(reverse("account_waiting" if user.awaits_approval else "account_inactive"))

    def save_user(self, request, user, form, commit=True):
        """Make the account that somebody asked for by the form. Raises signup.Taken."""
        super().save_user(request, user, form, commit=False)
        signup.admit(user)
        user.must_confirm = bool(user.email) and mail.configured()
        return signup.create(user, address=address_of(request))

    def clean_username(self, username, shallow=False):
        """Return the name in its plain form (NFKC), so that look-alikes of one sign are one name, if it can be one.

        It holds a letter or digit (`..` is no part of an address of a page) and no @, which makes an e-mail address.
        """
        name = unicodedata.normalize("NFKC", username)
        if "@" in name or not any(sign.isalnum() for sign in name):
            raise self.validation_error("username_unfit")
        return super().clean_username(name, shallow)

    def set_password(self, user, password):
        """Save the password and nothing else: what an admin did to this person meanwhile stays done."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def confirm_email(self, request, email_address):
        person = email_address.user
        before = "" if person.must_confirm else person.email
        confirmed = addresses.confirm(email_address)
        if confirmed:
            self.tell_former_address(person, before)
            record(Event.Kind.ADDRESS, by=person, person=person, address=address_of(request), what="confirmed")
        name = "confirmed" if confirmed else "not_confirmed"
        self.add_message(request, messages.SUCCESS if confirmed else messages.ERROR, name)
        return confirmed

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")

    def get_password_change_redirect_url(self, request):
        return resolve_url("account_profile")

    def get_reset_password_from_key_url(self, key):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def should_send_confirmation_mail(self, request, email_address, signup):
        return mail.configured()

    def format_email_subject(self, subject):
        return str(subject)

    def send_mail(self, template_prefix, email, context):
        if mail.configured():
            context = {"request": self.request, "email": email, "site_url": settings.SITE_URL} | context
            mail.post(self.render_mail(template_prefix, email, context))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the person by mail that something about the account changed, in one manner for all that can."""
        email = email or EmailAddress.objects.get_primary_email(user) or user.email
        what = MESSAGES.get(template_prefix)
        if email and what:
            self.send_mail(
                "account/email/changed", email, {"user": user, "what": what, "ip": self.get_client_ip(self.request)}
            )

    def tell_former_address(self, person, before):
        """Mail to the address that counted `before` ("" for none) that another has taken its place, or none has."""
        if before and before.lower() != person.email.lower():
            self.send_notification_mail("account/email/email_changed", person, email=before)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Say it in our words; of what has none here nothing is said, since the page shows it."""
        text = message or MESSAGES.get(message_template)
        if text:
            messages.add_message(request, level, text.format(**_plain(message_context)))


def _came_just_now(request):
    steps = [step["at"] for step in get_authentication_records(request, request.user) if step["method"] in OWN_STEPS]
    return bool(steps) and time.time() - steps[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def _plain(context):
    return {name: value for name, value in (context or {}).items() if isinstance(value, str)}
