"""The page that suppresses parts of a revision."""

import pytest

from tests.factories import PRIVATE, concept, revise
from tests.together import together
from tests.wiki.views.forms import fields_of
from tests.wiki.views.pages import addresses, html, text
from wiki.models import Act, Edit

pytestmark = pytest.mark.django_db
PAGE = "/concepts/weir/history/2/suppress/"


@pytest.fixture
def weir(eda):
    entry = concept("Weir", "It is low.", by=eda, summary="first")
    revise(entry, body="Wicked.", by=eda, summary="vile words")
    revise(entry, body="It is low again.", by=eda, summary="cleaned")
    return entry


def parts(number=2):
    edit = Edit.objects.get(number=number)
    return edit.text_suppressed, edit.summary_suppressed, edit.author_suppressed


@pytest.mark.both
def test_an_admin_suppresses_and_shows_again(weir, client_of, ada):
    client = client_of(ada)
    fields = fields_of(client.get(PAGE))
    assert (fields["text"], fields["summary"], fields["author"]) == ("off", "off", "off")
    response = client.post(PAGE, {**fields, "text": "on", "summary": "on", "reason": "It names a neighbour."})
    assert (response.status_code, response["Location"]) == (303, "/concepts/weir/history/2/")
    assert parts() == (True, True, False)
    assert "Revision 2: text and summary suppressed." in html(client.get("/concepts/weir/history/2/"))
    fields = fields_of(client.get(PAGE))
    assert (fields["text"], fields["summary"], fields["author"]) == ("on", "on", "off")
    client.post(PAGE, {**fields, "summary": "off"})
    assert parts() == (True, False, False)
    assert Act.objects.filter(kind="suppress").count() == 2


def test_a_part_that_is_left_out_stays_as_it_is(weir, client_of, ada):
    client_of(ada).post(PAGE, {"author": "on", "reason": "asked for"})
    client_of(ada).post(PAGE, {"summary": "on", "reason": "harm"})
    assert parts() == (False, True, True)
    assert client_of(ada).post(PAGE, {}).status_code == 303
    assert parts() == (False, True, True)


def test_editors_are_told_who_and_why_and_readers_nothing(weir, get, client_of, ada, eda, ben, nobody):
    client_of(ada).post(PAGE, {"text": "on", "reason": "It names a neighbour."})
    for person in (eda, ada):
        words = text(get("/concepts/weir/history/2/", person))
        assert "text suppressed" in words
        assert "Text suppressed by ada on" in words
        assert "It names a neighbour." in words
    for person in (nobody, ben):
        assert get("/concepts/weir/history/2/", person).status_code == 404
        assert "neighbour" not in text(get("/concepts/weir/history/", person))


@together(
    ("number", "fields", "status", "said"),
    [
        (2, {"text": "on"}, 422, "Say why"),
        (2, {"text": "on", "reason": "a \0"}, 422, "Null characters"),
        (2, {"text": "maybe", "reason": "harm"}, 422, "neither on nor off"),
        (2, {"summary": "on", "reason": "x" * 501}, 422, "at most 500 are kept"),
        (3, {"text": "on", "reason": "harm"}, 422, "Save a clean one first"),
        (2, {"text": "on", "reason": "harm", "seen": "summary"}, 409, "decided on this revision meanwhile"),
    ],
)
def test_what_cannot_be_done_comes_back_with_the_reason(weir, client_of, ada, number, fields, status, said):
    response = client_of(ada).post(f"/concepts/weir/history/{number}/suppress/", fields)
    assert response.status_code == status
    assert said in text(response)
    assert fields_of(response)["reason"] == fields.get("reason", "")
    assert parts() == (False, False, False)


@pytest.mark.both
def test_who_may(weir, get, client_of, ada, eda, ben, nobody):
    concept("Shut", "One.", visibility=PRIVATE)
    for person, public, private in ((nobody, 403, 404), (ben, 403, 404), (eda, 403, 403), (ada, 200, 200)):
        for path, status in (("weir/history/2", public), ("shut/history/1", private), ("never/history/1", 404)):
            assert get(f"/concepts/{path}/suppress/", person).status_code == status
    assert get("/concepts/weir/history/9/suppress/", ada).status_code == 404
    assert get(f"/concepts/weir/history/{'9' * 30}/suppress/", ada).status_code == 404
    client_of(eda).post(PAGE, {"text": "on", "reason": "harm"})
    assert parts() == (False, False, False)
    client_of(ada).post(PAGE, {"text": "on", "reason": "harm"})
    for person in (nobody, ben):  # as a number that was never given
        assert get(PAGE, person).status_code == get("/concepts/weir/history/99/suppress/", person).status_code == 404


def test_admins_alone_are_led_there(weir, get, ada, eda):
    for path in ("history/", "history/2/"):
        assert PAGE in addresses(get(f"/concepts/weir/{path}", ada))
        assert PAGE not in addresses(get(f"/concepts/weir/{path}", eda))


@pytest.mark.both
def test_the_page_says_where_else_a_title_stands(get, ada):
    entry = concept("Vile", "One.")
    revise(entry, body="Two.")
    revise(entry, title="Weir", summary="“Vile” is not its name")
    words = text(get(PAGE, ada))
    assert "“Vile” stands in the summary of revision 3, the title of revision 1 too." in words
    assert "links by that name turn red" in words


def test_an_admin_is_warned_before_a_suppressed_text_comes_back(weir, get, client_of, ada):
    client_of(ada).post(PAGE, {"text": "on", "reason": "harm"})
    assert "The text of this revision is suppressed." in text(get("/concepts/weir/restore/2/", ada))


def test_the_last_change_is_marked_for_editors(weir, get, client_of, eda, ada):
    client_of(ada).post("/concepts/weir/history/3/suppress/", {"summary": "on", "author": "on", "reason": "harm"})
    words = text(get("/concepts/weir/", eda))
    assert "cleaned" not in words
    assert "summary suppressed" in words
    assert "author suppressed" in words
    assert "suppressed" not in text(get("/concepts/weir/"))


def test_each_part_has_the_reason_it_was_suppressed_for(weir, get, client_of, ada, eda):
    client = client_of(ada)
    for fields in ({"text": "on", "reason": "One."}, {"author": "on", "reason": "Two."}, {"author": "off"},
                   {"author": "on", "summary": "on", "reason": "Three."}):  # fmt: skip
        client.post(PAGE, fields)
    words = text(get("/concepts/weir/history/2/", eda))
    for part, reason in (("Text", "One."), ("Summary and author", "Three.")):
        assert f"{part} suppressed by ada on" in words
        assert reason in words
    assert "Two." not in words
