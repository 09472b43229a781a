"""Forms about accounts that allauth does not bring."""

from django.contrib.auth.forms import BaseUserCreationForm

from accounts.models import User


class FirstAdminForm(BaseUserCreationForm):
    """Name and password of the first admin: `username`, `password1`, `password2`."""

    class Meta:
        model = User
        fields = ["username"]
