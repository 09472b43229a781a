"""The admin is no way around what is written down."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.log import record
from accounts.models import Event, Invitation, User

pytestmark = pytest.mark.django_db

OURS = [User, Event, Invitation]


def test_no_models_of_libraries_are_in_the_admin():
    assert {model._meta.app_label for model in admin.site._registry} == {"accounts", "wiki"}
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_admins_read_and_nobody_writes(client_of, ada, eda, ben, model):
    from django.utils import timezone

    record(Event.Kind.SIGN_IN, by=ada)
    Invitation.objects.create(token_hash="x", role="reader", by=ada, expires_at=timezone.now())
    base = f"admin:accounts_{model._meta.model_name}"
    row = model.objects.first()
    client = client_of(ada)
    page = client.get(reverse(f"{base}_change", args=[row.pk]))
    assert client.get(reverse(f"{base}_changelist") + "?q=a").status_code == page.status_code == 200
    assert "pbkdf2" not in page.content.decode() and "md5$" not in page.content.decode()
    assert client.get(reverse(f"{base}_add")).status_code == 403
    assert client.post(reverse(f"{base}_change", args=[row.pk]), {"is_superuser": "on"}).status_code == 403
    assert client.post(reverse(f"{base}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert client.post(reverse(f"{base}_change", args=[row.pk]), {"name": "x"}).status_code == 403
    assert client_of(eda).get(reverse(f"{base}_changelist")).status_code == 403
    assert client_of(ben).get(reverse(f"{base}_changelist")).status_code == 302


def test_a_blocked_admin_reads_nothing_here(client_of, ada):
    User.objects.filter(pk=ada.pk).update(blocked_at=ada.date_joined)
    for name in ("user", "event", "invitation"):
        assert client_of(ada).get(f"/admin/accounts/{name}/").status_code == 403


def test_nothing_that_is_not_shown_can_be_asked_for(client_of, ada):
    client = client_of(ada)
    for asked in ("user/?password__startswith=md5", "invitation/?token_hash__startswith=a", "user/?password__regex=("):
        assert client.get(f"/admin/accounts/{asked}").status_code == 400, asked
    for asked in ("user/?is_active__exact=1", "event/?kind__exact=sign-in", "user/?groups__id__exact=1"):
        assert client.get(f"/admin/accounts/{asked}").status_code == 200, asked
