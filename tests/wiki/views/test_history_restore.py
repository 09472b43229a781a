"""The pages that bring a revision back or take one back."""

import pytest

from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.visibility.crawl import essence
from tests.wiki.views.pages import addresses, html, text
from wiki.actions import publishing
from wiki.models import Concept, Edit

pytestmark = pytest.mark.django_db

ONE = "A weir is low. It feeds a mill.\n\nFish climb it."
ACTS = ["restore/1/", "history/2/undo/"]


@pytest.fixture
def weir():
    entry = concept("Weir", ONE, tags=["water"])
    revise(entry, body=ONE.replace("low", "high"), tags=["dams"])
    return entry


@pytest.fixture
def post(client_of, nobody):
    return lambda path, person=nobody, **fields: client_of(person).post(path, fields)


def current():
    return Concept.objects.get(title="Weir")


@pytest.mark.parametrize("act", ACTS)
def test_a_page_shows_what_would_change_and_changes_nothing(weir, get, eda, act):
    response = get(f"/concepts/weir/{act}", eda)
    assert response.status_code == 200
    assert "<del>high</del>" in html(response)
    assert "<ins>low</ins>" in html(response)
    assert "<ins>water</ins>" in html(response)
    assert current().number == 2


@pytest.mark.parametrize(("act", "kind"), zip(ACTS, ["restore", "undo"], strict=True))
def test_its_form_does_it(weir, post, get, eda, act, kind):
    response = post(f"/concepts/weir/{act}", eda, summary="it was right")
    assert (response.status_code, response["Location"]) == (303, "/concepts/weir/")
    assert current().body == ONE
    edit = Edit.objects.first()
    assert (edit.number, edit.kind, edit.revision.comment, edit.revision.user) == (3, kind, "it was right", eda)
    assert "it was right" in text(get("/concepts/weir/history/"))


@pytest.mark.both
@pytest.mark.parametrize("act", ACTS)
def test_without_a_reason_it_says_which(weir, post, eda, act):
    post(f"/concepts/weir/{act}", eda)
    assert Edit.objects.first().revision.comment in ("Restored revision 1", "Undid revision 2")


def test_a_title_that_comes_back_is_where_one_is_led(post, eda):
    entry = concept("Weir", "Text.")
    revise(entry, title="Low dam")
    assert post("/concepts/low-dam/restore/1/", eda)["Location"] == "/concepts/weir/"


def test_a_name_that_was_taken_is_explained(post, eda):
    entry = concept("Weir", "Text.")
    revise(entry, title="Low dam", body="More.")
    concept("Weir", "Another.")
    response = post("/concepts/low-dam/restore/1/", eda, summary="why not")
    assert response.status_code == 422
    assert "“Weir” exists. Add a qualifier" in text(response)
    assert 'value="why not"' in html(response)


@pytest.mark.both(each=True)
@pytest.mark.parametrize("act", ACTS)
def test_a_reason_that_is_too_long_or_holds_a_nul_comes_back(weir, post, eda, act):
    for summary in ("x" * 501, "a\0b"):
        assert post(f"/concepts/weir/{act}", eda, summary=summary).status_code == 422
    assert current().number == 2


@together("method", ["get", "post"])
@together("act", ACTS)
def test_only_editors_may(weir, client_of, nobody, ben, act, method):
    for person in (nobody, ben):
        for slug, status in (("weir", 403), ("nowhere", 404)):
            response = getattr(client_of(person), method)(f"/concepts/{slug}/{act}")
            assert response.status_code == status
    assert current().number == 2


@pytest.mark.parametrize("act", ACTS)
def test_a_hidden_entry_is_a_missing_one(get, eda, act):
    entry = concept("Shut", "Text.", visibility=PRIVATE)
    revise(entry, body="More.")
    assert essence(get(f"/concepts/shut/{act}")) == essence(get(f"/concepts/nowhere/{act}"))
    assert get(f"/concepts/shut/{act}", eda).status_code == 200


def test_somebody_without_the_right_learns_nothing_of_numbers(get, ben):
    entry = concept("Weir", "Secret.", visibility=PRIVATE)
    revise(entry, body="Clean.")
    publishing.publish([entry], by=None)
    answers = [essence(get(f"/concepts/weir/restore/{number}/", ben)) for number in (1, 2, 3)]
    assert [status for status, *_ in answers] == [403, 403, 403]


@together("path", ["restore/0/", "restore/9/", "history/9/undo/", "history/0/undo/", "restore/x/"])
def test_what_was_never_saved_is_not_there(weir, get, post, eda, path):
    assert get(f"/concepts/weir/{path}", eda).status_code == post(f"/concepts/weir/{path}", eda).status_code == 404


def test_what_is_there_already_says_so(weir, get, post, eda):
    assert "The page is like this already." in text(get("/concepts/weir/restore/2/", eda))
    assert post("/concepts/weir/restore/2/", eda).status_code == 303
    assert current().number == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_changed_again_cannot_be_taken_back(weir, client_of, eda, method):
    revise(weir, body=ONE.replace("low", "higher"))
    response = getattr(client_of(eda), method)("/concepts/weir/history/2/undo/")
    assert response.status_code == 409
    assert "Later revisions changed the same places" in text(response)
    assert "<ins>high</ins>" in html(response)
    assert "/concepts/weir/edit/" in addresses(response)
    assert current().number == 3


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_first_cannot_be_taken_back(weir, client_of, eda, method):
    response = getattr(client_of(eda), method)("/concepts/weir/history/1/undo/")
    assert response.status_code == 409
    assert "The first revision cannot be undone" in text(response)


def test_suppressed_texts_come_back_by_admins_alone(weir, get, post, eda, ada):
    revise(weir, body="Third.")
    Edit.objects.filter(number=2).update(text_suppressed=True)
    for path in ("restore/2/", "history/2/undo/", "history/3/undo/"):
        assert get(f"/concepts/weir/{path}", eda).status_code == 403
        assert post(f"/concepts/weir/{path}", eda).status_code == 403
        assert get(f"/concepts/weir/{path}", ada).status_code in (200, 409)
    assert get("/concepts/weir/restore/1/", eda).status_code == 200
    assert current().number == 3


def test_essays_too(post, eda):
    entry = essay("On dams", "Text.", author="A.")
    revise(entry, author="B.")
    assert post("/essays/on-dams/restore/1/", eda).status_code == 303
    entry.refresh_from_db()
    assert entry.author == "A."


@pytest.mark.parametrize("act", ACTS)
def test_other_methods_are_refused(weir, client_of, eda, act):
    assert client_of(eda).put(f"/concepts/weir/{act}").status_code == 405
    assert client_of(eda).head(f"/concepts/weir/{act}").status_code == 200


def test_a_form_without_its_token_does_nothing(weir, eda):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(eda)
    assert client.post("/concepts/weir/restore/1/").status_code == 403
    assert current().number == 2
