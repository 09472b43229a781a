"""What all admin pages of the wiki share."""

from django.contrib import admin

from accounts.lookups import is_of_a_filter
from wiki import policies


class ReadingAdmin(admin.ModelAdmin):
    """Lists and shows rows to people who may know of private entries, and changes none."""

    view_on_site = False

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)

    def has_module_permission(self, request):
        return policies.can_look_behind(request.user)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def lookup_allowed(self, lookup, value, request):
        return is_of_a_filter(lookup, self.get_list_filter(request))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
