"""What is asked before an entry gets another name, goes into another, or goes. The actions decide what can be."""

from django import forms

from wiki.forms.entry import LONGEST_SUMMARY

TOO_LONG = "This has %(show_value)d characters; at most %(limit_value)d are kept."


class ReasonField(forms.CharField):
    """Why: kept on record."""

    def __init__(self, **more):
        options = {
            "label": "Reason, kept on record",
            "required": False,
            "max_length": LONGEST_SUMMARY,
            "error_messages": {"max_length": TOO_LONG},
            "widget": forms.Textarea(attrs={"rows": 2}),
        }
        super().__init__(**(options | more))


class ActForm(forms.Form):
    """A form whose fields have ids of the page's own, and which can say what an action refused."""

    def __init__(self, *args, **more):
        super().__init__(*args, auto_id="ui-%s", **more)

    def refuse(self, refused):
        """Show a SaveRefused beside its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))

    @property
    def hidden_errors(self):
        """What is wrong with fields that nobody sees."""
        return [error for field in self.hidden_fields() for error in field.errors]


class RenameForm(ActForm):
    title = forms.CharField(label="New title", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = ReasonField()
    rewrite = forms.BooleanField(label="Write the new title where texts link by the old one", required=False)


class MergeForm(ActForm):
    into = forms.CharField(
        label="Into which concept",
        required=False,
        help_text="Its title, another name, or what stands in its address.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = ReasonField()
    seen = forms.RegexField(r"\A\d{1,9}-\d{1,9}\Z", required=False, widget=forms.HiddenInput)

    def clean_into(self):
        if not self.cleaned_data["into"]:
            raise forms.ValidationError("Name the concept that takes everything.")
        return self.cleaned_data["into"]

    def clean_seen(self):
        """The pair of revision numbers that the preview showed, or None."""
        text = self.cleaned_data["seen"]
        return tuple(map(int, text.split("-"))) if text else None


class ReasonForm(ActForm):
    reason = ReasonField()
