"""The second step of signing in: codes of an app, recovery codes, passkeys."""

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn import views as webauthn_views
from django import forms
from django.urls import reverse_lazy

from accounts import mail
from accounts.forms import OurWords
from accounts.words import MFA_ERRORS


class Adapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | MFA_ERRORS

    def get_totp_issuer(self):
        return mail.site_name()

    def get_totp_label(self, user):
        return user.get_username()

    def _get_site_name(self):
        return mail.site_name()

    def generate_authenticator_name(self, user, type):
        return "Passkey"

    def send_notification_mail(self, *args, **kwargs):
        return account_adapter().send_notification_mail(*args, **kwargs)


class Numeric:
    """A code is short; telephones show digits for it where it has no letters."""

    labels = {"code": "Code"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].max_length = 32
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": "32", "autofocus": True}


class AuthenticateForm(Numeric, OurWords, base.AuthenticateForm):
    pass


class ReauthenticateForm(Numeric, OurWords, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(Numeric, OurWords, totp.ActivateTOTPForm):
    pass


class Readable:
    """What a browser sends is JSON of a certain shape. Of any other shape it is a wrong code, not an error page."""

    def full_clean(self):
        try:
            super().full_clean()
        except (ValueError, TypeError, KeyError, AttributeError):
            self.cleaned_data = {}
            self._errors = forms.utils.ErrorDict()
            self.add_error(None, forms.ValidationError(MFA_ERRORS["passkey"], code="incorrect_code"))


class AddPasskeyForm(Readable, OurWords, webauthn.AddWebAuthnForm):
    labels = {"name": "What you call it"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["maxlength"] = "100"

    def clean_name(self):
        return super().clean_name()[:100]


class PasskeyForm(Readable, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Readable, webauthn.ReauthenticateWebAuthnForm):
    pass


class RemovePasskey(webauthn_views.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


remove_passkey = RemovePasskey.as_view()
