"""Drafts: what somebody has not saved yet, kept from the editor, listed, thrown away.

`editor` is a wiki.views.editor.Editor.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wiki import policies
from wiki.actions import drafting
from wiki.forms.entry import FORMS, number_in
from wiki.models import Draft
from wiki.views.errors import why_refused
from wiki.views.lookup import require, see_other, text_in


def keep(editor):
    """Keep the posted fields; the editor's script asks for JSON, a form without it is led back to the page."""
    data, entry = editor.request.POST, editor.entry
    wants_json = "application/json" in editor.request.headers.get("Accept", "")
    token = text_in(data, "token")[:32]
    if entry is None and not token:
        return editor.returned("This form has no place for a draft. Open a new one and put your text there.", 422)
    kept = (*FORMS[editor.kind].base_fields, "visibility")
    fields = {name: text_in(data, name) for name in kept if name in data}
    base = number_in(data.get("base")) or 0
    try:
        drafting.keep(editor.user, fields, kind=editor.kind, entry=entry, token=token, base=base)
    except drafting.NotKept as refused:
        status = 409 if isinstance(refused, drafting.OtherForm) else 413
        if wants_json:
            return JsonResponse({"error": str(refused)}, status=status)
        return editor.returned(str(refused), status)
    if wants_json:
        return JsonResponse({"kept": timezone.now().isoformat()})
    messages.success(editor.request, "Your draft is kept. Open the editor again to go on with it.")
    return see_other(entry.get_absolute_url() if entry else f"/{editor.kind}s/new/")


def not_kept(editor):
    """Tell the editor's script why this person may not write here (any more); None where no script asks."""
    if "application/json" not in editor.request.headers.get("Accept", ""):
        return None
    why = why_refused(editor.user, editor.entry)
    if "blocked" in why:
        said = "You are blocked, so your draft is not kept. Copy your text."
    elif why.get("protection"):
        said = "This page was protected: only admins change it, and your draft is not kept. Copy your text."
    else:
        said = "You may not write here any more, so your draft is not kept. Copy your text."
    return JsonResponse({"error": said}, status=403)


def discard(editor):
    """Close the draft; the editor opens anew, or the list of drafts where it was thrown away from there."""
    drafting.discard(editor.user, entry=editor.entry, token=text_in(editor.request.POST, "token"))
    return see_other(reverse("drafts") if editor.request.POST.get("next") == "drafts" else editor.request.path)


@require_safe
def mine(request):
    """What this person has written and not saved, the latest first."""
    may_write = policies.can_edit(request.user)
    require(may_write or policies.can_look_behind(request.user))  # whoever is blocked reads and copies what is theirs
    found = Draft.objects.visible_to(request.user).select_related("entry")
    return render(request, "wiki/drafts.html", {"drafts": found, "may_write": may_write, "nav": "drafts"})
