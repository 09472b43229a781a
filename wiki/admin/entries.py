"""Concepts and essays in the admin."""

from django.contrib import admin
from django.utils.html import format_html

from wiki import policies
from wiki.admin.bulk import delete_entries, hide_entries, publish_entries, tag_entries
from wiki.admin.filters import EditorFilter, TagFilter
from wiki.admin.history import HistoryAdmin
from wiki.models import Concept, Essay


class EntryAdmin(HistoryAdmin):
    list_display = ("title", "visibility", "number", "changed_at", "pages")
    list_filter = ("visibility", "changed_at", TagFilter, EditorFilter)
    search_fields = ("title", "slug", "aliases__text")
    ordering = ("fold",)
    date_hierarchy = "changed_at"
    actions = (tag_entries, delete_entries, publish_entries, hide_entries)
    exclude = ("html", "text", "words", "headings", "fold", "base", "title_key")

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not policies.can_publish(request.user):
            actions = {name: act for name, act in actions.items() if name not in ("publish_entries", "hide_entries")}
        return actions

    @admin.display(description="")
    def pages(self, entry):
        return format_html('<a href="{0}edit/">Edit</a> · <a href="{0}history/">History</a>', entry.get_absolute_url())


@admin.register(Concept)
class ConceptAdmin(EntryAdmin):
    pass


@admin.register(Essay)
class EssayAdmin(EntryAdmin):
    list_display = ("title", "author", "published", "visibility", "number", "changed_at", "pages")
    search_fields = (*EntryAdmin.search_fields, "author", "publication")
