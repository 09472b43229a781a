"""Keep what stands in the editor as a draft, and throw it away. `editor` is a wiki.views.editor.Editor."""

from django.contrib import messages
from django.http import JsonResponse
from django.utils import timezone

from wiki.actions import drafting
from wiki.forms.entry import FORMS, number_in
from wiki.views.lookup import see_other, text_in


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


def discard(editor):
    drafting.discard(editor.user, entry=editor.entry, token=text_in(editor.request.POST, "token"))
    return see_other(editor.request.path)
