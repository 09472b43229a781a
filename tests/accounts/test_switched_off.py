"""Somebody who is switched off is connected with no account of another site."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from accounts.models import User
from tests.accounts.test_oidc import come_back, is_in, site  # noqa: F401


def test_a_confirmed_address_connects_nobody_who_is_switched_off(client, ben, site):  # noqa: F811
    EmailAddress.objects.create(user=ben, email="ben@example.org", verified=True, primary=True)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    site.person |= {"email": "ben@example.org"}
    come_back(client)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
