"""What is said to somebody who has saved a text."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join

from wiki import readers

NAMED = 5  # names that are listed; the page of unlinked mentions has all


def tell(request, saved):
    """Say what the save did besides saving: what it was merged with, whose name it took, what it could link."""
    entry = saved.entry
    if saved.edit is None:
        messages.info(request, "Nothing was changed, so no revision was made.")
        return
    if saved.merged:
        messages.success(
            request,
            f"Saved as revision {entry.number}. Somebody else had changed this page meanwhile;"
            " the two changes were brought together.",
        )
    if entry.number == 1:
        _tell_claims(request, entry)
    _tell_unlinked(request, entry)


def _tell_claims(request, entry):
    """Say which other entries answered to the name of a new one until now."""
    others = readers.claims(entry.title, request.user, besides=entry.pk)
    if others:
        names = ", ".join(f"“{claim.row.title}”" for claim in others)
        messages.info(
            request, f"“{entry.title}” leads here now. It is also a name of {names}, which is named above the text."
        )


def _tell_unlinked(request, entry):
    names = readers.unlinked_names(entry, request.user)
    if names:
        shown = format_html_join(", ", "“{}”", ((name,) for name in names[:NAMED]))
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        messages.info(
            request,
            format_html(
                'The text names {}{} without a link. <a href="{}mentions/">Look at the sentences</a>.',
                shown,
                more,
                entry.get_absolute_url(),
            ),
        )
