"""Protection in the pages: who decides it, who is told, and that no text is lost to it."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import PRIVATE, concept, essay
from tests.together import together
from tests.visibility.crawl import crawl
from tests.wiki.views.forms import fields_of
from tests.wiki.views.pages import addresses, html, text
from wiki.actions.protecting import protect
from wiki.models import Act, Concept, Protection

pytestmark = pytest.mark.django_db
PAGE = "/concepts/hull/protection/"


@pytest.fixture
def hull():
    return concept("Hull", "Of oak.\n\n## Parts\n\nA keel.")


@pytest.mark.both
def test_an_admin_protects_and_lifts(hull, client_of, ada):
    client = client_of(ada)
    fields = fields_of(client.get(PAGE))
    assert fields["level"] == "admins"
    response = client.post(PAGE, {**fields, "reason": "a quarrel", "until": "2999-12-31"})
    assert (response.status_code, response["Location"]) == (303, "/concepts/hull/")
    protection = Protection.objects.get()
    assert (protection.by, protection.reason) == (ada, "a quarrel")
    assert timezone.localtime(protection.until).isoformat().startswith("2999-12-31T23:59:59")
    again = fields_of(client.get(PAGE))
    assert (again["until"], again["reason"]) == ("2999-12-31", "a quarrel")
    client.post(PAGE, again)
    assert Act.objects.count() == 1
    assert client.post(PAGE, {"level": "open"}).status_code == 303
    assert not Protection.objects.exists()
    assert list(Act.objects.order_by("pk").values_list("kind", flat=True)) == ["protect", "unprotect"]


@together(
    ("fields", "said"),
    [
        ({}, "Choose who may change it"),
        ({"level": "nobody", "reason": "x"}, "Choose who may change it"),
        ({"level": "admins"}, "Say why"),
        ({"level": "admins", "reason": "x", "until": "tomorrow"}, "Write a day"),
        ({"level": "admins", "reason": "x", "until": "2999-13-01"}, "Write a day"),
        ({"level": "admins", "reason": "x", "until": "0001-01-01T00:00"}, ""),
        ({"level": "admins", "reason": "x", "until": "9999-12-31T23:59:59-12:00"}, ""),
        ({"level": "admins", "reason": "x", "until": "2001-01-01"}, "This moment is past"),
        ({"level": "admins", "reason": "x" * 501}, "at most 500 are kept"),
    ],
)
def test_what_cannot_be_comes_back(hull, client_of, ada, fields, said):
    response = client_of(ada).post(PAGE, fields)
    assert response.status_code == 422
    assert said in text(response)
    assert fields_of(response)["reason"] == fields.get("reason", "")
    assert not Protection.objects.exists()


def test_a_moment_is_taken_as_it_is_written(hull, client_of, ada):
    client_of(ada).post(PAGE, {"level": "admins", "reason": "x", "until": "2999-01-02T03:04:00+00:00"})
    assert Protection.objects.get().until == datetime.datetime(2999, 1, 2, 3, 4, tzinfo=datetime.UTC)


def test_who_decides(hull, get, client_of, ada, eda, ben, nobody):
    concept("Shut", visibility=PRIVATE)
    for person, statuses in (
        (nobody, [403, 404, 404]),
        (ben, [403, 404, 404]),
        (eda, [403, 403, 404]),
        (ada, [200, 200, 404]),
    ):
        assert [get(f"/concepts/{slug}/protection/", person).status_code for slug in ("hull", "shut", "no")] == statuses
    assert client_of(eda).post(PAGE, {"level": "admins", "reason": "x"}).status_code == 403
    assert not Protection.objects.exists()
    assert PAGE in addresses(get("/concepts/hull/", ada))
    assert PAGE not in addresses(get("/concepts/hull/", eda))


def test_editors_are_told_and_readers_see_no_difference(hull, get, client_of, ada, eda, ben, nobody):
    concept("Shut", "Of oak.", visibility=PRIVATE)
    essay("On ships", "A hull.")
    before = [crawl(client_of(person), ["/", "/concepts/hull/", "/concepts/hull.md"]) for person in (nobody, ben)]
    for entry in Concept.objects.all():
        protect(entry, by=ada, reason="a quarrel", until=timezone.now() + datetime.timedelta(days=9))
    assert [crawl(client_of(p), ["/", "/concepts/hull/", "/concepts/hull.md"]) for p in (nobody, ben)] == before
    for path in ("/concepts/hull/", "/concepts/shut/"):
        words = text(get(path, eda))
        assert "Only admins change this page. Protected by ada on" in words
        assert "a quarrel" in words
        assert f"{path}edit/" not in addresses(get(path, eda))
        assert f"{path}edit/" in addresses(get(path, ada))
        assert "Only admins change this page." in text(get(path, ada))
    assert "edit/?section" not in html(get("/concepts/hull/", eda))


@together("path", ["edit/", "rename/", "merge/", "delete/", "restore/1/", "history/1/undo/"])
def test_a_page_that_would_change_it_explains(hull, get, ada, eda, path):
    protect(hull, by=ada, reason="a quarrel")
    response = get(f"/concepts/hull/{path}", eda)
    assert response.status_code == 403
    words = text(response)
    assert "Protected by ada on" in words
    assert "a quarrel" in words
    assert "right that you do not have" not in words
    assert "/concepts/hull.md" in addresses(response)
    assert "<form" not in html(response).split("<main")[1]
    assert get(f"/concepts/hull/{path}", ada).status_code in (200, 409)


def test_a_text_for_a_page_that_was_protected_meanwhile_comes_back(hull, client_of, ada, eda):
    client = client_of(eda)
    fields = fields_of(client.get("/concepts/hull/edit/"))
    protect(hull, by=ada, reason="a quarrel")
    mine = {**fields, "body": "An hour of work.", "summary": "mine"}
    for act in ("save", "preview", "draft"):
        response = client.post("/concepts/hull/edit/", {**mine, "action": act})
        assert response.status_code == 403
        assert "Only admins change “Hull”." in text(response)
        kept = fields_of(response)
        assert (kept["body"], kept["summary"], kept["base"]) == ("An hour of work.", "mine", fields["base"])
    assert Concept.objects.get(pk=hull.pk).number == 1


def test_a_text_that_meets_the_protection_at_the_moment_of_saving_comes_back(hull, client_of, ada, eda, monkeypatch):
    from wiki import policies

    protect(hull, by=ada, reason="a quarrel")
    monkeypatch.setattr(policies, "is_protected", lambda entry: False)  # as the page asked before
    fields = fields_of(client_of(eda).get("/concepts/hull/edit/"))
    response = client_of(eda).post("/concepts/hull/edit/", {**fields, "body": "An hour of work."})
    assert response.status_code == 422
    assert "“Hull” is protected: only admins change it." in text(response)
    assert fields_of(response)["body"] == "An hour of work."
    for path, form in (
        ("rename", {"title": "Body"}),
        ("delete", {"reason": "mine"}),
        ("restore/1", {"summary": "mine"}),
    ):
        response = client_of(eda).post(f"/concepts/hull/{path}/", form)
        assert (response.status_code, "is protected" in text(response)) in ((422, True), (409, False), (303, False))
    assert Concept.objects.get(pk=hull.pk).number == 1


@pytest.mark.parametrize(
    ("path", "form"), [("rename", {"title": "Trunk", "reason": "my reason"}), ("delete", {"reason": "my reason"})]
)
def test_whatever_was_written_into_a_form_comes_back(hull, client_of, ada, eda, path, form):
    protect(hull, by=ada, reason="a quarrel")
    response = client_of(eda).post(f"/concepts/hull/{path}/", form)
    assert response.status_code == 403
    for words in form.values():
        assert words in text(response)


@pytest.mark.both
def test_bulk_work_in_the_admin_leaves_it_out_and_says_which(hull, client_of, ada, eda):
    keel = concept("Keel")
    protect(hull, by=ada, reason="a quarrel")
    chosen = {"_selected_action": [hull.pk, keel.pk], "apply": "1"}
    response = client_of(eda).post(
        "/admin/wiki/concept/", {**chosen, "action": "tag_entries", "add": "wood"}, follow=True
    )
    assert "Protected, and so left as they were: “Hull”." in html(response)
    assert "1 entry got other tags." in html(response)
    response = client_of(eda).post("/admin/wiki/concept/", {**chosen, "action": "delete_entries"}, follow=True)
    assert "“Hull” is protected: only admins change it." in html(response)
    assert [entry.title for entry in Concept.objects.scoped(private=True)] == ["Hull"]


def test_a_protected_page_costs_editors_one_question_and_readers_none(hull, queries, ada, eda):
    before = queries("/concepts/hull/"), queries("/concepts/hull/", eda)
    protect(hull, by=ada, reason="a quarrel")
    assert (queries("/concepts/hull/"), queries("/concepts/hull/", eda)) == before


def test_links_from_mentions_respect_it(hull, client_of, ada, eda):
    concept("Keel")
    protect(hull, by=ada, reason="a quarrel")
    form = {"source": "concept/hull", "target": "concept/keel", "name": "keel", "sentence": "A keel."}
    response = client_of(eda).post("/concepts/hull/mentions/", form, follow=True)
    assert "“Hull” is protected: only admins change it." in html(response)
    assert Concept.objects.get(pk=hull.pk).number == 1


@pytest.mark.both
def test_the_editors_script_is_told_why_a_draft_is_not_kept(hull, client_of, ada, eda):
    protect(hull, by=ada, reason="a quarrel")
    form = {"body": "An hour of work.", "base": "1", "action": "draft", "token": "t"}
    client = client_of(eda)
    response = client.post("/concepts/hull/edit/", form, headers={"Accept": "application/json"})
    assert response.status_code == 403
    assert "only admins change it, and your draft is not kept" in response.json()["error"]
    type(eda).objects.filter(pk=eda.pk).update(blocked_at=timezone.now())
    response = client.post("/concepts/hull/edit/", form, headers={"Accept": "application/json"})
    assert "You are blocked" in response.json()["error"]
