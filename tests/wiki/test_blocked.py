"""Somebody who is blocked reads as before and changes nothing; whatever they wrote comes back with the reason."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import PRIVATE, concept, essay, revise
from tests.wiki.views.forms import fields_of
from tests.wiki.views.pages import html, text
from wiki import policies
from wiki.models import Act, Concept, Draft, Edit, Entry, Tag, VisibilityChange, sees_private

pytestmark = pytest.mark.django_db

POLICIES = [getattr(policies, name) for name in dir(policies) if name.startswith("can_") and name != "can_look_behind"]


@pytest.fixture
def wiki(eda):
    entry = concept("Hull", "Of oak.", by=eda)
    revise(entry, body="Of iron.", by=eda)
    concept("Shut", "Of [[Hull]].", visibility=PRIVATE)
    essay("On ships", "A hull.")
    return Concept.objects.get(pk=entry.pk)


@pytest.fixture
def block():
    def block(person, reason="edits in anger", until=None):
        type(person).objects.filter(pk=person.pk).update(
            blocked_at=timezone.now(), block_reason=reason, blocked_until=until
        )
        return type(person).objects.get(pk=person.pk)

    return block


def test_no_policy_lets_them_and_they_see_what_they_saw(wiki, block, eda, ada, django_assert_num_queries):
    for person in (eda, ada):
        assert policies.can_edit(person)
        blocked = block(person)
        assert [policy.__name__ for policy in POLICIES if policy(blocked)] == []
        assert sees_private(blocked)
        assert policies.can_look_behind(blocked)
        with django_assert_num_queries(0):
            policies.can_edit(blocked, wiki)


@pytest.mark.both
def test_a_block_runs_out(wiki, block, eda):
    assert not policies.can_edit(block(eda, until=timezone.now() + datetime.timedelta(hours=1)))
    assert policies.can_edit(block(eda, until=timezone.now() - datetime.timedelta(seconds=1)))


READS = ["/", "/concepts/", "/concepts/hull/", "/concepts/shut/", "/concepts/shut.md", "/concepts/hull/history/",
         "/concepts/hull/history/1/", "/concepts/hull/diff/", "/concepts/shut/links/", "/tags/", "/citations/", "/bin/",
         "/admin/", "/admin/wiki/concept/", "/admin/wiki/edit/", "/help/"]  # fmt: skip


@pytest.mark.both
def test_they_read_as_before(wiki, block, client_of, eda):
    client = client_of(block(eda))
    for path in READS:
        assert client.get(path).status_code == 200, path
    assert "Edit" not in text(client.get("/concepts/hull/")).split("Of iron")[0]


WRITES = {
    "/concepts/new/": {"title": "Mine", "body": "An hour of work."},
    "/essays/new/": {"title": "Mine", "body": "An hour of work."},
    "/concepts/hull/edit/": {"body": "An hour of work.", "base": "2"},
    "/concepts/shut/edit/": {"body": "An hour of work.", "base": "1", "action": "draft"},
    "/concepts/hull/rename/": {"title": "An hour of work."},
    "/concepts/hull/merge/": {"into": "Shut", "reason": "An hour of work."},
    "/concepts/hull/delete/": {"reason": "An hour of work."},
    "/concepts/hull/restore/1/": {"summary": "An hour of work."},
    "/concepts/hull/history/2/undo/": {"summary": "An hour of work."},
    "/concepts/hull/visibility/": {"visibility": "private", "reason": "An hour of work.", "base": "2"},
    "/concepts/hull/history/1/suppress/": {"text": "on", "reason": "An hour of work."},
    "/concepts/hull/protection/": {"level": "admins", "reason": "An hour of work."},
    "/bin/{bin}/restore/": {"reason": "An hour of work."},
    "/bin/{bin}/purge/": {"reason": "An hour of work."},
    "/admin/wiki/concept/": {"action": "delete_entries", "_selected_action": "1", "apply": "1",
                             "summary": "An hour of work."},
}  # fmt: skip


@pytest.mark.both
@pytest.mark.parametrize("who", ["eda", "ada"])
def test_whatever_they_send_comes_back_with_the_reason(wiki, block, client_of, eda, ada, who):
    from wiki.actions import deleting

    gone = concept("Gone", "Words.")
    deleting.delete(gone, by=None)
    counts = [model.objects.count() for model in (Entry, Edit, Act, Draft, Tag, VisibilityChange)]
    client = client_of(block({"eda": eda, "ada": ada}[who]))
    for path, form in WRITES.items():
        response = client.post(path.format(bin=gone.pk), form)
        assert response.status_code == 403, path
        words = text(response)
        assert "edits in anger" in words, path
        assert "can read as before" in words, path
        assert "An hour of work." in html(response), path
    assert counts == [model.objects.count() for model in (Entry, Edit, Act, Draft, Tag, VisibilityChange)]
    for path in ("/concepts/hull/edit/", "/concepts/new/"):
        response = client.get(path)
        assert response.status_code == 403
        assert "edits in anger" in text(response)


def test_a_text_that_was_begun_before_the_block_is_whole(wiki, block, client_of, eda):
    client = client_of(eda)
    fields = fields_of(client.get("/concepts/hull/edit/"))
    block(eda)
    response = client.post("/concepts/hull/edit/", {**fields, "body": "An hour\nof work.", "summary": "mine"})
    kept = fields_of(response)
    assert (kept["body"].replace("\r\n", "\n"), kept["summary"], kept["base"]) == ("An hour\nof work.", "mine", "2")
    block(eda, until=timezone.now())  # it runs out, and what was kept can be sent
    assert client.post("/concepts/hull/edit/", {**kept, "action": "save"}).status_code == 303


@pytest.mark.both
def test_they_can_sign_out(block, client_of, eda):
    client = client_of(block(eda))
    assert client.post("/accounts/logout/").status_code == 303
    assert "_auth_user_id" not in client.session


def test_nothing_is_imported_in_their_name(block, eda, tmp_path):
    block(eda)
    (tmp_path / "Mast.md").write_text("Tall.")
    with pytest.raises(CommandError, match="eda is blocked"):
        call_command("import_entries", str(tmp_path), user="eda")


def test_a_session_of_somebody_who_was_switched_off_is_nobodys(wiki, client_of, eda):
    client = client_of(eda)
    assert client.get("/concepts/shut/").status_code == 200
    type(eda).objects.filter(pk=eda.pk).update(is_active=False)
    assert client.get("/concepts/shut/").status_code == 404
    response = client.post("/concepts/hull/edit/", {"body": "An hour of work.", "base": "2"})
    assert response.status_code == 403
    assert "You are not signed in" in text(response)
    assert client.get("/admin/").status_code == 302
    assert Concept.objects.get(pk=wiki.pk).number == 2
