"""What all admin pages of the wiki share."""

from django.contrib import admin

from wiki import policies
from wiki.models import sees_private


class ReadingAdmin(admin.ModelAdmin):
    """Lists and shows rows to people who may know of private entries, and changes none."""

    view_on_site = False

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)

    def has_module_permission(self, request):
        return policies.can_edit(request.user) and sees_private(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
