"""The admin shows everything to those who may know of it, and writes through actions."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import PRIVATE, concept, essay
from wiki.models import Concept, VisibilityChange
from wiki.models import __all__ as names

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if model._meta.app_label == "wiki"]


NO_MODELS = {"Visibility", "sees_private"}
ITS_AUTHOR_ALONE = {"Draft"}


def test_every_model_is_registered_but_what_its_author_alone_sees():
    assert {model.__name__ for model in OURS} == set(names) - NO_MODELS - ITS_AUTHOR_ALONE


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_editors_list_and_open_every_model_and_others_none(model, client_of, eda, ben, nobody):
    concept("Bowline", "A [[hitch]].[^1]\n\n[^1]: Ashley, 1944.", visibility=PRIVATE, tags=["knots"], aliases=["b"])
    essay("On knots", "The bowline.")
    address = reverse(f"admin:wiki_{model._meta.model_name}_changelist")
    assert client_of(eda).get(address).status_code == 200
    assert client_of(eda).get(address + "?q=o").status_code == 200
    row = model._default_manager.first()
    if row is not None:
        page = reverse(f"admin:wiki_{model._meta.model_name}_change", args=[row.pk])
        assert client_of(eda).get(page).status_code == 200
        for person in (ben, nobody):
            assert client_of(person).get(page).status_code == client_of(person).get(page + "9").status_code == 302
    for person in (ben, nobody):
        response = client_of(person).get(address)
        assert (response.status_code, response["Location"].startswith("/accounts/login/")) == (302, True)


def test_admins_publish_and_hide_with_a_log_row_and_editors_do_not(client_of, ada, eda):
    entry = concept("Bowline", visibility=PRIVATE)
    address = reverse("admin:wiki_concept_changelist")
    form = {"action": "publish", "_selected_action": [entry.pk]}
    client_of(eda).post(address, form)
    assert not VisibilityChange.objects.exists()
    client_of(ada).post(address, form)
    assert Concept.objects.get(pk=entry.pk).visibility == "public"
    assert VisibilityChange.objects.get().by == ada
    client_of(ada).post(address, {**form, "action": "hide"})
    assert Concept.objects.get(pk=entry.pk).visibility == "private"


def test_nothing_is_added_changed_or_deleted_around_the_actions(client_of, ada):
    entry = concept("Bowline")
    for name, arguments in (("add", []), ("delete", [entry.pk])):
        assert client_of(ada).get(reverse(f"admin:wiki_concept_{name}", args=arguments)).status_code == 403
    page = reverse("admin:wiki_concept_change", args=[entry.pk])
    assert client_of(ada).post(page, {"title": "Changed"}).status_code == 403
    assert Concept.objects.get(pk=entry.pk).title == "Bowline"
