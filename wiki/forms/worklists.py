"""What the work lists ask."""

from django import forms

from wiki.forms.naming import ActForm


class LeadForm(ActForm):
    """Which entry a wanted name leads to from now on."""

    name = forms.CharField(
        label="Name",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write the name."},
    )
    into = forms.CharField(
        label="Leads to",
        required=False,
        help_text="The title of an entry, another of its names, or what stands in its address.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self):
        if not self.cleaned_data["name"]:
            raise forms.ValidationError("Write the name that is to lead there.")
        return self.cleaned_data["name"]

    def clean_into(self):
        if not self.cleaned_data["into"]:
            raise forms.ValidationError("Write the name of the entry that it shall lead to.")
        return self.cleaned_data["into"]
