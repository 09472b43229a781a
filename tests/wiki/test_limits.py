"""Who acts too often waits, and loses nothing."""

import re

import pytest
from django.test import Client

from accounts import counting
from tests.factories import concept, revise
from tests.visibility.crawl import essence
from tests.wiki.views.pages import html, text
from wiki.limits import sentence
from wiki.models import Concept, Draft, Edit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    settings.RATE_LIMITS = {"edit": (2, 60), "search": (1, 60)}
    monkeypatch.setattr(counting.time, "time", lambda: 1_800_000_018.0)
    return settings


@pytest.fixture
def client(client_of, eda):
    return client_of(eda)


def save(client, at, **more):
    return client.post("/concepts/new/", {"title": f"Knot {at}", "body": f"Text {at}.", "summary": "why", **more})


def test_an_edit_too_many_comes_back_with_its_text(client):
    assert [save(client, at).status_code for at in range(2)] == [303, 303]
    response = save(client, 3)
    assert response.status_code == 429 and response["Retry-After"] == "42"
    assert "Wait 42 seconds" in text(response)
    for kept in ('value="Knot 3"', "Text 3.", 'value="why"'):
        assert kept in html(response), kept
    assert Concept.objects.count() == 2


def test_the_form_of_an_entry_too(client):
    concept("Bowline", "Old.")
    save(client, 1), save(client, 2)
    response = client.post("/concepts/bowline/edit/", {"base": "1", "body": "New words.", "summary": "why"})
    assert response.status_code == 429 and "New words." in html(response) and 'name="base" value="1"' in html(response)
    assert Edit.objects.filter(entry__title="Bowline").count() == 1


def test_the_conflict_page_comes_back_as_it_was_filled_in(client, ada):
    entry = concept("Bowline", "One knot. Two ropes.", tags=["old"])
    revise(entry, by=ada, body="One hitch. Two lines.", title="Hers")
    fields = {"base": "1", "title": "Mine", "body": "One bend. Two ropes, three.", "summary": "why", "tags": "old"}
    asked = client.post("/concepts/hers/edit/", fields)
    assert asked.status_code == 409 and checked(asked) == {"value-title": "mine", "sentence-0": "both"}
    chosen = {"against": "2", "value-title": "theirs", "sentence-0": "mine"}
    save(client, 1), save(client, 2)
    again = client.post("/concepts/hers/edit/", fields | chosen)
    assert again.status_code == 429 and "Wait 42 seconds" in text(again)
    assert checked(again) == {"value-title": "theirs", "sentence-0": "mine"}
    assert 'name="against" value="2"' in html(again) and "One bend. Two ropes, three." in html(again)
    nonsense = client.post("/concepts/hers/edit/", fields | chosen | {"against": "9", "sentence-0": "x"})
    assert nonsense.status_code == 429 and "One bend. Two ropes, three." in html(nonsense)
    assert Concept.objects.get(pk=entry.pk).number == 2


def checked(response):
    return dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)" checked>', html(response)))


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/concepts/bowline/rename/", {"title": "Knot"}),
        ("/concepts/bowline/delete/", {}),
        ("/concepts/bowline/merge/", {"into": "hull"}),
        ("/concepts/bowline/mentions/", {}),
        ("/concepts/bowline/visibility/", {"visibility": "private"}),
        ("/concepts/bowline/restore/1/", {}),
        ("/concepts/bowline/history/1/undo/", {}),
        ("/people/", {"action": "invite"}),
        ("/settings/", {"name": "x"}),
        ("/concepts/bowline/rename/", {"title": "Knot", "action": "draft"}),
        ("/people/", {"action": "preview"}),
    ],
)
def test_whatever_acts_is_counted(client_of, ada, path, fields):
    concept("Bowline", "Old.")
    client = client_of(ada)
    save(client, 1), save(client, 2)
    response = client.post(path, fields)
    assert response.status_code == 429 and response["Retry-After"] == "42"
    assert "42 seconds" in text(response)
    assert client.get("/concepts/bowline/").status_code == 200  # reading is not


