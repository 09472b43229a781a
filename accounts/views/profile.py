"""The page of what people say of themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import zones
from accounts.forms import ProfileForm
from accounts.models import User


@login_required
def profile(request):
    person = User.objects.get(pk=request.user.pk)  # what a refused form would set shows nowhere else on the page
    if request.method == "POST" and person.is_blocked:
        raise PermissionDenied  # others would read the name beside each edit; the page says why
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=list(form.fields))
        messages.success(request, "Your profile is saved.")
        return HttpResponseRedirect(reverse("account_profile"))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", {"form": form, "zones": zones.names()}, status=status)
