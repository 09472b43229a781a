"""The site itself: what it says of itself, and what admins set."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.network import address_of
from wiki import policies, site
from wiki.actions.settling import SettledMeanwhile, settle
from wiki.forms.site import SiteForm
from wiki.readers.about import about_page, stored_settings
from wiki.views.conditional import kept_list
from wiki.views.lookup import require, see_other


@require_safe
@kept_list
def about(request):
    """The page about this wiki."""
    context = {"about": about_page(request.user), "can_settle": policies.can_settle(request.user), "nav": "about"}
    return render(request, "wiki/about.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def site_settings(request):
    """Name, line, licence, the page about the wiki, and who may sign up."""
    require(policies.can_settle(request.user))
    fixed = site.fixed()
    stored = {**stored_settings(request.user), **{name: getattr(site.current(), name) for name in fixed}}
    form = SiteForm(request.POST if request.method == "POST" else None, stored, fixed)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changed = settle(
                    form.values(), by=request.user, address=address_of(request), seen=form.cleaned_data["seen"]
                )
            except SettledMeanwhile as clash:
                status = 409
                for name in clash.names:
                    now = stored[name] if name != "about" else "another text"
                    form.add_error(
                        name, f"Somebody changed this meanwhile, to: {now or 'nothing'}. Yours is still here."
                    )
            else:
                if changed:
                    messages.success(request, "The settings are saved; every page shows them now.")
                else:
                    messages.info(request, "Nothing had to be changed.")
                return see_other(reverse("site_settings"))
    seen = form["seen"].initial if status == 409 else form["seen"].value()  # sent once more, it is meant
    context = {"form": form, "fixed": fixed, "seen": seen, "nav": "settings"}
    return render(request, "wiki/site_settings.html", context, status=status)
