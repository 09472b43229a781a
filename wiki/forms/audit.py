"""What part of the audit log somebody asks for."""

from django import forms

from wiki.readers.audit import GROUPS, Asked

DAY = {"invalid": "Write the day as year-month-day, such as 2027-03-31."}


class AuditForm(forms.Form):
    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything")] + [(k, v[0]) for k, v in GROUPS.items()]
    )
    person = forms.CharField(label="Who or whom", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    q = forms.CharField(label="Words", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    since = forms.DateField(label="From", required=False, error_messages=DAY, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="To", required=False, error_messages=DAY, widget=forms.DateInput({"type": "date"}))

    def __init__(self, data):
        super().__init__(data, auto_id="ui-%s")

    def asked(self):
        """Return the Asked; what cannot be understood is left open. After `is_valid`."""
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})
