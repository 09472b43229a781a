"""The form of a concept and of an essay. It reads what was typed; wiki.actions.saving decides what can be stored."""

import re
from dataclasses import replace

from django import forms

from wiki.actions.saving import Submission
from wiki.models import Visibility

LISTS = ("aliases", "tags", "related")
ESSAY_TEXTS = ("author", "publication", "published", "source_url")
LONGEST_SUMMARY = 500  # characters
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.?\S*\Z", re.IGNORECASE)


class LinesField(forms.CharField):
    """One item a line; commas never split."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(value or ())

    def to_python(self, value):
        return tuple(line.strip() for line in super().to_python(value).splitlines() if line.strip())


class EntryForm(forms.Form):
    """What an editor fills in for a concept. `start` is the Document the writer began with.

    A field that is missing in the posted data keeps the value of `start`, an empty one clears it.
    """

    title = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    body = forms.CharField(
        label="Text", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"})
    )
    aliases = LinesField(
        label="Also known as",
        required=False,
        help_text="One name a line. Each name leads here; two pages may share one.",
    )
    tags = LinesField(required=False, help_text="One subject a line.")
    related = LinesField(required=False, help_text="One entry a line, by its name.")
    summary = forms.CharField(label="What changed, and why", required=False, max_length=LONGEST_SUMMARY)
    section = forms.CharField(required=False, widget=forms.HiddenInput)  # id of the heading; '' for the whole text
    base = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            "This form does not say which revision it began with. Your text is below; save it again.",
        ),
    )

    def __init__(self, start, data=None, *, base=0, visibility="", may_publish=False, section=""):
        self.start, self.is_for_entry = start, base > 0
        initial = {name: getattr(start, name) for name in self.base_fields if hasattr(start, name)}
        initial |= {"base": base, "section": section}
        self.had_nul = False
        if data is not None:
            data = self._completed(data, {**initial, "visibility": visibility})
        super().__init__(data, initial=initial)
        if may_publish:
            # Private comes first: what a browser sends when nothing was chosen publishes nothing.
            choices = sorted(Visibility.choices, key=lambda choice: choice[0] != Visibility.PRIVATE)
            self.fields["visibility"] = forms.ChoiceField(
                label="Who may read it", choices=choices, required=False, initial=visibility
            )
        for name, field in self.fields.items():
            field.widget.attrs["id"] = f"ui-{name.replace('_', '-')}"

    def _completed(self, data, initial):
        texts = {name: LinesField().prepare_value(initial[name]) for name in LISTS}
        completed = {**initial, **texts}
        completed["section"] = ""
        completed["base"] = "" if self.is_for_entry else "0"
        for name in data:
            text = data[name]
            self.had_nul |= "\0" in text
            completed[name] = text.replace("\0", "")
        return completed

    def clean(self):
        if self.had_nul:
            raise forms.ValidationError(
                "The text held characters that cannot be stored (NUL). They were taken out; look at it and save again."
            )
        return super().clean()

    def document(self):
        """Return the Document that was typed, with all that the form has no field for as `start` has it."""
        return replace(self.start, **{name: value for name, value in self.cleaned_data.items() if name in self.texts})

    @property
    def texts(self):
        """Names of the fields that belong to the document."""
        return ("title", "body", *LISTS)

    def submission(self, entry=None):
        """Return the Submission to save, for a new entry or for this one."""
        visibility = self.cleaned_data.get("visibility") or Visibility.PRIVATE
        return Submission(
            self.document(),
            entry=entry,
            base=self.cleaned_data["base"] if entry else None,
            visibility=visibility,
            by_right=True,
            summary=self.cleaned_data["summary"],
        )

    def refuse(self, refused):
        """Show a SaveRefused beside its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class EssayForm(EntryForm):
    """What an editor fills in for an essay."""

    author = forms.CharField(required=False)
    publication = forms.CharField(required=False)
    published = forms.CharField(required=False, help_text="A date, or what is known of it.")
    source_url = forms.CharField(label="Source URL", required=False, widget=forms.URLInput)

    def clean_source_url(self):
        """Only an address of the web leads anywhere; what an imported file said may stay as it is."""
        address = self.cleaned_data["source_url"]
        if address and address != self.start.source_url and not WEB_ADDRESS.match(address):
            raise forms.ValidationError("Write the whole address, beginning with https:// or http://.")
        return address

    @property
    def texts(self):
        return (*super().texts, *ESSAY_TEXTS)


FORMS = {"concept": EntryForm, "essay": EssayForm}


def number_in(text):
    """Return the revision number that a field holds, None for anything else."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
