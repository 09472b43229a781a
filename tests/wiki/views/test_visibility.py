"""The page that makes an entry public or private, or asks for it."""

import pytest

from accounts.roles import EDITOR, READER, set_role
from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.together import together
from tests.wiki.views.forms import fields_of
from wiki.actions import publishing, requesting
from wiki.models import Concept, Notice, PublicationRequest, VisibilityChange

pytestmark = pytest.mark.django_db
ADDRESS = "/concepts/fathom/visibility/"


@pytest.fixture
def fathom():
    concept("Depth", "In [[fathom|fathoms]].")
    concept("Chip log", visibility=PRIVATE)
    concept("Fathom", "Told from the [[Chip log]].", visibility=PRIVATE, aliases=["brass"], tags=["Arms"])
    return Concept.objects.get(title="Fathom")


def is_public():
    return Concept.objects.get(title="Fathom").is_public


def text(response):
    return response.content.decode()


def form(**fields):
    return {"visibility": "public", "reason": "it is ready", "base": "1", **fields}


def test_the_page_says_what_will_appear(fathom, client_of, ada):
    page = text(client_of(ada).get(ADDRESS))
    for said in (
        "If <i>Fathom</i> becomes public",
        "1 link lights up",
        "2 names come into view",
        "Readers get 1 revision",
        "names 1 private entry",
        '<i class="name">Arms</i> becomes visible with this page as its only member',
    ):
        assert said in page, said
    assert page.index("names 1 private entry") < page.index("1 link lights up")  # the warning first
    assert "In <mark>fathoms</mark>." in page and "the <mark>Chip log</mark>." in page


def test_the_page_says_what_will_vanish(fathom, client_of, ada):
    publishing.publish([fathom], by=ada)
    page = text(client_of(ada).get(ADDRESS))
    for said in ("becomes private", "1 link goes dark", "2 names vanish", "1 revision closes", "vanishes: no other"):
        assert said in page, said
    assert "Edit before publishing" not in page


def test_who_may_publish_does_it_with_a_reason_and_can_take_it_back(fathom, client_of, ada):
    client = client_of(ada)
    response = client.post(ADDRESS, {**fields_of(client.get(ADDRESS)), "reason": "agreed"})
    assert (response.status_code, response["Location"]) == (303, "/concepts/fathom/")
    row = VisibilityChange.objects.get(entry=fathom.pk)
    assert is_public() and (row.reason, row.by) == ("agreed", ada)
    page = text(client.get("/concepts/fathom/"))
    assert "is public now" in page and f'action="/concepts/fathom/visibility/{row.pk}/undo/"' in page
    response = client.post(f"/concepts/fathom/visibility/{row.pk}/undo/")
    assert (response.status_code, response["Location"]) == (303, ADDRESS)
    assert not is_public()
    assert "is private as before" in text(client.get(ADDRESS))


@pytest.mark.both
def test_an_essay_has_the_same_page(client_of, ada):
    essay("On depth", "Words.", visibility=PRIVATE)
    client = client_of(ada)
    assert client.post("/essays/on-depth/visibility/", form()).status_code == 303
    row = VisibilityChange.objects.get()
    assert client.post(f"/essays/on-depth/visibility/{row.pk}/undo/").status_code == 303
    assert [row.visibility for row in VisibilityChange.objects.all()] == ["private", "public"]


@pytest.mark.both
def test_what_is_so_already_is_said_and_not_logged(fathom, client_of, ada):
    client = client_of(ada)
    assert client.post(ADDRESS, form(visibility="private")).status_code == 303
    assert "was private already" in text(client.get("/concepts/fathom/"))
    assert not VisibilityChange.objects.filter(entry=fathom.pk).exists()


@pytest.mark.both
@together(
    ("fields", "said"),
    [
        ({"visibility": "secret"}, "Choose who may read it."),
        ({"base": ""}, "does not say which revision"),
        ({"base": "x"}, "does not say which revision"),
        ({"base": "7"}, "does not say which revision"),
        ({"base": "99999999999"}, "does not say which revision"),
        ({"reason": "y" * 501}, "501 characters"),
    ],
)
def test_a_form_that_cannot_be_read_comes_back_with_its_text(fathom, client_of, ada, eda, fields, said):
    for person in (ada, eda):
        response = client_of(person).post(ADDRESS, form(**{"reason": "kept words", **fields}))
        assert response.status_code == 422
        assert said in text(response)
        assert fields.get("reason", "kept words") in text(response)
    assert not is_public() and not PublicationRequest.objects.exists()


