"""What belongs to entries, in the admin."""

from django.contrib import admin

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
    list_display = ("entry", "number", "kind", "visibility", "size")
    list_filter = ("kind", "visibility")
    list_select_related = ("entry",)
    search_fields = ("entry__title", "revision__comment")


@admin.register(VisibilityChange)
class VisibilityChangeAdmin(ReadingAdmin):
    list_display = ("entry", "visibility", "by", "at", "reason")
    list_filter = ("visibility", "at")
    list_select_related = ("entry", "by")
    search_fields = ("entry__title", "reason")


@admin.register(Origin)
class OriginAdmin(ReadingAdmin):
    list_display = ("path", "entry", "imported_at")
    list_select_related = ("entry",)
    exclude = ("raw",)
    search_fields = ("path", "entry__title")


@admin.register(Act)
class ActAdmin(ReadingAdmin):
    list_display = ("kind", "title", "by", "at", "reason")
    list_filter = ("kind", "at")
    list_select_related = ("by",)
    search_fields = ("title", "reason")


@admin.register(IgnoredMention)
class IgnoredMentionAdmin(ReadingAdmin):
    list_display = ("source", "target", "by", "at")
    list_select_related = ("source", "target", "by")
    search_fields = ("source__title", "target__title")
