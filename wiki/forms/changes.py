"""Which changes somebody asks for. What cannot be understood is left open, and the page says so."""

import datetime

from django import forms
from django.utils import timezone

from wiki.actions.tagging import tag_slug
from wiki.document.names import BadName
from wiki.models import Entry
from wiki.readers.changes_rows import ChangesAsked

LONGEST = 200  # characters of a name
ALL = "all"
DAYS = [(ALL, "All")] + [(str(days), f"{days} days" if days > 1 else "One day") for days in (1, 3, 7, 30, 90)]
_TOO_LONG = {"max_length": "No name here is so long, so this was left out."}


class ChangesForm(forms.Form):
    by = forms.CharField(label="Person", required=False, max_length=LONGEST, error_messages=_TOO_LONG)
    tag = forms.CharField(label="Tag", required=False, max_length=LONGEST, error_messages=_TOO_LONG)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "All"), *Entry.Kind.choices],
        error_messages={"invalid_choice": "There is no such kind, so all are shown."},
    )
    days = forms.ChoiceField(
        label="Of the last",
        required=False,
        choices=DAYS,
        error_messages={"invalid_choice": "This is none of the times to choose from, so all are shown."},
    )
    own = forms.ChoiceField(
        label="My own",
        required=False,
        choices=[("", "Shown"), ("hide", "Hidden")],
        error_messages={"invalid_choice": "Your own can be shown or hidden; they are shown."},
    )

    def __init__(self, data, user):
        super().__init__({name: value.replace("\0", "") for name, value in data.items()}, auto_id="ui-%s")
        for name in ("by", "tag"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if not user.is_authenticated:
            del self.fields["own"]

    def clean_tag(self):
        """Return the slug of the tag, however it was spelt."""
        name = self.cleaned_data["tag"]
        try:
            slug = tag_slug(name) if name else ""
        except BadName:
            slug = ""
        if name and not slug:
            raise forms.ValidationError("No tag can be called so, so this was left out.")
        return slug

    def given(self):
        """Return {name: value} of what narrows the list, to be asked again. After `is_valid`."""
        return {name: value for name, value in self.cleaned_data.items() if value and value != ALL}

    def asked(self):
        """Return the ChangesAsked. After `is_valid`."""
        given = self.given()
        days, own = int(given.pop("days", 0)), given.pop("own", "")
        since = timezone.now() - datetime.timedelta(days=days) if days else None
        return ChangesAsked(since=since, own=not own, **given)
