"""What admins set about the site."""

import json

from django import forms
from django.conf import settings
from django.core.validators import URLValidator

from accounts.signup import INVITE
from wiki.actions.settling import FIELDS
from wiki.forms.naming import TOO_LONG, ActForm
from wiki.models import Site

SIGNUP = [
    ("invite", "By invitation of an admin"),
    ("approval", "Anybody; an admin approves each account"),
    ("open", "Anybody, at once"),
    ("closed", "Nobody"),
]
LONGEST_ABOUT = 100_000


class OneLine(forms.CharField):
    def __init__(self, field, **more):
        longest = Site._meta.get_field(field).max_length
        super().__init__(required=False, max_length=longest, error_messages={"max_length": TOO_LONG}, **more)

    def clean(self, value):
        text = super().clean(value)
        if not text.isprintable():
            raise forms.ValidationError("This holds a sign that cannot be shown, such as a line break. Take it out.")
        return text


class SiteForm(ActForm):
    name = OneLine("name", label="Name")
    tagline = OneLine("tagline", label="Line below it")
    about = forms.CharField(
        label="About this wiki",
        required=False,
        max_length=LONGEST_ABOUT,
        error_messages={"max_length": TOO_LONG},
        help_text="Markdown, with links to concepts as in every text. It stands at the address /about/.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    licence = OneLine("licence", label="Licence of the content", help_text="Such as CC BY-SA 4.0. In the footer.")
    licence_url = forms.CharField(
        label="Address of the licence",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        validators=[URLValidator(["https", "http"], message="Write the whole address, beginning with https://.")],
    )
    signup = forms.ChoiceField(
        label="Who may make an account", required=False, choices=SIGNUP, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these."},
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, stored, fixed):
        """`stored` are the values as they are; `fixed` names those that cannot be changed here."""
        super().__init__(data, initial={**stored, "seen": json.dumps(stored)})
        self.stored, self.fixed = stored, fixed
        for name in fixed:
            self.fields[name].disabled = True
        for name, default in (("name", settings.WIKI_NAME), ("tagline", settings.WIKI_TAGLINE)):
            if name not in fixed:
                self.fields[name].help_text = f"Empty: “{default}”."

    def clean_seen(self):
        """The values that the form began with, as {field: text}; those stored where it does not say."""
        try:
            seen = json.loads(self.cleaned_data["seen"])
            return {name: seen[name] for name in FIELDS if isinstance(seen.get(name), str)}
        except (ValueError, AttributeError, RecursionError):
            return self.stored

    def values(self):
        """Return {field: text} of what was posted and may be changed. After `is_valid`."""
        posted = [name for name in FIELDS if name in self.data and name not in self.fixed]
        values = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in posted}
        return {name: value or (INVITE if name == "signup" else "") for name, value in values.items()}
