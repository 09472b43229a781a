"""Write and revise: new entries, edits, previews, conflicts. No text that reaches one of these views is lost."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wiki import history, policies, readers
from wiki.actions import drafting
from wiki.actions.derived import preview_text
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused, TooLarge
from wiki.actions.merging import merge_documents
from wiki.actions.saving import clean, save_entry
from wiki.document.document import Document
from wiki.forms.entry import FORMS
from wiki.models import Draft, Visibility
from wiki.views import sections
from wiki.views.entries import MODELS
from wiki.views.lookup import see_other

EDITING = require_http_methods(["GET", "HEAD", "POST"])
UNSAVED = ("action", "csrfmiddlewaretoken")  # of a posted form, what is no part of the text


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


def kept_text(request, status=403, kind=""):
    """Give the posted fields back to somebody who cannot save them here and now."""
    fields = [(name, text) for name, text in request.POST.items() if name not in UNSAVED]
    return render(request, "wiki/kept_text.html", {"fields": fields, "kind": kind}, status=status)


class Editor:
    """One request to the editor, for a new entry of a kind or for an entry that exists."""

    def __init__(self, request, kind, entry=None):
        self.request, self.user, self.kind, self.entry = request, request.user, kind, entry
        self.may_publish = policies.can_publish(self.user)

    def answer(self):
        if not policies.can_edit(self.user, self.entry):
            if self.request.method == "POST":
                return kept_text(self.request)
            raise PermissionDenied
        if self.request.method != "POST":
            return self.opened()
        act = self.request.POST.get("action", "save")
        if act == "draft":
            return self.keep()
        if act == "discard":
            return self.discard()
        return self.posted(act)

    # Opening

    def opened(self):
        draft = self.draft()
        if draft is not None:
            form = self.form(draft.fields, self.start(draft.base))
            return self.page(form, draft=draft, token=draft.token)
        if self.entry is not None:
            start, section = sections.taken_out(self.start(), self.request.GET.get("section", ""))
            return self.page(self.form(None, start, section), token="")
        start = Document(kind=self.kind, title=self.request.GET.get("title", "").replace("\0", "").strip())
        return self.page(self.form(None, start), token=secrets.token_hex(16))

    def draft(self):
        drafts = Draft.objects.visible_to(self.user)
        if self.entry is not None:
            return drafts.filter(entry=self.entry).first()
        token = self.request.GET.get("draft", "")
        return drafts.filter(token=token, kind=self.kind).first() if token else None

    def start(self, base=None):
        """The Document of the revision the writer began with; the current one for a number that means none."""
        if self.entry is None:
            return Document(kind=self.kind)
        if base is None or base == self.entry.number:
            return self.entry.document()
        if base == 0:
            return Document(kind=self.kind)
        return history.read_number(self.entry, base) or self.entry.document()

    def form(self, data, start, section=""):
        return FORMS[self.kind](
            start,
            data,
            section=section,
            base=self.entry.number if self.entry else 0,
            visibility=self.entry.visibility if self.entry else Visibility.PRIVATE,
            may_publish=self.may_publish,
        )

    # Answering

    def posted(self, act):
        data = self.request.POST
        form = self.form(data, self.start(_number(data.get("base"))))
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            submission = form.submission(self.entry)
            if self.entry is not None and "against" in data:
                self.decide(submission)
            if act == "preview":
                return self.preview(form, submission)
            sections.put_back(submission, form)
            if act == "edit":
                return self.page(self.again(submission, form))
            return self.saved(save_entry(submission, by=self.user), form)
        except EditConflict as conflict:
            return self.conflict(conflict, form)
        except NameTaken as taken:
            return self.taken(taken, form, submission)
        except SaveRefused as refused:
            form.refuse(refused)
            return self.page(form, status=413 if isinstance(refused, TooLarge) else 422)

    def decide(self, submission):
        """Put the choices of the conflict page into the submission: its text then begins at the revision `against`
        which it was brought together with."""
        data, against = self.request.POST, _number(self.request.POST.get("against"))
        theirs = history.read_number(self.entry, against) if against else None
        base = self.start(submission.base)
        if theirs is None or against <= submission.base:
            raise SaveRefused("This page names a revision that does not exist. Your text is below.", field="base")
        merged = merge_documents(base, submission.document, theirs)
        sentences = [data.get(f"sentence-{index}", "both") for index in range(len(merged.body.clashes))]
        values = {name: data.get(f"value-{name}", "mine") for name in merged.values}
        submission.document, submission.base, submission.kind = merged.document(sentences, values), against, "merge"

    def saved(self, saved, form):
        drafting.discard(self.user, entry=self.entry, token=self.request.POST.get("token", ""))
        entry, wanted = saved.entry, self.request.POST.get("visibility")
        if saved.edit is None:
            messages.info(self.request, "Nothing was changed, so no revision was made.")
        elif saved.merged:
            messages.success(
                self.request,
                f"Saved as revision {entry.number}. Somebody else had changed this page meanwhile;"
                " the two changes were brought together.",
            )
        elif self.entry is None:
            self.tell_claims(entry)
        if self.entry is not None and self.may_publish and wanted in Visibility.values and wanted != entry.visibility:
            return see_other(f"{entry.get_absolute_url()}visibility/?visibility={wanted}")
        return see_other(entry.get_absolute_url() + sections.fragment(form))

    def tell_claims(self, entry):
        """Say which other entries answered to the name of a new one until now."""
        others = readers.claims(entry.title, self.user, besides=entry.pk)
        if others:
            names = ", ".join(f"“{claim.row.title}”" for claim in others)
            messages.info(
                self.request,
                f"“{entry.title}” leads here now. It is also a name of {names}, which is named above the text.",
            )

    def taken(self, taken, form, submission):
        """Another entry has the name. Whoever sent the same form twice is led to what the first one made."""
        taken.entry = other = readers.holder_of(submission.document, self.user)
        if self.entry is None and other is not None and other.document() == clean(submission.document):
            drafting.discard(self.user, token=self.request.POST.get("token", ""))
            return see_other(other.get_absolute_url())
        form.refuse(taken)
        return self.page(form, taken=other, status=422)

    def conflict(self, conflict, form):
        fields = _as_fields(conflict.mine, form)
        context = {
            "page": readers.conflict_page(conflict, self.user),
            "fields": [*fields.items(), ("summary", form.cleaned_data["summary"]), ("base", conflict.base)],
            "visibility": self.request.POST.get("visibility", ""),
            "nav": f"{self.kind}s",
        }
        return render(self.request, "wiki/entry_conflict.html", context, status=409)

    def preview(self, form, submission):
        shown = readers.unstored(preview_text(submission.document.body), self.user)
        if self.request.POST.get("part") == "preview":
            return render(self.request, "wiki/_preview.html", {"preview": shown})
        if "against" in self.request.POST:
            form = self.again(submission, form)
        return self.page(form, preview=shown)

    def again(self, submission, form):
        """A form that holds what the choices of the conflict page made of the text."""
        fields = _as_fields(submission.document, form)
        fields |= {"summary": submission.summary, "base": str(submission.base or 0)}
        return self.form(fields, self.start(submission.base))

    def returned(self, sentence, status=403):
        form = self.form(self.request.POST, self.start(_number(self.request.POST.get("base"))))
        form.is_valid()
        form.add_error(None, sentence)
        return self.page(form, status=status)

    # Drafts

    def keep(self):
        fields = {name: text for name, text in self.request.POST.items() if name in FORMS[self.kind].base_fields}
        token = self.request.POST.get("token", "")[:32]
        wants_json = "application/json" in self.request.headers.get("Accept", "")
        if self.entry is None and not token:
            return self.returned("This form has no place for a draft. Open a new one and put your text there.", 422)
        try:
            drafting.keep(
                self.user,
                {name: text.replace("\0", "") for name, text in fields.items()},
                kind=self.kind,
                entry=self.entry,
                token=token,
                base=_number(self.request.POST.get("base")) or 0,
            )
        except ValueError as too_large:
            return (
                JsonResponse({"error": str(too_large)}, status=413)
                if wants_json
                else self.returned(str(too_large), 413)
            )
        if wants_json:
            return JsonResponse({"kept": timezone.now().isoformat()})
        messages.success(self.request, "Your draft is kept. Open the editor again to go on with it.")
        return see_other(self.entry.get_absolute_url() if self.entry else "/")

    def discard(self):
        drafting.discard(self.user, entry=self.entry, token=self.request.POST.get("token", ""))
        return see_other(self.request.path)

    # Showing

    def page(self, form, *, status=200, preview=None, draft=None, taken=None, token=None):
        title = str(form["title"].value() or "")
        context = {
            "form": form,
            "entry": self.entry,
            "kind": self.kind,
            "nav": f"{self.kind}s",
            "preview": preview,
            "draft": draft,
            "taken": taken,
            "token": self.request.POST.get("token", "") if token is None else token,
            "number": _number(form["base"].value()),
        }
        if self.entry is None:
            context["claims"] = readers.claims(title, self.user) if title else []
            context["waiting"] = readers.waiting_for(title, self.user) if title else []
            context["drafts"] = Draft.objects.visible_to(self.user).filter(entry=None, kind=self.kind)
        return render(self.request, "wiki/entry_form.html", context, status=status)


def _number(text):
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _as_fields(document, form):
    """The texts of a document as this form's fields have them."""
    values = {name: getattr(document, name) for name in form.texts}
    return {name: value if isinstance(value, str) else "\n".join(value) for name, value in values.items()}
