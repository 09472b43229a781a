"""What is asked before an entry becomes public or private, and before its history opens elsewhere."""

from django import forms

from wiki.forms.naming import ActForm, ReasonField
from wiki.models import Visibility

UNKNOWN_BASE = "This form does not say which revision was looked at. Look at it again, then send it once more."


class ChangeForm(ActForm):
    """Make it `visibility`, or ask for it; `base` is the revision that was looked at."""

    visibility = forms.ChoiceField(
        choices=Visibility.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Choose who may read it.", "invalid_choice": "Choose who may read it."},
    )
    base = forms.RegexField(
        r"\A[0-9]{1,8}\Z",
        widget=forms.HiddenInput,
        error_messages={"required": UNKNOWN_BASE, "invalid": UNKNOWN_BASE},
    )
    reason = ReasonField()

    def __init__(self, *args, entry, **more):
        super().__init__(*args, **more)
        self.entry = entry

    def clean_base(self):
        base = int(self.cleaned_data["base"])
        if base > self.entry.number:
            raise forms.ValidationError(UNKNOWN_BASE)
        return base


class DecisionForm(ChangeForm):
    """Do what was asked for, or decline it."""

    visibility = None
    action = forms.ChoiceField(
        choices=[("publish", "publish"), ("decline", "decline")],
        widget=forms.HiddenInput,
        error_messages={"required": "Choose what to do.", "invalid_choice": "Choose what to do."},
    )

    def clean(self):
        if self.cleaned_data.get("action") == "decline":
            self.errors.pop("base", None)  # what is not published need not have been looked at
            if not self.cleaned_data.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Say why: who asked is told.")


class HorizonForm(ActForm):
    """Let readers see the history from a revision on."""

    number = forms.IntegerField(
        label="First revision that readers see",
        min_value=1,
        max_value=99_999_999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Write the number of a revision.",
            "invalid": "Write the number of a revision.",
            "min_value": "Revisions are numbered from 1.",
            "max_value": "There is no such revision.",
        },
    )
    reason = ReasonField(required=True, error_messages={"required": "Say why: the reason is kept on record."})
    seen = forms.RegexField(
        r"\A[0-9]{1,8}-[0-9]{1,8}\Z",
        widget=forms.HiddenInput,
        error_messages={"required": UNKNOWN_BASE, "invalid": UNKNOWN_BASE},
    )

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.auto_id = "ui-horizon-%s"  # another form of its page has a reason too

    @staticmethod
    def seen_of(entry):
        """What `seen` says of an entry as it is: its revision and the first that readers see."""
        return f"{entry.number}-{entry.public_from or 0}"

    def clean_seen(self):
        """The pair of revision numbers that the form was opened on."""
        return tuple(map(int, self.cleaned_data["seen"].split("-")))
