"""One request to the editor: opened, looked at, saved, kept, brought together with another's change."""

import secrets
from contextlib import suppress

from django.db.models.fields.json import KeyTextTransform
from django.shortcuts import render

from wiki import policies, readers, whole
from wiki.actions import drafting
from wiki.actions.derived import preview_text
from wiki.actions.errors import EditConflict, NameTaken, SaveRefused, TooLarge
from wiki.actions.merging import merge_documents
from wiki.actions.saving import clean, save_entry
from wiki.document.document import Document
from wiki.document.names import as_title
from wiki.forms.entry import FORMS, number_in
from wiki.models import Draft, Visibility
from wiki.readers.revisions import find_document
from wiki.rendering import sandbox
from wiki.views import drafts, sections
from wiki.views.after_saving import tell
from wiki.views.errors import label_of, why_refused
from wiki.views.lookup import Refused, see_other, text_in

UNSAVED = ("action", "csrfmiddlewaretoken")  # of a posted form, what is no part of the text


def kept_text(request, status=403, gone="", other=None, entry=None):
    """Give the posted fields back to somebody who cannot save them here and now.

    `gone` is the kind of an entry that is not there any more, `other` the one that has its address now, `entry` the
    one that may be closed to this person.
    """
    known = FORMS["essay"].base_fields
    fields = [(name, text) for name, text in request.POST.items() if name not in UNSAVED]
    texts = [(name, label_of(name), text) for name, text in fields if name in known and name not in ("base", "section")]
    context = {"texts": texts, "gone": gone, "other": other, **why_refused(request.user, entry)}
    # The rest says where the text was written. For a page that is gone it says nothing.
    context["rest"] = [] if gone else [field for field in fields if field[0] not in {name for name, *_ in texts}]
    return render(request, "wiki/kept_text.html", context, status=status)