@pytest.mark.both
def test_drafts_previews_and_completion_are_allowed_more_often(client):
    concept("Bowline", "Old.")
    draft = {"action": "draft", "body": "New.", "base": "1"}
    for _ in range(10):
        assert client.post("/concepts/bowline/edit/", draft, headers={"Accept": "application/json"}).status_code == 200
    refused = client.post("/concepts/bowline/edit/", {**draft, "body": "x"}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "42") and "Wait" in refused.json()["error"]
    assert Draft.objects.get().fields["body"] == "New."
    assert client.post("/concepts/bowline/edit/", {**draft, "action": "preview"}).status_code == 429
    assert save(client, 1).status_code == 303  # saving has a count of its own
    for _ in range(20):
        assert client.get("/complete/names/?q=b").status_code == 200
    assert client.get("/complete/names/?q=b").status_code == 429


def test_people_are_counted_apart_and_together_by_their_address(client, client_of, ada):
    assert [save(client, at).status_code for at in range(3)] == [303, 303, 429]
    assert save(client_of(ada), 4).status_code == 303
    from tests.cast import person

    saved = [save(client_of(person(f"w{at}", "editor")), f"{at} more").status_code for at in range(9)]
    assert saved == [303] * 7 + [429] * 2  # ten in all from one address
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    assert save(client, 5).status_code == 429


@pytest.mark.both
def test_strangers_are_counted_by_address_and_keep_their_text_too():
    stranger = Client()
    posts = [stranger.post("/concepts/hull/edit/", {"body": "Lost words."}) for _ in range(3)]
    assert [response.status_code for response in posts] == [403, 403, 429]
    assert "Lost words." in html(posts[2])
    assert Client(REMOTE_ADDR="192.0.2.9").post("/concepts/hull/edit/", {"body": "x"}).status_code == 403


def test_a_limit_tells_nothing_of_what_exists():
    concept("Hull", visibility="private")
    stranger = Client()
    for _ in range(2):
        stranger.post("/concepts/hull/edit/")
    one, other = (essence(stranger.post(f"/concepts/{slug}/edit/", {"body": "x"})) for slug in ("hull", "loft"))
    assert one[0] == 429
    assert (*one[:2], one[2].replace(b"hull", b"loft")) == other


def test_sign_in_has_limits_of_its_own(client):
    save(client, 1), save(client, 2)
    assert client.post("/accounts/logout/").status_code in (302, 303)


def test_whoever_wants_to_leave_may(client_of, ada):
    client = client_of(ada)
    save(client, 1), save(client, 2)
    assert client.post("/admin/logout/").status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("paths", "times"),
    [
        (["/search/?q=hull"], 1),
        (["/feeds/changes.atom", "/concepts/hull/feed.atom", "/feeds/tags/sea.atom", "/feeds/essays.atom"], 5),
        (["/graph/data.json"], 1),
        (["/llms.txt", "/sitemap.xml"], 1),
    ],
)
def test_searches_feeds_and_whole_lists_are_counted_one_in_ten(limits, monkeypatch, paths, times):
    concept("Hull", "Text.", tags=["sea"])
    limits.RATE_LIMITS["search"] = (20, 60)
    stranger, draws = Client(), []
    monkeypatch.setattr("wiki.limits.randrange", lambda ten: draws.append(ten) or len(draws) % ten)
    answers = [stranger.get(paths[at % len(paths)]).status_code for at in range(20 * times + 9)]
    assert answers == [200] * 20 * times + [429] * 9
    assert stranger.get("/concepts/hull/").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.9").get(paths[0]).status_code == 200


def test_off_means_off(client, limits):
    limits.RATE_LIMITS = {}
    assert {save(client, at).status_code for at in range(6)} == {303}


def test_the_sentence_is_english():
    assert "Wait 1 second," in sentence(1) and "Wait 3 minutes," in sentence(121)
