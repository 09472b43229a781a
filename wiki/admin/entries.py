"""Concepts and essays in the admin."""

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html
from django.utils.text import smart_split, unescape_string_literal

from wiki import policies
from wiki.admin.bulk import delete_entries, hide_entries, publish_entries, tag_entries
from wiki.admin.filters import EditorFilter, TagFilter
from wiki.admin.history import HistoryAdmin
from wiki.models import Alias, Concept, Essay


class EntryAdmin(HistoryAdmin):
    list_display = ("title", "visibility", "number", "changed_at", "pages")
    list_filter = ("visibility", "changed_at", TagFilter, EditorFilter)
    search_fields = ("title", "slug")
    ordering = ("fold",)
    date_hierarchy = "changed_at"
    actions = (tag_entries, delete_entries, publish_entries, hide_entries)
    exclude = ("html", "text", "words", "headings", "fold", "base", "title_key")

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not policies.can_publish(request.user):
            actions = {name: act for name, act in actions.items() if name not in ("publish_entries", "hide_entries")}
        return actions

    def get_search_results(self, request, queryset, search_term):
        """As Django finds rows, and by the other names that this person may know. Each word, or words in quotes, has
        to stand in one of them."""
        told = Alias.objects.visible_to(request.user).told(policies.can_moderate(request.user))
        for word in smart_split(search_term):
            if word[0] in "\"'" and word[0] == word[-1] and len(word) > 1:
                word = unescape_string_literal(word)
            said = Q(*[(f"{name}__icontains", word) for name in self.get_search_fields(request)], _connector=Q.OR)
            queryset = queryset.filter(said | Q(pk__in=told.filter(text__icontains=word).values("entry")))
        return queryset, False

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
