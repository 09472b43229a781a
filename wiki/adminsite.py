"""The admin site: whoever may not enter is led to the wiki's own sign-in, whatever was asked for.

Outside wiki.admin, which registers with it while it is imported.
"""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

OWN = ("logout", "password_change")  # what is everybody's own


def pattern_of(request):
    return request.resolver_match.url_name if request.resolver_match else ""


class WikiAdminSite(AdminSite):
    site_header = site_title = "Administration"

    def register(self, models, admin_class=None, **options):
        """Take in the wiki's own models. What other packages would register writes around `wiki.actions` and
        `accounts`, and some of their pages ask for no permission."""
        models = [models] if isinstance(models, type) else models
        ours = [model for model in models if model._meta.app_label in ("wiki", "accounts")]
        super().register(ours, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if self.has_permission(request):
                if request.method == "POST" and request.user.is_blocked and pattern_of(request) not in OWN:
                    raise PermissionDenied
                return inner(request, *args, **kwargs)
            if request.user.is_authenticated:
                return redirect("account_login")  # which leads on to the first page; a way back here would be a circle
            return redirect_to_login(request.get_full_path())

        return update_wrapper(guarded, view)

    def get_urls(self):
        # The shortcut `r/<type>/<key>/` finds any row, whoever asks.
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def login(self, request, extra_context=None):
        return redirect("account_login")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")  # the one page for it: it is logged, and ends other sessions
