"""Pages about accounts that allauth does not bring."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from accounts import claim
from accounts.forms import FirstAdminForm

SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@method_decorator([never_cache, sensitive_post_parameters("password1", "password2")], name="dispatch")
class FirstAdmin(View):
    """The page of the one-time link. A link that is closed looks like any address that does not exist."""

    def dispatch(self, request, token):
        if not claim.is_open(token):
            raise Http404
        # The secret address stays here: the site's Referrer-Policy tells it to no other site. A stricter one would take
        # the Origin from the form's POST, which Django then refuses.
        return super().dispatch(request, token)

    def get(self, request, token):
        return self.page(request, FirstAdminForm())

    def post(self, request, token):
        form = FirstAdminForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        try:
            person = claim.claim(token, form.save(commit=False))
        except claim.LinkClosed as closed:
            raise Http404 from closed
        login(request, person, backend=SIGN_IN_BACKEND)
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL), status=303)

    def page(self, request, form, status=200):
        return render(request, "accounts/claim.html", {"form": form}, status=status)
