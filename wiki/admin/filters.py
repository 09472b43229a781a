"""Filters of the lists of entries."""

from django.contrib import admin

from accounts.models import User
from wiki.forms.entry import number_in
from wiki.models import Edit, Tag

MOST = 200  # choices of one filter


class TagFilter(admin.SimpleListFilter):
    title = parameter_name = "tag"

    def lookups(self, request, model_admin):
        tags = Tag.objects.visible_to(request.user).order_by("slug")
        return [(slug, slug) for slug in tags.values_list("slug", flat=True)[:MOST]]

    def queryset(self, request, queryset):
        return queryset.filter(tagged__tag__slug=self.value()) if self.value() else queryset


class EditorFilter(admin.SimpleListFilter):
    """Entries that somebody wrote or revised."""

    title = parameter_name = "editor"

    def lookups(self, request, model_admin):
        writers = User.objects.filter(pk__in=_writers(request)).order_by("username")
        return [(str(person.pk), person.get_username()) for person in writers[:MOST]]

    def queryset(self, request, queryset):
        person = number_in(self.value())
        if person is None:
            return queryset
        edits = Edit.objects.visible_to(request.user).filter(revision__user=person, author_suppressed=False)
        return queryset.filter(pk__in=edits.values("entry"))


def _writers(request):
    edits = Edit.objects.visible_to(request.user).filter(author_suppressed=False)
    return edits.order_by().values("revision__user").distinct()
