"""What is asked before an old text comes back."""

from django import forms

from wiki.forms.entry import LONGEST_SUMMARY


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label="Why",
        required=False,
        max_length=LONGEST_SUMMARY,
        error_messages={"max_length": "This has %(show_value)d characters; at most %(limit_value)d are kept."},
    )
