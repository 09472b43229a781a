"""Forms about accounts: our own, and allauth's with our words at their fields."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts import addresses, mail, signup, zones
from accounts.models import User

LABELS = {
    "login": "User name or e-mail address",
    "username": "User name",
    "email": "E-mail address",
    "oldpassword": "Your password now",
    "password": "Password",
    "password2": "The same once more",
    "code": "Code",
}


class OurWords:
    """Labels instead of placeholders, which vanish while one types."""

    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name) or LABELS.get(name) or field.label
            field.widget.attrs.pop("placeholder", None)


class NewPersonForm(OurWords, BaseUserCreationForm):
    """Name and password of somebody who makes an account: `username`, `password1`, `password2`."""

    labels = {"password1": "Password"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = "Letters, digits and . + - _; others see it beside what you write."
        self.fields["password2"].help_text = ""

    def clean_username(self):
        return get_adapter().clean_username(self.cleaned_data["username"])  # said once, at the field


class FirstAdminForm(NewPersonForm):
    """Name and password of the first admin: `username`, `password1`, `password2`."""

    class Meta:
        model = User
        fields = ["username"]


class InvitationForm(NewPersonForm):
    """`username`, `email` where the wiki can send mail to confirm it, `password1`, `password2`.

    Whether somebody has this address already is not asked: the page would tell.
    """

    email = forms.EmailField(label="E-mail address (you can leave it empty)", required=False, max_length=254)
    field_order = ["username", "email", "password1", "password2"]

    class Meta:
        model = User
        fields = ["username"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address (you can leave it empty)"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        if not mail.configured():
            del self.fields["email"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class LoginForm(OurWords, allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""  # the page leads to a new password


class SignUpForm(OurWords, allauth.SignupForm):
    """`username`, `email` where the wiki can send mail to confirm it, `password1`, `password2`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Password"
        if mail.configured():
            self.fields["email"].required = True
            self.fields["email"].help_text = "We send a link there to see that it is yours."
        else:
            del self.fields["email"]

    def try_save(self, request):
        """As allauth does; but whoever waits for an admin is told so, be the address known already or not."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])  # takes as long as making the account does
            if signup.mode() == signup.APPROVAL:
                get_adapter().send_account_already_exists_mail(self.cleaned_data["email"])
                return None, HttpResponseRedirect(reverse("account_waiting"))
        return super().try_save(request)


class ReauthenticateForm(OurWords, allauth.ReauthenticateForm):
    pass


class ResetPasswordForm(OurWords, allauth.ResetPasswordForm):
    def clean_email(self):
        """The link goes to whom the address belongs: not who waits for it or has confirmed nothing."""
        email = super().clean_email()
        person = addresses.owner(email)
        self.users = [person] if person and person.is_active and not person.must_confirm else []
        return email

    def save(self, request, **options):
        """Write the mail beside the request, whether there is one to write or not: both take as long."""
        mail.beside(lambda: super(ResetPasswordForm, self).save(request, **options))
        return self.cleaned_data["email"]


class ResetPasswordKeyForm(OurWords, allauth.ResetPasswordKeyForm):
    labels = {"password1": "New password"}


class ChangePasswordForm(OurWords, allauth.ChangePasswordForm):
    labels = {"password1": "New password"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(OurWords, allauth.SetPasswordForm):
    labels = {"password1": "Password"}


class AddressForm(forms.Form):
    email = forms.EmailField(label="New e-mail address", max_length=254)
    email.widget.attrs["autocomplete"] = "email"


class ProfileForm(forms.ModelForm):
    """What people say of themselves. Only these fields: what somebody may do is never set by a form of their own."""

    time_zone = forms.CharField(
        required=False,
        help_text="Like Europe/Lisbon. Times on pages are shown in it; without one, in that of the site.",
        widget=forms.TextInput(attrs={"list": "ui-zones", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "time_zone"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]  # there is nothing to choose
            return
        self.fields["language"] = forms.ChoiceField(
            required=False,
            choices=[("", "What the browser asks for"), *settings.LANGUAGES],
            help_text="The pages are written in English; what entries say is in the language of their authors.",
        )

    def clean_first_name(self):
        return _shown(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return _shown(self.cleaned_data["last_name"])

    def clean_time_zone(self):
        said = self.cleaned_data["time_zone"].strip()
        if not said:
            return ""
        name = zones.find(said)
        if name is None:
            raise forms.ValidationError("There is no time zone of this name. Write one like Europe/Lisbon, or nothing.")
        return name


def _shown(text):
    if not text.isprintable():
        raise forms.ValidationError("This holds a sign that cannot be shown, such as a line break. Take it out.")
    return text
