"""What belongs to entries, in the admin."""

from django.contrib import admin
from django.db.models import Case, F, TextField, Value, When

from wiki import policies
from wiki.admin.base import ReadingAdmin
from wiki.admin.filters import EditorFilter, TagFilter
from wiki.models import (
    Act,
    Alias,
    Citation,
    CitationUse,
    Edit,
    Entry,
    IgnoredMention,
    Link,
    Origin,
    Tag,
    TaggedEntry,
    VisibilityChange,
)
from wiki.models.moderation import named


@admin.register(Entry)
class AnyEntryAdmin(ReadingAdmin):
    list_display = ("title", "kind", "visibility", "changed_at")
    list_filter = ("kind", "visibility", "changed_at", TagFilter, EditorFilter)
    search_fields = ("title", "slug")
    exclude = ("html", "text", "headings", "fold", "base", "title_key")


@admin.register(Alias)
class AliasAdmin(ReadingAdmin):
    list_display = ("text", "kind", "entry")
    list_filter = ("kind",)
    list_select_related = ("entry",)
    search_fields = ("text", "entry__title")

    def get_queryset(self, request):
        return super().get_queryset(request).told(policies.can_moderate(request.user))


@admin.register(Tag)
class TagAdmin(ReadingAdmin):
    list_display = ("slug", "description")
    search_fields = ("slug",)


@admin.register(TaggedEntry)
class TaggedEntryAdmin(ReadingAdmin):
    list_display = ("name", "content_object")
    list_select_related = ("content_object",)
    search_fields = ("name", "content_object__title")


@admin.register(Citation)
class CitationAdmin(ReadingAdmin):
    list_display = ("key",)
    search_fields = ("key", "uses__text")


@admin.register(CitationUse)
class CitationUseAdmin(ReadingAdmin):
    list_display = ("text", "citation", "entry", "locator")
    list_select_related = ("citation", "entry")
    search_fields = ("text", "entry__title")


@admin.register(Link)
class LinkAdmin(ReadingAdmin):
    list_display = ("source", "kind", "target", "target_all")
    list_filter = ("kind",)
    list_select_related = ("source", "target_all")
    search_fields = ("target", "source__title")


@admin.register(Edit)
class EditAdmin(ReadingAdmin):
    list_display = ("entry", "number", "kind", "visibility", "told_size")
    list_filter = ("kind", "visibility", "text_suppressed", "summary_suppressed", "author_suppressed")
    list_select_related = ("entry",)
    search_fields = ("entry__title", "told_summary")
    fields = ("entry", "number", "base", "kind", "visibility", "told_size")
    fields += ("text_suppressed", "summary_suppressed", "author_suppressed")

    def get_queryset(self, request):
        """With what this person may know of a suppressed text, and may find in summaries."""
        size, summary = F("size"), F("revision__comment")
        if not policies.can_moderate(request.user):
            size = Case(When(text_suppressed=False, then=size))
            summary = Case(When(summary_suppressed=False, then=summary), default=Value("", TextField()))
        return super().get_queryset(request).annotate(told_size=size, told_summary=summary)

    @admin.display(description="Size")
    def told_size(self, edit):
        return edit.told_size


class LogAdmin(ReadingAdmin):
    """Rows of a log, with who did it as far as this person may know."""

    def get_queryset(self, request):
        return super().get_queryset(request).with_names(policies.can_moderate(request.user))

    @admin.display(description="By")
    def told_by(self, row):
        return named(row)


@admin.register(VisibilityChange)
class VisibilityChangeAdmin(LogAdmin):
    list_display = ("entry", "visibility", "told_by", "at", "reason")
    list_filter = ("visibility", "at")
    list_select_related = ("entry", "by")
    search_fields = ("entry__title", "reason")
    fields = ("entry", "told_by", "visibility", "number", "public_from", "was_public_from", "reason", "undoes")


@admin.register(Origin)
class OriginAdmin(ReadingAdmin):
    list_display = ("path", "entry", "imported_at")
    list_select_related = ("entry",)
    exclude = ("raw", "document")
    search_fields = ("path", "entry__title")

    def get_queryset(self, request):
        return super().get_queryset(request).told(policies.can_moderate(request.user))


@admin.register(Act)
class ActAdmin(LogAdmin):
    list_display = ("kind", "title", "told_by", "at", "reason")
    list_filter = ("kind", "at")
    list_select_related = ("by",)
    # Without the details: names of entries that were merged, for undoing it.
    fields = ("kind", "entry", "title", "other", "number", "told_by", "reason")
    search_fields = ("title", "reason")


@admin.register(IgnoredMention)
class IgnoredMentionAdmin(ReadingAdmin):
    list_display = ("source", "target", "by", "at")
    list_select_related = ("source", "target", "by")
    search_fields = ("source__title", "target__title")
