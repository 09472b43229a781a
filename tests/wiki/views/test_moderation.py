"""The queue of requests, a decision, and the notice of it."""

import datetime

import pytest
from django.utils import timezone

from accounts.roles import EDITOR, set_role
from tests import cast
from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.wiki.views.forms import fields_of
from wiki.actions import deleting, publishing, requesting, telling
from wiki.models import Concept, Notice, PublicationRequest, VisibilityChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def fathom():
    concept("Depth", "In [[fathom|fathoms]].")
    return concept("Fathom", "Told from the line. Below is mud.", visibility=PRIVATE, tags=["Arms"])


@pytest.fixture
def asked(fathom, eda):
    return requesting.ask(fathom, "public", by=eda, note="one page points at it", base=1)


@pytest.fixture
def address(asked):
    return f"/moderation/{asked.pk}/"


def text(response):
    return response.content.decode()


def is_public():
    return Concept.objects.get(title="Fathom").is_public


@pytest.mark.both
def test_the_queue_shows_age_note_impact_and_who(asked, client_of, ada, eda):
    PublicationRequest.objects.update(at=timezone.now() - datetime.timedelta(days=9, minutes=1))
    requesting.ask(concept("Rope"), "private", by=eda)
    page = text(client_of(ada).get("/moderation/"))
    for said in ("2 requests wait", "9 days", "one page points at it", "1 link · 1 tag", "asked by eda", "age old"):
        assert said in page, said
    assert page.index("Fathom") < page.index("Rope") and "Make private" in page


def test_an_empty_queue_says_what_will_stand_there(client_of, ada):
    page = text(client_of(ada).get("/moderation/"))
    assert "nothing waits" in page and "waits here" in page


def test_a_request_is_shown_with_its_text_and_impact(fathom, address, client_of, ada):
    page = text(client_of(ada).get(address))
    for said in ("If <i>Fathom</i> becomes public", "one page points at it", "1 link lights up", "Below is mud.",
                 "eda is told"):  # fmt: skip
        assert said in page, said
    assert "Decline" in page and 'value="publish"' in page


def test_what_was_changed_since_readers_saw_it_and_since_it_was_asked(fathom, client_of, ada, eda):
    publishing.publish([fathom], by=ada)
    publishing.hide([fathom], by=ada)
    revise(fathom, body="Told from the line. Below is sand.")
    asked = requesting.ask(fathom, "public", by=eda)
    page = text(client_of(ada).get(f"/moderation/{asked.pk}/"))
    assert "since readers saw it last, at revision 1" in page and "diff/?from=1&amp;to=2" in page
    assert "changed since it was asked for" not in page
    revise(fathom, body="Told from the line. Below is clay.")
    page = text(client_of(ada).get(f"/moderation/{asked.pk}/"))
    assert "changed since it was asked for" in page and "diff/?from=2&amp;to=3" in page


@pytest.mark.both
def test_publishing_is_one_decision_and_who_asked_reads_it(asked, address, client_of, ada, eda):
    client = client_of(ada)
    fields = fields_of(client.get(address))
    response = client.post(address, {**fields, "action": "publish", "reason": "agreed"})
    assert (response.status_code, response["Location"]) == (303, "/moderation/")
    assert is_public() and VisibilityChange.objects.get(entry__title="Fathom").reason == "agreed"
    page = text(client.get("/moderation/"))
    assert "eda is told." in page and "Decided requests" in page and "agreed" in page and "/undo/" in page
    theirs = text(client_of(eda).get("/notices/"))
    assert "the page is public now" in theirs and "agreed" in theirs and "/concepts/fathom/" in theirs
    again = text(client.get(address))
    assert "<b>Done</b>" in again and 'value="publish"' not in again


def test_declining_needs_a_reason_and_changes_nothing(asked, address, client_of, ada, eda):
    client = client_of(ada)
    response = client.post(address, {"action": "decline", "reason": ""})
    assert response.status_code == 422 and "Say why: who asked is told." in text(response)
    assert client.post(address, {"action": "decline", "reason": "too thin"}).status_code == 303
    assert not is_public() and PublicationRequest.objects.get().decision == "decline"
    assert "too thin" in text(client_of(eda).get("/notices/"))


@together(
    ("fields", "said"),
    [({"action": ""}, "Choose what to do."), ({"action": "burn"}, "Choose what to do."),
     ({"base": ""}, "which revision"), ({"base": "9"}, "which revision"), ({"reason": "y" * 501}, "501 characters")],
)  # fmt: skip
def test_a_form_that_cannot_be_read_comes_back_with_its_text(address, client_of, ada, fields, said):
    response = client_of(ada).post(address, {"action": "publish", "base": "1", "reason": "kept", **fields})
    assert response.status_code == 422
    assert said in text(response) and fields.get("reason", "kept") in text(response)
    assert not is_public()


