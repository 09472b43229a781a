"""What part of the audit log somebody asks for."""

from datetime import date

from django import forms
from django.core import validators

from wiki.readers.audit import GROUPS, AuditAsked

DAY = {"invalid": "Write the day as year-month-day, such as 2027-03-31."}


class Day(forms.DateField):
    def __init__(self, **more):
        # Further away a day has no moment in every time zone.
        within = [validators.MinValueValidator(date(1900, 1, 1)), validators.MaxValueValidator(date(2999, 12, 31))]
        widget = forms.DateInput({"type": "date"})
        super().__init__(required=False, error_messages=DAY, widget=widget, validators=within, **more)


LONGEST = 200  # characters: each word is a condition of its own


class AuditForm(forms.Form):
    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything")] + [(k, v[0]) for k, v in GROUPS.items()]
    )
    person = forms.CharField(
        label="Who or whom", required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    q = forms.CharField(
        label="Words", required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"type": "search"})
    )
    since = Day(label="From")
    until = Day(label="To")

    def __init__(self, data):
        super().__init__(data, auto_id="ui-%s")

    def asked(self):
        """Return the AuditAsked; what cannot be understood is left open. After `is_valid`."""
        return AuditAsked(**{name: value for name, value in self.cleaned_data.items() if value})
