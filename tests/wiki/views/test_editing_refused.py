"""What the editor refuses: a clear sentence each, and no text is lost."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.factories import PRIVATE, concept, revise
from tests.together import together
from tests.wiki.views.forms import BASE, fields_of, form, text_of
from wiki.actions import deleting, joining
from wiki.models import Concept, Edit

pytestmark = pytest.mark.django_db


@together(
    ("fields", "status", "words"),
    [
        ({"title": ""}, 422, "A name is missing"),
        ({"title": "x" * 300}, 422, "at most 255"),
        ({"title": "a [b] c"}, 422, "A name cannot hold “[”"),
        ({"title": "a # c"}, 422, "A name cannot hold “#”"),
        ({"title": "a | c"}, 422, "A name cannot hold “|”"),
        ({"title": "new"}, 422, "no usable address"),
        ({"title": "Ti\0de"}, 422, "NUL"),
        ({"body": "a\0b" + BASE}, 422, "NUL"),
        ({"aliases": "fine\n[bad]"}, 422, "A name cannot hold"),
        ({"tags": "x" * 300}, 422, "at most 255"),
        ({"summary": "x" * 600}, 422, "at most 500"),
        ({"base": ""}, 422, "which revision it began with"),
        ({"base": "abc"}, 422, "which revision it began with"),
        ({"base": "-1"}, 422, "which revision it began with"),
        ({"base": "2"}, 422, "has no revision 2 yet"),
        ({"base": "9" * 30}, 422, ""),
        ({"body": BASE + "é" * 600_000}, 413, "at most 1,000,000"),
    ],
)
def test_bad_input_comes_back_with_the_text_and_a_sentence(client_of, eda, fields, status, words):
    concept("Tide", BASE)
    response = client_of(eda).post("/concepts/tide/edit/", form(**{"body": BASE + " Mine.", **fields}))
    assert response.status_code == status
    page = text_of(response)
    assert words in page and BASE in fields_of(response)["body"]
    assert Edit.objects.count() == 1


def test_a_hostile_text_is_stored_and_shown_without_harm(client_of, eda):
    hostile = "<script>alert(1)</script>\n\n" + "[" * 5000
    concept("Tide", BASE)
    response = client_of(eda).post("/concepts/tide/edit/", form(body=hostile))
    assert response.status_code == 303
    page = client_of(eda).get("/concepts/tide/")
    assert b"<script>alert" not in page.content
    assert Concept.objects.get().body == hostile


def test_a_base_is_needed(client_of, eda):
    concept("Tide", BASE)
    posted = form()
    del posted["base"]
    response = client_of(eda).post("/concepts/tide/edit/", posted)
    assert response.status_code == 422
    assert fields_of(response)["body"] == BASE


def test_who_may_write(client_of, eda, ben, nobody):
    concept("Tide", BASE)
    concept("Secret", "Text.", visibility=PRIVATE)
    for person, status in ((eda, 200), (ben, 403), (nobody, 403)):
        assert client_of(person).get("/concepts/tide/edit/").status_code == status
        assert client_of(person).get("/concepts/new/").status_code == status
        assert client_of(person).get("/essays/new/").status_code == status
    for person in (ben, nobody):
        for slug in ("secret", "never-was"):
            assert client_of(person).get(f"/concepts/{slug}/edit/").status_code == 404
    assert client_of(ben).post("/concepts/secret/edit/", form()).status_code == 404


def test_a_session_that_has_ended_gives_the_text_back_and_tells_nothing(client_of, nobody):
    concept("Tide", BASE)
    concept("Secret", "Text.", visibility=PRIVATE)
    client, pages = client_of(nobody), set()
    for slug in ("tide", "secret", "never-was"):
        response = client.post(f"/concepts/{slug}/edit/", form(body="Mine & own."))
        assert response.status_code == 403
        pages.add(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode()))
    assert len(pages) == 1
    page = unescape(pages.pop())
    assert "Mine & own." in page and "/accounts/login/" in page


@pytest.mark.both
def test_somebody_without_the_right_gets_the_text_back_too(client_of, ben):
    concept("Tide", BASE)
    response = client_of(ben).post("/concepts/tide/edit/", form(body="Mine & own."))
    assert response.status_code == 403
    assert "Mine & own." in text_of(response)


def test_a_form_without_its_token_comes_back_with_the_text(eda, nobody):
    concept("Tide", BASE)
    client = Client(enforce_csrf_checks=True)
    client.force_login(eda)
    response = client.post("/concepts/tide/edit/", form(body="Mine & own."))
    assert response.status_code == 403
    assert "Mine & own." in text_of(response) and "save it again" in text_of(response)
    again = dict(fields_of(response), action="save")
    client.cookies.load({"csrftoken": response.cookies["csrftoken"].value})
    assert client.post("/concepts/tide/edit/", again).status_code == 303
    assert Concept.objects.get().body == "Mine & own."
    response = Client(enforce_csrf_checks=True).post("/concepts/tide/edit/", form(body="Mine too."))
    assert response.status_code == 403
    assert "Mine too." in text_of(response) and "/accounts/login/" in text_of(response)


def test_a_text_for_an_entry_that_was_deleted_comes_back(client_of, eda):
    response = client_of(eda).post("/concepts/gone/edit/", form(body="Mine & own."))
    assert response.status_code == 404
    assert "Mine & own." in text_of(response) and 'action="/concepts/new/"' in text_of(response)


def of_tide(client):
    return fields_of(client.get("/concepts/tide/edit/"))


@pytest.mark.parametrize("happens", ["merged", "deleted, its name an alias", "deleted and made anew"])
def test_a_form_never_lands_in_another_entry(client_of, ada, eda, happens):
    tide = concept("Tide", BASE, visibility=PRIVATE)
    other = concept("Ebb", "Falls.", visibility=PRIVATE, aliases=["Tide"] if "alias" in happens else ())
    client = client_of(eda)
    fields = of_tide(client)
    if happens == "merged":
        joining.merge(tide, other, by=ada)
    else:
        deleting.delete(tide, by=ada)
    if "anew" in happens:
        other = concept("Tide", "Anew.", visibility=PRIVATE)
    before = Concept.objects.get(pk=other.pk).document()
    for action in ("save", "draft", "preview"):
        response = client.post("/concepts/tide/edit/", {**fields, "body": "Mine & own.", "action": action})
        assert response.status_code == 409, action
        assert "Mine & own." in text_of(response) and f'href="{other.get_absolute_url()}"' in text_of(response)
    assert Concept.objects.get(pk=other.pk).document() == before
    response = client.post("/concepts/new/", {**fields_of(response), "title": "Tide of mine"})
    assert response.status_code == 303
    assert Concept.objects.get(title="Tide of mine").body == "Mine & own."


@pytest.mark.both
def test_a_suppressed_text_is_not_told_to_who_names_it_as_the_base(client_of, ada, eda):
    entry = concept("Tide", "The secret word.")
    revise(entry, body="A clean text.")
    Edit.objects.filter(entry=entry, number=1).update(text_suppressed=True)
    for posted in (
        {"base": "1", "action": "preview"},
        {"base": "1", "body": "Mine."},
        {"base": "0", "against": "1", "sentence-0": "theirs", "body": "Mine.", "action": "edit"},
    ):
        page = text_of(client_of(eda).post("/concepts/tide/edit/", posted))
        assert "secret" not in page, posted
    assert "A clean text." in text_of(client_of(eda).post("/concepts/tide/edit/", {"base": "1", "action": "preview"}))


def test_a_form_without_a_base_can_be_saved_in_the_end(client_of, eda):
    posted = form(title="Neap")
    del posted["base"]
    assert client_of(eda).post("/concepts/new/", posted).status_code == 303
    concept("Tide", BASE)
    response = client_of(eda).post("/concepts/tide/edit/", {"body": BASE + " Mine."})
    assert response.status_code == 422
    assert fields_of(response)["base"] == "0"
    assert client_of(eda).post("/concepts/tide/edit/", dict(fields_of(response), action="save")).status_code == 303
    assert "Mine." in Concept.objects.get(title="Tide").body


@pytest.mark.parametrize("size", [9_000_000, 20_000_000])
def test_a_text_of_any_size_comes_back(client_of, eda, size):
    concept("Tide", BASE)
    response = client_of(eda).post("/concepts/tide/edit/", form(body="x" * size))
    assert response.status_code == 413
    assert "x" * 1000 in response.content.decode()


def test_what_cannot_even_be_read_says_so(client_of, eda):
    response = client_of(eda).post("/concepts/new/", form(base="0", body="x" * 26_000_000))
    assert response.status_code == 413
    assert "your text is still in the form" in text_of(response)


@pytest.mark.both
def test_nul_in_any_field_is_no_error(client_of, eda):
    concept("Tide", BASE)
    for posted in ({"action": "discard", "token": "a\0b"}, {"action": "draft", "token": "a\0b", "base": "1"}):
        assert client_of(eda).post("/concepts/tide/edit/", posted).status_code == 303
    assert client_of(eda).post("/concepts/tide/mentions/", {"source": "concept/a\0", "target": "x"}).status_code == 404


def test_a_source_is_an_address_of_the_web(client_of, eda):
    client = client_of(eda)
    new = form(title="On tides", base="0", source_url="javascript:alert(1)")
    response = client.post("/essays/new/", new)
    assert response.status_code == 422
    assert "beginning with https://" in unescape(response.content.decode())
    assert client.post("/essays/new/", new | {"source_url": "https://tides.example.org/a"}).status_code == 303
