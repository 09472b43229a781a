"""People: what somebody wrote; for admins the list of accounts, and what can be done about one of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts import inviting, mail, managing
from accounts.models import Invitation, User
from accounts.network import address_of
from accounts.people import STATES, find_person, people_page
from accounts.roles import ROLES
from wiki import policies
from wiki.forms.audit import LONGEST
from wiki.forms.people import ROLES as ROLE_CHOICES
from wiki.forms.people import InviteForm, ManageForm
from wiki.readers.contributions import person_page
from wiki.views.lookup import number, require, see_other, text_in


@require_http_methods(["GET", "HEAD", "POST"])
def people(request):
    """The accounts: who has which role, was seen when, may come in; and invitations."""
    require(policies.can_manage_people(request.user))
    if request.method != "POST":
        return _people(request, InviteForm())
    try:
        return _withdraw(request) if request.POST.get("action") == "withdraw" else _invite(request)
    except inviting.NotAllowed as refused:
        raise PermissionDenied from refused


def _invite(request):
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    email = form.cleaned_data["email"]
    days = form.cleaned_data["days"]
    _, link = inviting.invite(request.user, form.cleaned_data["role"], email, days, address_of(request))
    sent = ""
    if email:
        sent = f"A mail is on its way to {email}. " if mail.configured() else "No mail was sent: this wiki sends none. "
    messages.success(request, f"{sent}Hand this link on; it works once, for {days} days, and is shown only now: {link}")
    return see_other(reverse("people"))


def _withdraw(request):
    key = request.POST.get("invitation", "")
    invitation = Invitation.objects.filter(
        pk=int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
    ).first()
    if invitation is None:
        raise Http404
    if inviting.withdraw(invitation, request.user, address_of(request)) is None:
        messages.info(request, "This invitation was used or withdrawn already.")
    else:
        messages.success(request, "The invitation is withdrawn: its link opens nothing any more.")
    return see_other(reverse("people"))


def _people(request, form, status=200):
    asked = {name: text_in(request.GET, name).strip() for name in ("q", "role", "state")}
    if len(asked["q"]) > LONGEST:
        messages.error(request, f"Search for at most {LONGEST} characters.")
        asked["q"], status = asked["q"][:LONGEST], 422
    page = people_page(asked["q"], asked["role"], asked["state"], number(request))
    context = {
        "page": page,
        "longest": LONGEST,
        "form": form,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "roles": ROLES,
        "states": STATES.items(),
        "nav": "people",
    }
    return render(request, "wiki/people.html", context, status=status)


@require_safe
def person(request, name):
    """What somebody contributed, as far as the viewer sees it; without that, nobody has this name."""
    page = person_page(name, request.user, text_in(request.GET, "after"))
    if page is None:
        raise Http404
    context = {"page": page, "is_self": name == request.user.get_username()}
    if policies.can_manage_people(request.user):
        context |= {"account": find_person(name), "nav": "people"}
    return render(request, "wiki/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request, name):
    """One account: its role, and whether its person may come in and write."""
    require(policies.can_manage_people(request.user))
    user = User.objects.filter(username=name).first()
    if user is None:
        raise Http404
    if request.method != "POST":
        return _page(request, name, ManageForm())
    form = ManageForm(request.POST)
    action = request.POST.get("action", "")
    if action not in ACTS:
        form.add_error(None, "This form does not say what to do. Use one of its buttons.")
    if not form.is_valid():
        return _page(request, name, form, status=422)
    do, said = ACTS[action]
    try:
        done = do(user, by=request.user, address=address_of(request), form=form)
    except managing.Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, name, form, status=422)
    except managing.NotAllowed as refused:
        raise PermissionDenied from refused
    if done is None:
        messages.info(request, "Nothing had to be changed.")
    else:
        messages.success(request, said.format(name=name, role=form.cleaned_data["role"], done=done))
    return see_other(reverse("people") if "list" in request.POST else reverse("person_manage", args=[name]))


def _page(request, name, form, status=200):
    person = find_person(name)
    if person is None:
        raise Http404
    is_self = name == request.user.get_username()
    context = {"person": person, "form": form, "is_self": is_self, "roles": ROLE_CHOICES, "nav": "people"}
    return render(request, "wiki/person_manage.html", context, status=status)


def _give_role(user, by, address, form):
    if not form.cleaned_data["role"]:
        raise managing.Refused("Choose a role.")
    return managing.give_role(user, form.cleaned_data["role"], by, address)


def _block(user, by, address, form):
    return managing.block(user, by, address, form.cleaned_data["reason"], form.cleaned_data["until"])


def _with_reason(act):
    return lambda user, by, address, form: act(user, by, address, form.cleaned_data["reason"])


ACTS = {
    "role": (_give_role, "{name} has the role {role} now."),
    "deactivate": (_with_reason(managing.deactivate), "{name} is switched off and signed out everywhere."),
    "reactivate": (_with_reason(managing.reactivate), "{name} can sign in again."),
    "approve": (lambda user, by, address, form: managing.approve(user, by, address), "{name} can sign in now."),
    "decline": (_with_reason(managing.decline), "{name} was declined; the account stays switched off."),
    "block": (_block, "{name} is blocked: they read as before and change nothing."),
    "new-password": (
        lambda user, by, address, form: managing.new_password_link(user, by, address),
        "Hand this link on to {name}; it works once, for a day, and is shown only now: {done}",
    ),
    "second-step-off": (
        _with_reason(managing.switch_second_step_off),
        "{name} signs in without a second step now, until they set one up again.",
    ),
    "unblock": (_with_reason(managing.unblock), "The block of {name} is lifted."),
}
