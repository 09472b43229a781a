"""People and what happened to them, in the admin: to read. Changes go through `accounts.managing`, so that each is
written down; how somebody signs in is nobody else's business."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from accounts.lookups import is_of_a_filter
from accounts.models import Event, Invitation, User


class PeopleAdmin(admin.ModelAdmin):
    """Lists and shows rows to people who manage people, and changes none."""

    view_on_site = False

    def has_module_permission(self, request):
        user = request.user
        return user.is_active and user.has_perm("wiki.manage_people") and not user.is_blocked

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        return is_of_a_filter(lookup, self.get_list_filter(request))

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):  # before any look at whether there is such a row
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


@admin.register(User)
class UserAdmin(PeopleAdmin):
    list_display = ("username", "email", "is_active", "awaits_approval", "blocked_at", "last_login", "date_joined")
    list_filter = ("groups", "is_active", "awaits_approval", "date_joined")
    search_fields = ("username", "email", "first_name", "last_name")
    exclude = ("password", "user_permissions")
    ordering = ("username",)


@admin.register(Event)
class EventAdmin(PeopleAdmin):
    list_display = ("at", "kind", "name", "subject", "address", "reason")
    list_filter = ("kind", "at")
    search_fields = ("name", "subject", "reason")


@admin.register(Invitation)
class InvitationAdmin(PeopleAdmin):
    list_display = ("email", "role", "by", "at", "expires_at", "used_by", "withdrawn_at")
    list_filter = ("role", "at")
    list_select_related = ("by", "used_by")
    search_fields = ("email",)
