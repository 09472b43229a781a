"""Acts on the entries that are ticked in a list: a page that asks what is needed, then an action of the wiki."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from wiki import policies
from wiki.actions import deleting, protecting, publishing
from wiki.actions.errors import EditConflict, SaveRefused
from wiki.actions.retagging import retag
from wiki.document.names import BadName
from wiki.forms.entry import LONGEST_SUMMARY
from wiki.readers.moderation import impact_of


@admin.action(description="Add and remove tags")
def tag_entries(model_admin, request, queryset):
    """Ask for tags, one a line, and write them into each entry as a revision."""
    add, remove = _lines(request, "add"), _lines(request, "remove")
    error = ""
    if "apply" in request.POST and (add or remove):
        summary = _reason(request) or "Tags changed"
        entries, closed = protecting.divide(queryset.prefetch_related("aliases", "tagged"), request.user)
        try:
            count = retag(entries, by=request.user, add=add, remove=remove, summary=summary)
        except (SaveRefused, BadName, EditConflict) as refused:
            error = str(refused)
        else:
            _tell(model_admin, request, count, "got other tags")
            if closed:
                left = ", ".join(f"“{title}”" for title in closed)
                model_admin.message_user(request, f"Protected, and so left as they were: {left}.", messages.WARNING)
            return None
    elif "apply" in request.POST:
        error = "Write at least one tag to add or to remove."
    return _ask(model_admin, request, queryset, "tag_entries", "Add and remove tags", error, asks_tags=True)


@admin.action(description="Move to the recycle bin")
def delete_entries(model_admin, request, queryset):
    """Ask for a reason, and put each entry into the bin."""
    if "apply" in request.POST:
        count = 0
        for entry in queryset:
            try:
                deleting.delete(entry, by=request.user, reason=_reason(request))
                count += 1
            except SaveRefused as gone:
                model_admin.message_user(request, str(gone), messages.WARNING)
        _tell(model_admin, request, count, "went into the recycle bin")
        return None
    return _ask(model_admin, request, queryset, "delete_entries", "Move to the recycle bin")


@admin.action(description="Make public")
def publish_entries(model_admin, request, queryset):
    """Show what would appear for readers, ask for a reason, and publish."""
    return _change(model_admin, request, queryset, "publish_entries", "Make public", publishing.publish)


@admin.action(description="Make private")
def hide_entries(model_admin, request, queryset):
    """Show what would vanish for readers, ask for a reason, and hide."""
    return _change(model_admin, request, queryset, "hide_entries", "Make private", publishing.hide)


def _change(model_admin, request, queryset, act, title, do):
    """All of them or none: what was looked at is what is changed. The action asks for the right once more."""
    if not policies.can_publish(request.user):
        raise PermissionDenied
    error = ""
    if "apply" in request.POST:
        try:
            entries = list(queryset.only("pk", "title"))
            changed = do(entries, by=request.user, reason=_reason(request), base=_seen(request, entries))
        except EditConflict as conflict:
            error = f"“{conflict.entry.title}” was changed meanwhile, so nothing was done. This is how it stands now."
        except _Unseen:
            error = "This form does not say which revisions were looked at. Look at them again, then send it once more."
        else:
            _tell(model_admin, request, len(changed), "changed" if changed else "had to be changed")
            return None
    wanted = "public" if act == "publish_entries" else "private"
    changing = queryset.exclude(visibility=wanted).defer("body", "html", "text")
    return _ask(model_admin, request, queryset, act, title, error, impact=impact_of(list(changing.order_by("fold"))))


class _Unseen(Exception):
    """The form does not say which revision of an entry was looked at."""


def _seen(request, entries):
    """Return {entry id: number of the revision that the page showed}. What is not in the form was not to change."""
    found = {}
    for entry in entries:
        base = request.POST.get(f"base-{entry.pk}", "")
        if base and not (base.isascii() and base.isdigit() and len(base) < 9):
            raise _Unseen
        found[entry.pk] = int(base) if base else 0
    return found


def _reason(request):
    return request.POST.get("summary", "").replace("\0", "").strip()[:LONGEST_SUMMARY]


def _lines(request, name):
    lines = request.POST.get(name, "").replace("\0", "").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _tell(model_admin, request, count, what):
    entries = "1 entry" if count == 1 else f"{count} entries"
    model_admin.message_user(request, f"{entries} {what}.", messages.SUCCESS)


def _ask(model_admin, request, queryset, act, title, error="", asks_tags=False, impact=None):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": title,
        "entries": queryset.order_by("fold"),
        "checkbox": ACTION_CHECKBOX_NAME,
        "act": act,
        "asks_tags": asks_tags,
        "impact": impact,
        "posted": request.POST,
        "error": error,
    }
    return render(request, "admin/wiki/bulk.html", context, status=422 if error else 200)
