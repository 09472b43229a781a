"""What was decided about entries, in the admin."""

from django.contrib import admin

from wiki.admin.base import ReadingAdmin
from wiki.models import Protection, PublicationRequest, Site


@admin.register(PublicationRequest)
class PublicationRequestAdmin(ReadingAdmin):
    list_display = ("entry", "visibility", "by", "at", "decision", "decided_by")
    list_filter = ("decision", "visibility", "at")
    list_select_related = ("entry", "by", "decided_by")
    search_fields = ("entry__title", "note", "reason")


@admin.register(Protection)
class ProtectionAdmin(ReadingAdmin):
    list_display = ("entry", "by", "at", "until", "reason")
    list_select_related = ("entry", "by")
    search_fields = ("entry__title", "reason")


@admin.register(Site)
class SiteAdmin(ReadingAdmin):
    list_display = ("name", "tagline", "licence", "signup")
    search_fields = ("name",)
