"""The admin shows everything to those who may know of it, and writes through actions."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import EDITOR, set_role
from tests.factories import PRIVATE, concept, essay, revise
from wiki.models import Act, Concept, Edit, VisibilityChange
from wiki.models import __all__ as names

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if model._meta.app_label == "wiki"]


NO_MODELS = {"Visibility", "sees_private", "newest", "Stamp"}  # or one that tells nothing
ITS_AUTHOR_ALONE = {"Draft", "Notice", "Visit"}


def test_every_model_is_registered_but_what_its_author_alone_sees():
    assert {model.__name__ for model in OURS} == set(names) - NO_MODELS - ITS_AUTHOR_ALONE


@pytest.mark.both(each=True)
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


@pytest.mark.both
def test_admins_publish_and_hide_in_bulk_after_they_saw_the_impact(client_of, ada, eda):
    concept("Hull", "Tied with a [[bowline]] and a [[hitch]].")
    concept("Chip log", visibility=PRIVATE)
    ids = [
        concept("Bowline", "A [[hitch]], and the [[chip log]].", visibility=PRIVATE, tags=["knots"]).pk,
        concept("Hitch", visibility=PRIVATE).pk,
        concept("Sheet bend").pk,
    ]
    address = reverse("admin:wiki_concept_changelist")
    form = {"action": "publish_entries", "_selected_action": ids}
    page = client_of(ada).post(address, form).content.decode()
    for said in ("1 link, 1 tag", "Chip log", "The others are so already", f'name="base-{ids[0]}" value="1"'):
        assert said in page, said
    assert "<td>Chip log</td>" in page  # and not what becomes public together with it
    assert not VisibilityChange.objects.exclude(visibility="public", number=1, entry__title__in=["Hull", "Sheet bend"])
    bases = {f"base-{pk}": "1" for pk in ids[:2]}
    client_of(ada).post(address, {**form, **bases, "apply": "1", "summary": "ready"})
    assert Concept.objects.filter(pk__in=ids, visibility="public").count() == 3
    rows = VisibilityChange.objects.filter(entry__in=ids[:2])
    assert [(row.by, row.reason) for row in rows] == [(ada, "ready")] * 2
    client_of(ada).post(address, {**form, **bases, "action": "hide_entries", "apply": "1", f"base-{ids[2]}": "1"})
    assert Concept.objects.filter(pk__in=ids, visibility="private").count() == 3


@pytest.mark.both
@pytest.mark.parametrize("base", ["1", "", "x"])
def test_nothing_is_published_in_bulk_that_was_not_looked_at(client_of, ada, base):
    entries = [concept("Bowline", visibility=PRIVATE), concept("Hitch", visibility=PRIVATE)]
    revise(entries[1], body="A secret.")
    form = {"action": "publish_entries", "_selected_action": [entry.pk for entry in entries], "apply": "1"}
    form |= {f"base-{entries[0].pk}": "1", f"base-{entries[1].pk}": base, "summary": "kept words"}
    response = client_of(ada).post(reverse("admin:wiki_concept_changelist"), form)
    assert response.status_code == 422 and "kept words" in response.content.decode()
    assert not VisibilityChange.objects.exists()


def test_editors_and_who_lost_the_role_publish_nothing_in_bulk(client_of, ada, eda):
    entry = concept("Bowline", visibility=PRIVATE)
    form = {"action": "publish_entries", "_selected_action": [entry.pk], "apply": "1", f"base-{entry.pk}": "1"}
    clients = client_of(eda), client_of(ada)
    set_role(ada, EDITOR)
    for client in clients:
        assert b"Make public" not in client.get(reverse("admin:wiki_concept_changelist")).content
        client.post(reverse("admin:wiki_concept_changelist"), form)
    assert not VisibilityChange.objects.exists()


def test_nothing_is_added_changed_or_deleted_around_the_actions(client_of, ada):
    entry = concept("Bowline")
    for name, arguments in (("add", []), ("delete", [entry.pk])):
        assert client_of(ada).get(reverse(f"admin:wiki_concept_{name}", args=arguments)).status_code == 403
    page = reverse("admin:wiki_concept_change", args=[entry.pk])
    assert client_of(ada).post(page, {"title": "Changed"}).status_code == 403
    assert Concept.objects.get(pk=entry.pk).title == "Bowline"


@pytest.mark.both
def test_lists_are_filtered_by_tag_and_editor(client_of, ada, eda):
    concept("Bowline", tags=["knots"], by=eda)
    concept("Hull", tags=["ships"], by=ada)
    address = reverse("admin:wiki_concept_changelist")
    for query in ("tag=knots", f"editor={eda.pk}"):
        page = client_of(eda).get(f"{address}?{query}").content.decode()
        assert "Bowline" in page and "Hull</a>" not in page, query
    assert client_of(eda).get(f"{address}?editor=nonsense").status_code == 200


@pytest.mark.both
def test_tags_are_changed_in_bulk_by_revisions(client_of, eda):
    ids = [concept("Bowline", tags=["Knots", "rope"]).pk, concept("Hitch", tags=["knots"]).pk]
    address = reverse("admin:wiki_concept_changelist")
    form = {"action": "tag_entries", "_selected_action": ids}
    page = client_of(eda).post(address, form).content.decode()
    assert "Bowline" in page and "Tags to add" in page
    assert client_of(eda).post(address, {**form, "apply": "1"}).status_code == 422
    bad = client_of(eda).post(address, {**form, "apply": "1", "add": "a [b]", "remove": "knots"})
    assert bad.status_code == 422 and "a [b]" in bad.content.decode()
    done = {**form, "apply": "1", "add": "hitches, all", "remove": "KNOTS", "summary": "sorted"}
    assert client_of(eda).post(address, done).status_code == 302
    tags = {entry.title: entry.document().tags for entry in Concept.objects.all()}
    assert tags == {"Bowline": ("rope", "hitches, all"), "Hitch": ("hitches, all",)}
    assert [edit.revision.comment for edit in Edit.objects.filter(number=2)] == ["sorted", "sorted"]


def test_entries_go_into_the_bin_with_a_reason(client_of, eda):
    entry = concept("Bowline")
    address = reverse("admin:wiki_concept_changelist")
    form = {"action": "delete_entries", "_selected_action": [entry.pk]}
    assert b"Bowline" in client_of(eda).post(address, form).content
    client_of(eda).post(address, {**form, "apply": "1", "summary": "twice"})
    assert Concept.objects.get(pk=entry.pk).deleted_at
    assert (Act.objects.get().reason, Act.objects.get().by) == ("twice", eda)


@pytest.mark.both
def test_reversions_own_pages_lead_to_the_wikis(client_of, eda, ben):
    entry = concept("Bowline", "Old.", visibility=PRIVATE)
    revise(entry, body="New.")
    version = Edit.objects.get(number=1).version_id
    base = f"/admin/wiki/concept/{entry.pk}/history/"
    client = client_of(eda)
    assert client.get(base)["Location"] == "/concepts/bowline/history/"
    assert client.get(f"{base}{version}/")["Location"] == "/concepts/bowline/history/1/"
    assert client.get(f"{base}{version + 999}/").status_code == 404
    assert client.post(f"{base}{version}/", {"title": "x"})["Location"] == "/concepts/bowline/history/1/"
    for address in ("recover/", f"recover/{version}/"):
        assert client.get(f"/admin/wiki/concept/{address}")["Location"] == "/bin/"
    assert Concept.objects.get().body == "New."
    for address in (base, f"{base}{version}/", "/admin/wiki/concept/recover/"):
        assert client_of(ben).get(address)["Location"] == "/accounts/login/"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_an_address_asks_no_more_of_a_list_than_its_filters_do(model, client_of, ada):
    """A column that no page shows would be read letter by letter."""
    client, address = client_of(ada), reverse(f"admin:wiki_{model._meta.model_name}_changelist")
    request = RequestFactory().get(address)
    request.user = ada
    endings = ("icontains", "startswith", "regex", "gt")
    fields = [field.name for field in model._meta.concrete_fields if not field.is_relation]
    for at, field in enumerate(fields):
        for ending in endings:
            assert not admin.site._registry[model].lookup_allowed(f"{field}__{ending}", "(", request), (field, ending)
        assert client.get(address, {f"{field}__{endings[at % 4]}": "("}).status_code == 400, field


@pytest.mark.both
def test_odd_values_of_filters(client_of, ada):
    for asked in ("editor=²", "editor=99999999999999999999999", "editor=x", "tag=%00", "visibility__exact=private"):
        assert client_of(ada).get(f"/admin/wiki/concept/?{asked}").status_code in (200, 302), asked
