"""Who may change an entry, until when, and why."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from wiki.forms.naming import ActForm, ReasonField

LEVELS = [("open", "Everybody who may write here"), ("admins", "Only admins")]


class UntilField(forms.CharField):
    """A day, which counts to its end, or a moment; in the site's time zone where none is given. None for neither."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value):
        text = super().to_python(value)
        try:
            day = parse_date(text)
            moment = datetime.datetime.combine(day, datetime.time.max) if day else parse_datetime(text)
            if moment is not None and timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
        except (ValueError, OverflowError):
            moment = None
        if text and (moment is None or not 2000 <= moment.year <= 9000):  # beyond, time zones leave the calendar
            raise forms.ValidationError("Write a day as 2026-12-31, or leave it empty.")
        return moment


class ProtectionForm(ActForm):
    level = forms.ChoiceField(
        label="Who may change it",
        choices=LEVELS,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose who may change it."),
    )
    until = UntilField(
        label="Until the end of", required=False, help_text="Leave it empty to protect it until somebody lifts it."
    )
    reason = ReasonField(help_text="Editors read it above the text. Readers do not.")
