"""Which parts of a revision are suppressed, and why."""

from django import forms

from wiki.actions.suppressing import PARTS
from wiki.forms.naming import ActForm, ReasonField

ON, OFF = ("on", "true", "1"), ("off", "false", "0", "")


class SuppressForm(ActForm):
    """Each part is `on`, `off`, or left out: then it stays as it is."""

    reason = ReasonField(help_text="Editors read it beside the revision. Readers do not.")
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)  # parts suppressed when it was made

    def clean(self):
        wanted = {part: self.data[part].strip().lower() for part in PARTS if part in self.data}
        if any(text not in ON + OFF for text in wanted.values()):
            raise forms.ValidationError("This form says of a part neither on nor off. Choose again.")
        self.wanted = {part: text in ON for part, text in wanted.items()}
        return self.cleaned_data

    @property
    def seen_parts(self):
        """{part: whether it was suppressed} as the form showed it, None when it does not say."""
        return {part: part in self.cleaned_data["seen"].split() for part in PARTS} if "seen" in self.data else None
