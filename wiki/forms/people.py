"""What admins fill in about people."""

from django import forms

from accounts import mail
from accounts.inviting import DAYS, MOST_DAYS
from accounts.roles import ADMIN, EDITOR, READER
from wiki.forms.naming import ActForm, ReasonField
from wiki.forms.protection import UntilField

ROLES = [
    (READER, "Reader: reads what is public"),
    (EDITOR, "Editor: writes, and sees what is private"),
    (ADMIN, "Admin: publishes, and manages people"),
]


class InviteForm(ActForm):
    """A link for one person. With an e-mail address it is sent there, where the wiki sends mail."""

    role = forms.ChoiceField(
        label="Role of whoever comes", choices=ROLES, initial=EDITOR,
        error_messages={"invalid_choice": "Choose one of the roles.", "required": "Choose a role."},
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mail, if the link should be sent",
        required=False,
        max_length=254,
        error_messages={"invalid": "This is no e-mail address. Leave it empty to hand the link on yourself."},
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label="Days it lasts",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), f"Give a number from 1 to {MOST_DAYS}."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not mail.configured():
            self.fields["email"].label = "E-mail of whoever it is for"
            self.fields["email"].help_text = "This wiki sends no mail: hand the link on yourself."

    def clean_days(self):
        return self.cleaned_data["days"] or DAYS


class ManageForm(ActForm):
    """One act on one person; which one says the button, `action`."""

    role = forms.ChoiceField(
        choices=ROLES, required=False, error_messages={"invalid_choice": "Choose one of the roles."}
    )
    reason = ReasonField()
    until = UntilField(required=False)
