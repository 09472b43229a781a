"""Concepts and essays in the admin."""

from django.contrib import admin, messages

from wiki import policies
from wiki.actions import publishing
from wiki.admin.base import ReadingAdmin
from wiki.models import Concept, Essay


class EntryAdmin(ReadingAdmin):
    list_display = ("title", "visibility", "number", "changed_at")
    list_filter = ("visibility", "changed_at")
    search_fields = ("title", "slug", "aliases__text")
    ordering = ("fold",)
    date_hierarchy = "changed_at"
    actions = ("publish", "hide")
    exclude = ("html", "text", "words", "headings", "fold", "base", "title_key")

    def get_actions(self, request):
        return super().get_actions(request) if policies.can_publish(request.user) else {}

    @admin.action(description="Make the chosen entries public")
    def publish(self, request, queryset):
        self._tell(request, publishing.publish(list(queryset), by=request.user), "public")

    @admin.action(description="Make the chosen entries private")
    def hide(self, request, queryset):
        self._tell(request, publishing.hide(list(queryset), by=request.user), "private")

    def _tell(self, request, changed, visibility):
        count = len(changed)
        what = "1 entry is" if count == 1 else f"{count} entries are"
        self.message_user(request, f"{what} {visibility} now.", messages.SUCCESS)


@admin.register(Concept)
class ConceptAdmin(EntryAdmin):
    pass


@admin.register(Essay)
class EssayAdmin(EntryAdmin):
    list_display = ("title", "author", "published", "visibility", "number", "changed_at")
    search_fields = (*EntryAdmin.search_fields, "author", "publication")