def test_nothing_is_published_that_changed_meanwhile_and_the_difference_is_shown(fathom, address, client_of, ada):
    client = client_of(ada)
    fields = fields_of(client.get(address))
    revise(fathom, body="Told from the line. Below is a secret.")
    response = client.post(address, {**fields, "action": "publish", "reason": "kept words"})
    assert response.status_code == 409 and not is_public()
    page = text(response)
    assert "changed meanwhile" in page and "secret" in page and "kept words" in page
    assert client.post(address, {**fields_of(response), "action": "publish"}).status_code == 303
    assert Concept.objects.get(title="Fathom").public_from == 2


@pytest.mark.both
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(asked, address, client_of, ada):
    other = cast.person("ula", "admin")
    requesting.decline(asked, by=other, reason="too thin")
    response = client_of(ada).post(address, {"action": "publish", "base": "1", "reason": "agreed"})
    assert response.status_code == 409 and "ula declined it before you" in text(response)
    assert not is_public()
    twice = {"action": "decline", "base": "1", "reason": "too thin"}
    assert client_of(other).post(address, twice).status_code == 303  # the same form, sent twice
    assert Notice.objects.count() == 1


def test_only_who_may_publish_sees_the_queue_and_decides(asked, address, client_of, eda, ben, nobody):
    for person in (eda, ben, nobody):
        for path in ("/moderation/", address, "/moderation/99999/"):
            response = client_of(person).get(path)
            assert response.status_code == 403, path
            assert ("/accounts/login/" in text(response).split("<main")[1]) == (person is nobody)
        assert client_of(person).post(address, {"action": "publish", "base": "1"}).status_code == 403
    assert not is_public()


def test_somebody_who_lost_the_role_meanwhile_decides_nothing(address, client_of, ada):
    client = client_of(ada)
    fields = fields_of(client.get(address))
    set_role(ada, EDITOR)
    for action in ("publish", "decline"):
        assert client.post(address, {**fields, "action": action, "reason": "x"}).status_code == 403
    assert not is_public() and PublicationRequest.objects.get().decision == ""


@pytest.mark.both
def test_requests_about_deleted_pages_wait_out_of_sight(fathom, address, client_of, ada, eda):
    deleting.delete(fathom, by=eda)
    assert "nothing waits" in text(client_of(ada).get("/moderation/"))
    assert client_of(ada).get(address).status_code == client_of(ada).post(address).status_code == 404
    deleting.restore(fathom, by=eda)
    assert client_of(ada).get(address).status_code == 200


def test_the_menu_counts_what_waits_for_who_may_decide_alone(asked, client_of, ada, eda):
    assert '<span class="count">1<span class="vh"> wait' in text(client_of(ada).get("/help/"))
    assert "/moderation/" not in text(client_of(eda).get("/help/"))


def test_decided_requests_are_paged(client_of, ada, eda, django_assert_max_num_queries):
    for n in range(27):
        asked = requesting.ask(concept(f"Knot {n}", visibility=PRIVATE), "public", by=eda)
        requesting.decline(asked, by=ada, reason=f"reason {n}")
    client = client_of(ada)
    first, second = text(client.get("/moderation/")), text(client.get("/moderation/?page=2"))
    assert "reason 26" in first and "reason 1<" not in first and "reason 1<" in second
    assert client.get("/moderation/?page=x").status_code == client.get("/moderation/?page=99").status_code == 200
    with django_assert_max_num_queries(16):
        client.get("/moderation/")


# Notices


@pytest.mark.both
def test_notices_are_ones_own_and_marked_as_seen_by_a_post(fathom, client_of, eda, ben, ada, nobody):
    telling.tell(eda, fathom, "Something was decided.", reason="for a reason", by=ada)
    telling.tell(ben, None, "Welcome.")
    client = client_of(eda)
    page = text(client.get("/notices/"))
    assert "1 new" in page and "for a reason" in page and "Fathom" in page and "Welcome" not in page
    assert '<span class="count">1<span class="vh"> new' in text(client.get("/help/"))
    assert Notice.objects.get(person=eda).seen_at is None
    response = client.post("/notices/")
    assert (response.status_code, response["Location"]) == (303, "/notices/")
    page = text(client.get("/notices/"))
    assert "nothing new" in page and "for a reason" in page and "Mark all" not in page
    assert Notice.objects.get(person=ben).seen_at is None
    assert "Welcome." in text(client_of(ben).get("/notices/"))
    signed_out = client_of(nobody).get("/notices/")
    assert signed_out.status_code == 403 and "/accounts/login/" in text(signed_out)


def test_a_notice_about_what_one_may_not_know_any_more_is_gone(client_of, eda, ada):
    private, public = concept("Fathom", visibility=PRIVATE), essay("On depth")
    for entry in (private, public):
        telling.tell(eda, entry, "Something was decided.", by=ada)
    set_role(eda, "reader")
    page = text(client_of(eda).get("/notices/"))
    assert "On depth" in page and "Fathom" not in page and "1 new" in page
    publishing.hide([public], by=ada)
    page = text(client_of(eda).get("/notices/"))
    assert "On depth" not in page and "none yet" in page
