"""The history of concepts and essays: its pages, one revision, two compared; bring one back, take one back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wiki import policies
from wiki.actions import restoring
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.document.document import write
from wiki.forms.revisions import SummaryForm
from wiki.models import Act
from wiki.readers import comparing, entries_named, revisions
from wiki.readers.revision import revision_page
from wiki.views.conditional import kept_list
from wiki.views.entries import MODELS
from wiki.views.lookup import get_visible_or_404, require, see_other

VIEWS = ("side", "inline")


@require_safe
@kept_list
def history(request, kind, slug):
    """The revisions of an entry, newest first."""
    entry = _entry(request, kind, slug)
    page = revisions.history_page(entry, request.user, _number(request.GET.get("after", "")))
    return _render(request, "entry_history", page)


@require_safe
@kept_list
def revision(request, kind, slug, number):
    """One revision, to stay at this address; under a former name of the entry too."""
    try:
        entry = _entry(request, kind, slug)
    except Http404:
        return _under_its_name(request, kind, slug, number)
    return _render(request, "entry_revision", revision_page(entry, _revision(entry, number, request), request.user))


def _under_its_name(request, kind, slug, number):
    found = entries_named(kind, slug, request.user)
    if len(found) != 1:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(f"{found[0].kind}_revision", args=[found[0].slug, number]))


@require_safe
@kept_list
def revision_document(request, kind, slug, number):
    """The Markdown of one revision, with its front matter; of a suppressed one, for editors, the way to its page."""
    entry = _entry(request, kind, slug)
    found = _revision(entry, number, request)
    if found.is_closed:  # the page says who suppressed it, and why
        return redirect(f"{kind}_revision", slug, number)
    text = write(revisions.find_document(entry, number, request.user))
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers={"X-Robots-Tag": "noindex"})


@require_safe
def diff(request, kind, slug):
    """Two revisions compared; without numbers the last two."""
    entry = _entry(request, kind, slug)
    asked = [_asked(request, name) for name in ("from", "to")]
    page = comparing.diff_page(entry, request.user, *asked)
    if page is None:
        raise Http404
    view = request.GET.get("view")
    return _render(request, "entry_diff", page, view=view if view in VIEWS else "")


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request, kind, slug, number):
    """Make an old revision the text again."""
    return _bring_back(request, kind, slug, number, comparing.restore_page, restoring.restore)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, kind, slug, number):
    """Take back what one revision changed."""
    return _bring_back(request, kind, slug, number, comparing.undo_page, restoring.undo)


def _bring_back(request, kind, slug, number, page_of, act):
    entry = _entry(request, kind, slug)
    require(policies.can_edit(request.user, entry), entry)
    page = page_of(entry, _revision(entry, number, request), request.user)
    require(not page.is_closed)
    form = SummaryForm(request.POST if request.method == "POST" else None)
    status = 200 if page.is_possible else 409
    if request.method == "POST" and page.is_possible:
        status = 422
        if form.is_valid():
            try:
                saved = act(entry, number, by=request.user, summary=form.cleaned_data["summary"])
            except SaveRefused as refused:
                form.add_error(None, str(refused))
            except EditConflict:
                form.add_error(None, "Somebody saved this page at the same moment. Look at it again before you go on.")
                status = 409
            else:
                return _saved(request, saved)
    merged = _merge_that_made(entry, number, request.user)
    return _render(request, "entry_restore", page, status=status, form=form, merged=merged)


def _merge_that_made(entry, number, user):
    """The Act of the merge that made this revision, while what was merged lies in the bin; undoing that is more."""
    acts = Act.objects.visible_to(user).filter(kind=Act.Kind.MERGE, other=entry.pk, number=number)
    return acts.exclude(entry=None).exclude(entry__deleted_at=None).first()


def _saved(request, saved):
    if saved.edit:
        messages.success(request, f"Saved as revision {saved.edit.number}.")
    else:
        messages.info(request, "Nothing had to be changed.")
    return see_other(saved.entry.get_absolute_url())


def _entry(request, kind, slug):
    return get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)


def _revision(entry, number, request):
    found = revisions.find_revision(entry, number, request.user)
    if found is None:
        raise Http404
    return found


def _asked(request, name):
    """The number of a revision in the query, None where it is left open. Raises Http404 for nonsense."""
    text = request.GET.get(name, "")
    number = _number(text)
    if text and number is None:
        raise Http404
    return number


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _render(request, template, page, status=200, **more):
    context = {"page": page, "nav": f"{page.entry.kind}s", **more}
    return render(request, f"wiki/{template}.html", context, status=status)