class Editor:
    """One request to the editor, for a new entry of a kind or for an entry that exists."""

    def __init__(self, request, kind, entry=None):
        self.request, self.user, self.kind, self.entry = request, request.user, kind, entry
        self.may_publish = policies.can_publish(self.user)

    def answer(self):
        if not policies.can_edit(self.user, self.entry):
            if self.request.method == "POST":
                return drafts.not_kept(self) or kept_text(self.request, entry=self.entry)
            raise Refused(self.entry)
        if self.request.method != "POST":
            return self.opened()
        act = self.request.POST.get("action", "save")
        if act == "draft":
            return drafts.keep(self)
        if act == "discard":
            return drafts.discard(self)
        return self.posted(act)

    # Opening

    def opened(self):
        sandbox.expect()
        draft = self.draft()
        if draft is not None:
            form = self.form(draft.fields, self.start(draft.base))
            return self.page(form, draft=draft, token=draft.token or secrets.token_hex(16))
        if self.entry is not None:
            start, section = sections.taken_out(self.start(), self.request.GET.get("section", ""))
            return self.page(self.form(None, start, section), token=secrets.token_hex(16))
        start = Document(kind=self.kind, title=as_title(self.request.GET.get("title", "").replace("\0", "").strip()))
        return self.page(self.form(None, start), token=secrets.token_hex(16))

    def draft(self):
        drafts = Draft.objects.visible_to(self.user)
        if self.entry is not None:
            return drafts.filter(entry=self.entry).first()
        token = self.request.GET.get("draft", "")
        return drafts.filter(token=token, kind=self.kind).first() if token else None

    def start(self, base=None):
        """The Document of the revision the writer began with; the current one for a number that means none, or none
        that this person may read."""
        if self.entry is None:
            return Document(kind=self.kind)
        earlier = base is not None and base != self.entry.number and self.revision(base)
        return earlier or self._document()

    def _document(self):
        whole.fill([self.entry])
        document = self.entry.document()
        whole.let_go([self.entry])
        return document

    def revision(self, number):
        return find_document(self.entry, number, self.user) if number else None

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
        form = self.filled()
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            submission = form.submission(self.entry)
            if self.entry is not None and "against" in self.request.POST:
                self.decide(submission, form)
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

    def filled(self):
        """The form as it was posted, over the revision it began with."""
        data, base = self.request.POST, number_in(self.request.POST.get("base"))
        if self.entry is None or not base or base >= self.entry.number:
            return self.form(data, self.start())
        start = self.revision(base)
        if start is None:  # closed to this person meanwhile, or never there: nothing of it is told
            data = data.copy()
            data["base"] = "0"
        return self.form(data, start or self.start())

    def merged(self, submission, form):
        """What the conflict page showed, and the revision `against` which the text was brought together with."""
        against = number_in(self.request.POST.get("against"))
        theirs = self.revision(against)
        base = form.start if submission.base else Document(kind=self.kind)
        if theirs is None or against <= submission.base:
            raise SaveRefused("This page names a revision that does not exist. Your text is below.", field="base")
        return merge_documents(base, submission.document, theirs), against

    def decide(self, submission, form):
        """Put the choices of the conflict page into the submission: its text then begins at that revision."""
        data, (merged, against) = self.request.POST, self.merged(submission, form)
        sentences = [data.get(f"sentence-{index}", "both") for index in range(len(merged.body.clashes))]
        values = {name: data.get(f"value-{name}", "mine") for name in merged.values}
        submission.document, submission.base, submission.kind = merged.document(sentences, values), against, "merge"

    def saved(self, saved, form):
        drafting.discard(self.user, entry=self.entry, token=text_in(self.request.POST, "token"))
        tell(self.request, saved)
        address, wanted = saved.entry.get_absolute_url(), self.request.POST.get("visibility")
        may_change = self.entry is not None and self.may_publish and wanted in Visibility.values
        if may_change and wanted != saved.entry.visibility:
            return see_other(f"{address}visibility/?visibility={wanted}")
        return see_other(address + sections.fragment(form))

    def taken(self, taken, form, submission):
        """Another entry has the name. Whoever sent the same form twice is led to what the first one made."""
        taken.entry = other = readers.holder_of(submission.document, self.user)
        if self.entry is None and other is not None and other.document() == clean(submission.document):
            drafting.discard(self.user, token=text_in(self.request.POST, "token"))
            return see_other(other.get_absolute_url())
        form.refuse(taken)
        return self.page(form, taken=other, status=422)

    def conflict(self, conflict, form, sentence="", status=409):
        """The page that asks; with a `sentence` once more, as it was filled in."""
        fields = _as_fields(conflict.mine, form)
        context = {
            "page": readers.conflict_page(conflict, self.user, self.request.POST if sentence else None),
            "said": sentence,
            "fields": [*fields.items(), ("summary", form.cleaned_data["summary"]), ("base", conflict.base)],
            "visibility": self.request.POST.get("visibility", ""),
            "token": text_in(self.request.POST, "token"),
            "nav": f"{self.kind}s",
        }
        return render(self.request, "wiki/entry_conflict.html", context, status=status)

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
        if "visibility" in self.request.POST:
            fields["visibility"] = self.request.POST["visibility"]
        return self.form(fields, self.start(submission.base))

    def returned(self, sentence, status=403):
        form = self.filled()
        if form.is_valid() and self.entry is not None and "against" in self.request.POST:
            with suppress(SaveRefused):
                submission = form.submission(self.entry)
                merged, against = self.merged(submission, form)
                asked = EditConflict(self.entry, submission.base, submission.document, merged)
                asked.number = against
                return self.conflict(asked, form, sentence, status)
        form.add_error(None, sentence)
        return self.page(form, status=status)

    # Showing

    def page(self, form, *, status=200, preview=None, draft=None, taken=None, token=None):
        title, number = str(form["title"].value() or ""), number_in(form["base"].value())
        context = {
            "form": form,
            "entry": self.entry,
            "kind": self.kind,
            "nav": f"{self.kind}s",
            "preview": preview,
            "draft": draft,
            "taken": taken,
            "token": text_in(self.request.POST, "token") if token is None else token,
            "number": number,
            # A number that is none is sent back as 0: what is saved next is then put beside what stands there.
            "base": 0 if form["base"].errors else number or 0,
        }
        if self.entry is None:
            context["claims"] = readers.claims(title, self.user) if title else []
            context["waiting"] = readers.waiting_for(title, self.user) if title else []
            drafts = Draft.objects.visible_to(self.user).filter(entry=None, kind=self.kind)
            context["drafts"] = drafts.values("token", "saved_at", title=KeyTextTransform("title", "fields"))
        return render(self.request, "wiki/entry_form.html", context, status=status)


def _as_fields(document, form):
    """The texts of a document as this form's fields have them."""
    values = {name: getattr(document, name) for name in form.texts}
    return {name: value if isinstance(value, str) else "\n".join(value) for name, value in values.items()}
