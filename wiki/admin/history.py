"""The admin of models whose history reversion keeps. Its pages of revisions are the wiki's own."""

from contextlib import contextmanager

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from reversion.admin import VersionAdmin

from wiki import policies
from wiki.admin.base import ReadingAdmin
from wiki.models import Edit


class HistoryAdmin(ReadingAdmin, VersionAdmin):
    """VersionAdmin without its writes.

    Reversion's own revision page saves an old text inside a GET and rolls it back, and its recover page brings back
    what it was not asked for; both go around `wiki.actions`. So every one of them leads to the wiki.
    """

    change_list_template = "admin/wiki/entry_change_list.html"
    change_form_template = "admin/wiki/entry_change_form.html"

    def get_actions(self, request):
        return super().get_actions(request) if policies.can_edit(request.user) else {}

    @contextmanager
    def create_revision(self, request):
        yield  # a revision is made by wiki.history, when an entry is saved

    def history_view(self, request, object_id, extra_context=None):
        return redirect(self._address(self._entry(request, object_id), "history"))

    def revision_view(self, request, object_id, version_id, extra_context=None):
        entry = self._entry(request, object_id)
        edit = Edit.objects.visible_to(request.user).filter(entry=entry, version=version_id).first()
        if edit is None:
            raise Http404
        return redirect(self._address(entry, "revision", edit.number))

    def recoverlist_view(self, request, extra_context=None):
        return redirect("bin")

    def recover_view(self, request, version_id, extra_context=None):
        return redirect("bin")

    def _entry(self, request, object_id):
        entry = self.get_object(request, object_id)
        if entry is None or not self.has_view_permission(request, entry):
            raise Http404
        return entry

    @staticmethod
    def _address(entry, page, *arguments):
        return reverse(f"{entry.kind}_{page}", args=[entry.slug, *arguments])