def test_nothing_is_published_that_changed_meanwhile_and_the_difference_is_shown(fathom, client_of, ada, eda):
    revise(fathom, body="Told from the [[Chip log]]. A new secret.")
    for person in (ada, eda):
        response = client_of(person).post(ADDRESS, form(reason="kept words"))
        assert response.status_code == 409
        page = text(response)
        assert "changed meanwhile" in page and "A new secret." in page and "diff/?from=1&amp;to=2" in page
        assert "kept words" in page and fields_of(response)["base"] == "2"
    assert not is_public() and not PublicationRequest.objects.exists()
    assert client_of(ada).post(ADDRESS, fields_of(response)).status_code == 303
    assert Concept.objects.get(title="Fathom").public_from == 2


def test_an_editor_asks_sees_it_wait_and_takes_it_back(fathom, client_of, eda, ada):
    client = client_of(eda)
    page = client.get(ADDRESS)
    assert "Ask for it" in text(page) and "A note for who decides" in text(page)
    response = client.post(ADDRESS, {**fields_of(page), "reason": "three pages point at it"})
    assert (response.status_code, response["Location"]) == (303, ADDRESS)
    asked = PublicationRequest.objects.get()
    assert (asked.note, asked.by, asked.number, asked.visibility) == ("three pages point at it", eda, 1, "public")
    assert not is_public() and not VisibilityChange.objects.filter(entry=fathom.pk).exists()
    page = text(client.get(ADDRESS))
    assert "You asked for this" in page and "Take it back" in page and "Ask for it" not in page
    assert "An admin will decide. The note says: “three pages point at it”<" in page
    assert f"/moderation/{asked.pk}/" not in page
    assert f"/moderation/{asked.pk}/" in text(client_of(ada).get(ADDRESS))
    assert client.post(ADDRESS, {"action": "withdraw"}).status_code == 303
    assert PublicationRequest.objects.get().decision == "withdraw"
    assert "Ask for it" in text(client.get(ADDRESS))
    assert client.post(ADDRESS, {"action": "withdraw"}).status_code == 303  # the same form, sent twice


def test_a_second_request_is_told_that_one_waits(fathom, client_of, eda, ada):
    requesting.ask(fathom, "public", by=ada)
    client = client_of(eda)
    page = text(client.get(ADDRESS))
    assert "ada asked for this" in page and "Ask for it" not in page and "Take it back" not in page
    assert client.post(ADDRESS, form()).status_code == 303
    assert "waits for a decision already" in text(client.get(ADDRESS))
    assert client.post(ADDRESS, {"action": "withdraw"}).status_code == 403
    assert PublicationRequest.objects.get().decision == ""


def test_asking_for_what_is_so_is_said(fathom, client_of, eda):
    client = client_of(eda)
    assert client.post(ADDRESS, form(visibility="private")).status_code == 303
    assert "private already" in text(client.get("/concepts/fathom/"))
    assert not PublicationRequest.objects.exists()


@pytest.mark.both
def test_publishing_directly_settles_the_request(fathom, client_of, eda, ada):
    requesting.ask(fathom, "public", by=eda)
    assert "eda is told" in text(client_of(ada).get(ADDRESS))
    client_of(ada).post(ADDRESS, form())
    assert PublicationRequest.objects.get().decision == "publish"
    assert Notice.objects.get().person == eda


def test_who_may_not_is_refused_and_who_may_not_know_gets_nothing(fathom, client_of, ben, nobody, eda):
    concept("Rope")
    change = VisibilityChange.objects.get(entry__title="Rope")
    for person in (ben, nobody):
        client = client_of(person)
        for path in ("/concepts/rope/visibility/", f"/concepts/rope/visibility/{change.pk}/undo/"):
            assert client.post(path, form(visibility="private")).status_code == 403
        assert client.get("/concepts/rope/visibility/").status_code == 403
        assert client.get(ADDRESS).status_code == client.post(ADDRESS, form()).status_code == 404
    assert client_of(eda).post(f"/concepts/rope/visibility/{change.pk}/undo/").status_code == 403
    assert Concept.objects.get(title="Rope").is_public


@pytest.mark.both
@pytest.mark.parametrize("role", [EDITOR, READER])
def test_somebody_who_lost_the_role_meanwhile_changes_nothing(fathom, client_of, ada, role):
    publishing.publish([fathom], by=ada)
    client = client_of(ada)
    fields = fields_of(client.get(ADDRESS))
    row = VisibilityChange.objects.get(entry=fathom.pk)
    set_role(ada, role)
    assert client.post(f"/concepts/fathom/visibility/{row.pk}/undo/").status_code == 403
    assert client.post(ADDRESS, {"action": "horizon", "number": "1", "reason": "x"}).status_code == 403
    response = client.post(ADDRESS, fields)
    assert response.status_code == (403 if role == READER else 303)  # an editor's form is a request
    assert is_public() and VisibilityChange.objects.filter(entry=fathom.pk).count() == 1


