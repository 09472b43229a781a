"""What is asked when a tag is described or gets another name. The actions decide what can be."""

from django import forms

from wiki.actions.retagging import LONGEST
from wiki.forms.naming import ActForm, ReasonField


class DescribeForm(ActForm):
    """`was` is the description that the form was opened with."""

    description = forms.CharField(
        label="What it is about",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"A sentence or two, up to {LONGEST:,} characters. It stands at the head of the tag’s page, "
        "for everybody who sees the tag: name nothing private in it.",
    )
    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class RenameTagForm(ActForm):
    name = forms.CharField(
        label="New name",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="A slash puts it below another tag: water/works. The name of a tag that exists makes them one.",
    )
    narrower = forms.BooleanField(label="Its narrower tags go along", required=False)
    reason = ReasonField(label="Reason, in the history of each entry")
    description = forms.CharField(
        label="Description of the tag they become",
        required=False,
        strip=False,
        max_length=LONGEST,
        error_messages={"max_length": "This has %(show_value)d characters; at most %(limit_value)d are kept."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
