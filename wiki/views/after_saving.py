"""What is said to somebody who has saved a text."""

from django.contrib import messages
from django.utils.html import format_html

from wiki import readers
from wiki.forms.entry import number_in


def tell(request, saved):
    """Say which revision this is, what it was merged with, whose name it took, and where its unlinked names are."""
    entry = saved.entry
    if saved.edit is None:
        messages.info(request, "Nothing was changed, so no revision was made.")
        return
    if entry.number == 1:
        _tell_claims(request, entry)
    merged = ""
    if saved.merged:
        base = number_in(request.POST.get("base")) or 0
        other = readers.who_saved_between(entry, base, entry.number, request.user) or "Somebody else"
        merged = f" {other} had changed this page meanwhile; the two changes were brought together."
    # The page's script puts the names themselves in the place of the second link: looking for them here would make
    # the writer wait.
    messages.success(
        request,
        format_html(
            'Saved as revision {0}.{1} <a href="{2}history/{0}/">See the revision</a>'
            '<span data-unlinked> · <a href="{2}mentions/">Unlinked mentions</a></span>',
            entry.number,
            merged,
            entry.get_absolute_url(),
        ),
    )


def _tell_claims(request, entry):
    """Say which other entries answered to the name of a new one until now."""
    others = readers.claims(entry.title, request.user, besides=entry.pk)
    if others:
        names = ", ".join(f"“{claim.row.title}”" for claim in others)
        messages.info(
            request, f"“{entry.title}” leads here now. It is also a name of {names}, which is named above the text."
        )