@pytest.mark.both
def test_the_log_is_kept_and_only_the_latest_change_can_be_taken_back(fathom, client_of, ada, eda):
    publishing.publish([fathom], by=ada, reason="first reason")
    publishing.hide([fathom], by=ada, reason="second reason")
    rows = list(VisibilityChange.objects.filter(entry=fathom.pk))
    page = text(client_of(ada).get(ADDRESS))
    assert page.index("second reason") < page.index("first reason")
    assert f"visibility/{rows[0].pk}/undo/" in page and f"visibility/{rows[1].pk}/undo/" not in page
    assert "/undo/" not in text(client_of(eda).get(ADDRESS))
    client = client_of(ada)
    assert client.post(f"/concepts/fathom/visibility/{rows[1].pk}/undo/").status_code == 303
    assert "decided since then" in text(client.get(ADDRESS)) and not is_public()
    other = concept("Rope")
    foreign = VisibilityChange.objects.get(entry=other.pk)
    for path in (f"/concepts/fathom/visibility/{foreign.pk}/undo/", "/concepts/fathom/visibility/99999/undo/"):
        assert client.post(path).status_code == 404
    assert client.get(f"/concepts/fathom/visibility/{rows[0].pk}/undo/").status_code == 405


def test_the_horizon_is_moved_by_a_form_with_a_reason(fathom, client_of, ada, eda, nobody):
    revise(fathom, body="Clean.")
    publishing.publish([fathom], by=ada)
    client = client_of(ada)
    assert 'id="ui-horizon-number"' in text(client.get(ADDRESS))
    assert 'id="ui-horizon-number"' not in text(client_of(eda).get(ADDRESS))
    assert client_of(nobody).get("/concepts/fathom/history/1/").status_code == 404
    move = {"action": "horizon", "number": "1", "reason": "asked by readers", "seen": "2-2"}
    numbers = ({"number": number} for number in ("", "0", "9", "x", "2"))
    for wrong in (*numbers, {"reason": " "}, {"seen": ""}, {"seen": "2"}, {"seen": "x-²"}):
        response = client.post(ADDRESS, {**move, **wrong})
        assert response.status_code == 422, wrong
        assert 'class="error"' in text(response)
    assert client_of(eda).post(ADDRESS, move).status_code == 403
    response = client.post(ADDRESS, move)
    assert (response.status_code, response["Location"]) == (303, ADDRESS)
    assert client_of(nobody).get("/concepts/fathom/history/1/").status_code == 200
    assert "Opened from revision 1 on" in text(client.get(ADDRESS))


@pytest.mark.parametrize("meanwhile", ["a revision", "another beginning"])
def test_the_horizon_that_was_looked_at_is_the_one_that_is_moved(fathom, client_of, ada, meanwhile):
    for body in ("Two.", "Three."):
        revise(fathom, body=body)
    publishing.publish([fathom], by=ada)
    client = client_of(ada)
    assert 'name="seen" value="3-3"' in text(client.get(ADDRESS))
    move = {"action": "horizon", "number": "1", "reason": "asked by readers", "seen": "3-3"}
    if meanwhile == "a revision":
        revise(fathom, body="Four, with a secret.")
        now, said = "4-3", "Revision 4 is the latest now"
    else:
        publishing.move_horizon(fathom, 2, by=None, reason="somebody was first")
        now, said = "3-2", "readers see revision 2 and what follows"
    response = client.post(ADDRESS, move)
    page = text(response)
    assert response.status_code == 409 and said in page
    assert ("Four, with a secret" in page) == (meanwhile == "a revision")
    assert f'name="seen" value="{now}"' in page and "asked by readers" in page
    assert Concept.objects.get(pk=fathom.pk).public_from == int(now[2:])
    assert client.post(ADDRESS, {**move, "seen": now}).status_code == 303
    assert Concept.objects.get(pk=fathom.pk).public_from == 1


def test_the_menu_of_an_entry_leads_there(fathom, client_of, eda, nobody):
    assert f'<a href="{ADDRESS}">Make public</a>' in text(client_of(eda).get("/concepts/fathom/"))
    assert "/concepts/depth/visibility/" not in text(client_of(nobody).get("/concepts/depth/"))


def test_as_many_questions_for_much_as_for_little(fathom, client_of, ada, django_assert_max_num_queries):
    entries(*[submission(f"Page {n}", f"A [[fathom]] and a [[brass]] of [[rope {n}]].") for n in range(40)])
    for _ in range(3):
        publishing.publish([fathom], by=ada)
        publishing.hide([fathom], by=ada)
    client = client_of(ada)
    client.get(ADDRESS)
    with django_assert_max_num_queries(45):
        client.get(ADDRESS)
