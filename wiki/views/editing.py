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
            return kept_text(request, status=404, gone=kind)
        raise Http404
    if is_of_another(request, entry, slug) and policies.can_edit(request.user):
        return kept_text(request, status=409, gone=kind, other=entry)
    if request.method != "POST" and (entry.kind, entry.slug) != (kind, slug):
        return HttpResponsePermanentRedirect(f"{entry.get_absolute_url()}edit/")
    return Editor(request, entry.kind, entry).answer()


def is_of_another(request, entry, slug):
    """Whether a form was opened on an entry whose address leads to this one by now: it was merged or deleted.

    A form says in `of` which entry it was opened on. One that does not is taken at its address alone.
    """
    if request.method != "POST":
        return False
    of = request.POST.get("of", "")
    return of != str(entry.pk) if of else entry.slug != slug


SIGNED = "You signed in or out since this form was opened, so nothing was saved yet. You can save it again."


def give_back(request, kind, slug=None):
    """Answer a form that came without a valid token: nothing is saved, and the text stands in a form that can be."""
    return _returned(request, kind, slug, SIGNED, 403)


def too_often(request, sentence, kind, slug=None):
    """Answer somebody who saves too often, as the sentence says: nothing is saved, and the text stands in its form."""
    return _returned(request, kind, slug, sentence, 429)


def _returned(request, kind, slug, sentence, status):
    if not policies.can_edit(request.user):
        return kept_text(request, status=status)
    entry = readers.entry_by_any_name(MODELS[kind], slug, request.user) if slug else None
    if slug and entry is None:
        return kept_text(request, status=404, gone=kind)
    if entry and is_of_another(request, entry, slug):
        return kept_text(request, status=409, gone=kind, other=entry)
    return Editor(request, entry.kind if entry else kind, entry).returned(sentence, status)


edit.give_back = create.give_back = give_back
edit.too_often = create.too_often = too_often
edit.unsaved = create.unsaved = ("draft", "discard", "preview")
