"""Pages about accounts that allauth does not bring, or not as they are needed here."""

from allauth.account import views as allauth
from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from accounts import addresses, claim, inviting, mail, signup
from accounts.counting import spend
from accounts.forms import FirstAdminForm, InvitationForm
from accounts.log import record
from accounts.models import Event
from accounts.network import address_of, network_of
from accounts.words import TAKEN


def enter(request, person):
    """Sign somebody in whose account was made a moment ago; return the answer that leads on."""
    return perform_login(request, person, email_verification="none", signup=True)


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
            person = claim.claim(token, form.save(commit=False), address=address_of(request))
        except claim.LinkClosed as closed:
            raise Http404 from closed
        except signup.Taken:
            form.add_error("username", TAKEN)
            return self.page(request, form, status=422)
        return enter(request, person)

    def page(self, request, form, status=200):
        return render(request, "accounts/claim.html", {"form": form}, status=status)


@method_decorator(
    [never_cache, sensitive_post_parameters("password1", "password2"), rate_limit(action="signup")], name="dispatch"
)
class AnInvitation(View):
    """The page of an invitation. Whatever is the matter with a link that opens nothing, the page is the same."""

    def dispatch(self, request, token):
        try:
            self.invitation = inviting.find(token)
            return super().dispatch(request, token)
        except inviting.Refused:
            self.note_refusal(request)
            return render(request, "accounts/invitation_gone.html", status=404)

    def get(self, request, token):
        return self.page(request, InvitationForm(initial={"email": self.invitation.email}))

    def post(self, request, token):
        form = InvitationForm(request.POST)
        if request.user.is_authenticated or not form.is_valid():
            return self.page(request, form, status=422)
        try:
            person = inviting.claim(token, form.save(commit=False), address=address_of(request))
            self.note_address(request, person, form.cleaned_data.get("email"))
        except signup.Taken:
            form.add_error("username", TAKEN)
            return self.page(request, form, status=422)
        return enter(request, person)

    def page(self, request, form, status=200):
        if request.user.is_authenticated:
            return render(request, "accounts/invitation_here.html", status=status)
        return render(request, "accounts/invitation.html", {"form": form, "invitation": self.invitation}, status=status)

    def note_address(self, request, person, email):
        """The address that the invitation went to is confirmed by its use; to any other a link goes first."""
        if email:
            row = addresses.ask_for(person, email)
            if email != self.invitation.email or not addresses.confirm(row):
                row.send_confirmation(request)

    def note_refusal(self, request):
        if not spend("refused", network_of(request), 20, 60):  # who tries links fills no log
            record(Event.Kind.REFUSED, by=request.user, address=address_of(request), what="invitation")


class SignUp(allauth.SignupView):
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except signup.Taken:
            form.add_error("username", TAKEN)
            return self.form_invalid(form)

    def closed(self):
        return render(self.request, "account/signup_closed.html", {"mode": signup.mode()}, status=403)


sign_up = SignUp.as_view()


@login_not_required
def waiting(request):
    """Where somebody is led whose account waits for an admin."""
    return render(request, "account/waiting.html")


class PasswordReset(allauth.PasswordResetView):
    """Without mail there is no way to send a link: the page says whom to ask."""

    def dispatch(self, request):
        if not mail.configured():
            status = 422 if request.method == "POST" else 200
            return render(request, "account/password_reset_unsent.html", status=status)
        return super().dispatch(request)


password_reset = login_not_required(PasswordReset.as_view())


class PasswordResetFromKey(allauth.PasswordResetFromKeyView):
    def render_to_response(self, context, **options):
        if context.get("token_fail"):
            options["status"] = 404  # used, too old, or never given out: one answer
        return super().render_to_response(context, **options)


password_reset_from_key = PasswordResetFromKey.as_view()
