"""Write and revise: new entries, edits, previews, conflicts. No text that reaches one of these views is lost."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.views.decorators.http import require_http_methods

from wiki import policies, readers
from wiki.views.editor import Editor, kept_text
from wiki.views.entries import MODELS

EDITING = require_http_methods(["GET", "HEAD", "POST"])


@EDITING
def create(request, kind):
    """A form for a new entry; `?title=` fills in its name, `?draft=` continues one that was kept."""
    return Editor(request, kind).answer()


@EDITING
def edit(request, kind, slug):
    """The form of an entry, and what becomes of it: saved, shown, kept, brought together with another's change."""
    if request.method == "POST" and not request.user.is_authenticated:
        return kept_text(request)  # before any look at the entry: whether there is one is not told
    entry = readers.entry_by_any_name(MODELS[kind], slug, request.user)
    if entry is None:
        if request.method == "POST" and policies.can_edit(request.user):
            return kept_text(request, status=404, kind=kind)
        raise Http404
    if request.method != "POST" and (entry.kind, entry.slug) != (kind, slug):
        return HttpResponsePermanentRedirect(f"{entry.get_absolute_url()}edit/")
    return Editor(request, entry.kind, entry).answer()


def give_back(request, kind, slug=None):
    """Answer a form that came without a valid token: nothing is saved, and the text stands in a form that can be."""
    if not policies.can_edit(request.user):
        return kept_text(request)
    entry = readers.entry_by_any_name(MODELS[kind], slug, request.user) if slug else None
    if slug and entry is None:
        return kept_text(request, status=404, kind=kind)
    return Editor(request, entry.kind if entry else kind, entry).returned(
        "You signed in or out since this form was opened, so nothing was saved yet. Your text is here: save it again."
    )


edit.give_back = create.give_back = give_back
