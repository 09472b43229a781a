"""Write and revise in the browser, by plain forms."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.factories import PRIVATE, concept, revise
from tests.wiki.views.forms import fields_of
from wiki.actions import deleting, joining
from wiki.models import Concept, Draft, Edit, Entry, Essay

pytestmark = pytest.mark.django_db

BASE = "The tide comes in. The boats rise. Nobody hurries."


def form(**fields):
    return {
        "title": "Tide",
        "body": BASE,
        "summary": "",
        "tags": "",
        "aliases": "",
        "related": "",
        "base": "1",
        **fields,
    }


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def text_of(response):
    return unescape(response.content.decode())


# New entries


def test_an_editor_writes_a_new_concept(client_of, eda):
    client = client_of(eda)
    opened = client.get("/concepts/new/?title=Spring+tide")
    assert opened.status_code == 200
    assert 'value="Spring tide"' in opened.content.decode()
    posted = form(
        title="Spring tide", body="After [[new moon]].", aliases="king tide\r\nsyzygy, tide", tags="sea", base="0"
    )
    response = client.post("/concepts/new/", posted)
    assert (response.status_code, response["Location"]) == (303, "/concepts/spring-tide/")
    entry = Concept.objects.get()
    document = entry.document()
    assert (document.aliases, document.tags, document.body) == (("king tide", "syzygy, tide"), ("sea",), posted["body"])
    assert (entry.visibility, Edit.objects.get().revision.user) == ("private", eda)


def test_an_editor_writes_a_new_essay_with_its_fields(client_of, eda):
    fields = {"author": "M. Perrin", "publication": "Notes", "published": "May 1907", "source_url": "https://e.org/"}
    response = client_of(eda).post("/essays/new/", form(title="On tides", base="0", **fields))
    assert response.status_code == 303
    essay = Essay.objects.get()
    assert {name: getattr(essay, name) for name in fields} == fields


@pytest.mark.parametrize(("who", "becomes"), [("eda", "private"), ("ada", "public")])
def test_the_first_visibility_is_set_by_who_may_publish_alone(client_of, request, who, becomes):
    person = request.getfixturevalue(who)
    client_of(person).post("/concepts/new/", form(base="0", visibility="public", summary="ready"))
    assert Concept.objects.get().visibility == becomes


def test_a_name_that_is_taken_is_explained_with_choices(client_of, eda):
    concept("Tide", "Theirs.")
    response = client_of(eda).post("/concepts/new/", form(title="tide", body="Mine & own.", base="0"))
    page = text_of(response)
    assert response.status_code == 422
    assert "Mine & own." in page and 'href="/concepts/tide/"' in page and 'formaction="/concepts/tide/edit/"' in page
    assert Concept.objects.count() == 1


def test_a_text_for_a_name_that_is_taken_is_put_beside_what_stands_there(client_of, eda):
    concept("Tide", "Theirs stands.")
    client = client_of(eda)
    response = client.post("/concepts/tide/edit/", form(body="Mine comes late.", base="0", action="save"))
    assert response.status_code == 409
    assert "Theirs stands." in text_of(response) and "Mine comes late." in text_of(response)
    again = dict(fields_of(response), action="save")
    assert client.post("/concepts/tide/edit/", again).status_code == 303
    body = Concept.objects.get().body
    assert "Theirs stands." in body and "Mine comes late." in body


def test_the_same_form_sent_twice_makes_one_entry(client_of, eda):
    client = client_of(eda)
    for _ in range(2):
        response = client.post("/concepts/new/", form(base="0"))
        assert (response.status_code, response["Location"]) == (303, "/concepts/tide/")
    assert Edit.objects.count() == 1


def test_a_red_links_form_shows_who_waits_for_it_and_who_claims_the_name(client_of, eda):
    concept("Moon", "It pulls the [[neap tide]] up.")
    concept("Quadrature", "At right angles.", aliases=["Neap tide"])
    page = text_of(client_of(eda).get("/concepts/new/?title=Dead+tide"))
    assert "already link" not in page
    concept("Sun", "It pulls at the [[dead tide]] too.")
    page = text_of(client_of(eda).get("/concepts/new/?title=Dead+tide"))
    assert "1 page already links here" in page and "It pulls at the" in page
    assert "another name of" in text_of(client_of(eda).get("/concepts/new/?title=neap+tide"))


def test_a_new_page_of_another_pages_alias_says_so(client_of, eda):
    concept("Quadrature", "At right angles.", aliases=["Neap tide"])
    response = client_of(eda).post("/concepts/new/", form(title="Neap tide", base="0"))
    assert response.status_code == 303
    assert "“Neap tide” leads here now" in said(response) and "“Quadrature”" in said(response)


# Edits


def test_an_edit_is_a_revision_and_a_field_that_is_missing_keeps_its_value(client_of, eda):
    concept("Tide", BASE, tags=["sea"], aliases=["flood"], related=["Moon"], extra="mood: calm\n")
    posted = {"body": BASE + " New.", "base": "1", "summary": "one more", "tags": ""}
    response = client_of(eda).post("/concepts/tide/edit/", posted)
    assert (response.status_code, response["Location"]) == (303, "/concepts/tide/")
    document = Concept.objects.get().document()
    assert (document.title, document.tags, document.aliases) == ("Tide", (), ("flood",))
    assert (document.related, document.extra) == (("Moon",), "mood: calm\n")
    edit = Edit.objects.first()
    assert (edit.number, edit.revision.comment, edit.revision.user) == (2, "one more", eda)


def test_line_ends_of_browsers_change_nothing(client_of, eda):
    concept("Tide", "One.\n\nTwo.\n")
    response = client_of(eda).post("/concepts/tide/edit/", form(body="One.\r\n\r\nTwo.\r\n"))
    assert response.status_code == 303
    assert Edit.objects.count() == 1


def test_the_form_holds_the_text_as_it_is(client_of, eda):
    body = "\n\nTwo lines < before & a </textarea> inside.\n"
    concept("Tide", body, tags=["a, b", "c"])
    page = client_of(eda).get("/concepts/tide/edit/")
    fields = fields_of(page)
    assert (fields["body"], fields["tags"], fields["base"]) == (body, "a, b\nc", "1")


def test_changes_in_other_sentences_are_brought_together(client_of, ada, eda):
    concept("Tide", BASE)
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "ships")))
    response = client_of(eda).post("/concepts/tide/edit/", form(body=BASE.replace("Nobody", "No one"), tags="sea"))
    assert response.status_code == 303
    assert "ada had changed this page meanwhile; the two changes were brought together" in said(response)
    assert Concept.objects.get().body == "The tide comes in. The ships rise. No one hurries."


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "rafts"), ("theirs", "ships"), ("both", "rafts rise. The ships")]
)
def test_a_clash_is_answered_with_choices_and_the_choice_is_saved(client_of, ada, eda, choice, text):
    concept("Tide", BASE)
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "ships"), summary="they float"))
    client = client_of(eda)
    response = client.post("/concepts/tide/edit/", form(body=BASE.replace("boats", "rafts"), tags="sea"))
    assert response.status_code == 409
    page = text_of(response)
    assert "they float" in page and "ada" in page
    posted = fields_of(response)
    assert "rafts" in posted["body"]
    response = client.post("/concepts/tide/edit/", {**posted, "sentence-0": choice, "action": "save"})
    assert response.status_code == 303, text_of(response)
    entry = Concept.objects.get()
    assert (
        text in entry.body
        and entry.body.startswith("The tide comes in. The ")
        and entry.body.endswith("Nobody hurries.")
    )
    assert [edit.kind for edit in Edit.objects.order_by("number")] == ["create", "edit", "merge"]
    assert entry.document().tags == ("sea",)


def test_a_choice_can_be_looked_at_and_edited_before_it_is_saved(client_of, ada, eda):
    concept("Tide", BASE)
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "ships")))
    client = client_of(eda)
    posted = fields_of(client.post("/concepts/tide/edit/", form(body=BASE.replace("boats", "rafts"))))
    for action in ("edit", "preview"):
        response = client.post("/concepts/tide/edit/", {**posted, "sentence-0": "mine", "action": action})
        fields = fields_of(response)
        assert (response.status_code, fields["base"], fields["body"]) == (200, "2", BASE.replace("boats", "rafts"))
    assert client.post("/concepts/tide/edit/", {**fields, "action": "save"}).status_code == 303
    assert "rafts" in Concept.objects.get().body


def test_a_clash_that_grows_old_is_asked_again_with_the_chosen_text(client_of, ada, eda):
    concept("Tide", BASE)
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "ships")))
    client = client_of(eda)
    posted = fields_of(client.post("/concepts/tide/edit/", form(body=BASE.replace("boats", "rafts"))))
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "barges"), base="2"))
    response = client.post("/concepts/tide/edit/", {**posted, "sentence-0": "mine", "action": "save"})
    assert response.status_code == 409
    assert "rafts" in fields_of(response)["body"] and "barges" in text_of(response)


def test_an_entry_renamed_meanwhile_is_still_found(client_of, ada, eda):
    concept("Tide", BASE)
    client = client_of(eda)
    fields = fields_of(client.get("/concepts/tide/edit/"))
    client_of(ada).post("/concepts/tide/edit/", form(title="Tides"))
    assert client.get("/concepts/tide/edit/").status_code == 301
    response = client.post("/concepts/tide/edit/", {**fields, "body": BASE + " Mine."})
    assert (response.status_code, response["Location"]) == (303, "/concepts/tides/")
    assert Concept.objects.get().body.endswith("Mine.")


def test_another_visibility_saves_the_text_and_leads_to_the_page_that_changes_it(client_of, ada, eda):
    concept("Tide", BASE, visibility=PRIVATE)
    response = client_of(eda).post("/concepts/tide/edit/", form(visibility="public", body="One."))
    assert response["Location"] == "/concepts/tide/"
    response = client_of(ada).post("/concepts/tide/edit/", form(visibility="public", body="Two.", base="2"))
    assert (response.status_code, response["Location"]) == (303, "/concepts/tide/visibility/?visibility=public")
    entry = Concept.objects.get()
    assert (entry.body, entry.visibility) == ("Two.", "private")
    page = client_of(ada).get(response["Location"])
    response = client_of(ada).post(
        "/concepts/tide/visibility/", {**fields_of(page), "visibility": "public", "reason": "good"}
    )
    assert response.status_code == 303
    assert Concept.objects.get().visibility == "public"
    assert client_of(eda).get("/concepts/tide/visibility/").status_code == 200


# Preview


def test_a_preview_shows_the_text_with_its_links_and_saves_nothing(client_of, eda):
    concept("Tide", BASE)
    concept("Moon", "It pulls.")
    response = client_of(eda).post(
        "/concepts/tide/edit/", form(body="The *[[moon]]* and the [[sun]].", action="preview")
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert '<a href="/concepts/moon/"' in page and 'class="red"' in page and "1 red link" in page
    assert "The *[[moon]]*" in page
    assert Edit.objects.filter(entry__title="Tide").count() == 1


def test_a_part_of_the_page_is_enough_for_a_live_preview(client_of, eda):
    response = client_of(eda).post("/concepts/new/", form(base="0", action="preview", part="preview", title=""))
    assert response.status_code == 200
    assert "<html" not in response.content.decode() and "The boats rise." in response.content.decode()


# What is wrong with a form


@pytest.mark.parametrize(
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


# Who may


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


# Drafts


def test_a_draft_is_kept_offered_and_discarded_by_a_save(client_of, eda, ada):
    concept("Tide", BASE)
    client = client_of(eda)
    response = client.post(
        "/concepts/tide/edit/", form(body="Half a thought", action="draft"), headers={"Accept": "application/json"}
    )
    assert response.status_code == 200 and "kept" in response.json()
    assert Edit.objects.count() == 1
    page = client.get("/concepts/tide/edit/")
    assert "was restored" in text_of(page) and fields_of(page)["body"] == "Half a thought"
    assert "restored" not in text_of(client_of(ada).get("/concepts/tide/edit/"))
    client.post("/concepts/tide/edit/", dict(fields_of(page), action="save"))
    assert not Draft.objects.visible_to(eda).exists()
    assert Concept.objects.get().body == "Half a thought"


def test_a_draft_remembers_where_it_began(client_of, ada, eda):
    concept("Tide", BASE)
    client_of(eda).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "rafts"), action="draft"))
    client_of(ada).post("/concepts/tide/edit/", form(body=BASE.replace("Nobody", "No one")))
    page = client_of(eda).get("/concepts/tide/edit/")
    assert fields_of(page)["base"] == "1"
    client_of(eda).post("/concepts/tide/edit/", dict(fields_of(page), action="save"))
    assert Concept.objects.get().body == "The tide comes in. The rafts rise. No one hurries."


def test_a_draft_of_a_new_entry_is_found_again(client_of, eda, ada):
    client = client_of(eda)
    fields = fields_of(client.get("/concepts/new/?title=Neap"))
    client.post("/concepts/new/", {**fields, "body": "Begun.", "action": "draft"})
    assert not Entry.objects.exists()
    page = text_of(client.get("/concepts/new/"))
    address = re.search(r'href="(\?draft=\w+)"', page)[1]
    page = client.get("/concepts/new/" + address)
    assert fields_of(page)["body"] == "Begun."
    assert fields_of(client_of(ada).get("/concepts/new/" + address))["body"] == ""
    assert client.post("/concepts/new/", dict(fields_of(page), action="save")).status_code == 303
    assert not Draft.objects.visible_to(eda).exists()


def test_a_draft_can_be_thrown_away(client_of, eda):
    concept("Tide", BASE)
    client = client_of(eda)
    client.post("/concepts/tide/edit/", form(body="Half", action="draft"))
    assert client.post("/concepts/tide/edit/", form(body="Half", action="discard")).status_code == 303
    assert fields_of(client.get("/concepts/tide/edit/"))["body"] == BASE


def test_help_is_there_for_everybody(client_of, nobody):
    page = text_of(client_of(nobody).get("/help/"))
    assert "How to write" in page and "[[Tide gauge]]" in page


def test_questions_to_the_database(client_of, eda, django_assert_max_num_queries):
    concept("Tide", " ".join(f"[[Name {n}]]" for n in range(40)))
    client = client_of(eda)
    client.get("/concepts/tide/edit/")
    with django_assert_max_num_queries(14):
        client.get("/concepts/tide/edit/")


def test_a_save_says_which_names_it_could_link(client_of, eda):
    concept("Moon", "It pulls.")
    concept("Sun", "It pulls too.")
    concept("Tide", BASE)
    posted = form(body="The moon and the sun. The [[sun]] again.", tags="")
    response = client_of(eda).post("/concepts/tide/edit/", posted)
    assert "Saved as revision 2" in said(response)
    assert 'href="/concepts/tide/mentions/"' in said(response)
    assert client_of(eda).get("/concepts/tide/mentions/?part=names").json() == {"names": ["Moon"]}


# What happens to a page while somebody writes on it


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


def test_a_restored_draft_and_a_merged_text_publish_nothing(client_of, ada, eda):
    client = client_of(ada)
    fields = fields_of(client.get("/concepts/new/?title=Neap"))
    client.post("/concepts/new/", {**fields, "body": "Begun.", "action": "draft"})
    page = client.get(f"/concepts/new/?draft={fields['token']}")
    assert fields_of(page)["visibility"] == "private"
    del fields["visibility"]
    client.post("/concepts/new/", {**fields, "body": "Begun.", "action": "draft"})
    assert fields_of(client.get(f"/concepts/new/?draft={fields['token']}"))["visibility"] == "private"
    concept("Tide", BASE, visibility=PRIVATE)
    fields = of_tide(client)
    client_of(eda).post("/concepts/tide/edit/", form(body=BASE.replace("boats", "ships")))
    clash = client.post("/concepts/tide/edit/", {**fields, "body": BASE.replace("boats", "rafts")})
    edit = client.post("/concepts/tide/edit/", {**fields_of(clash), "action": "edit"})
    assert fields_of(edit)["visibility"] == "private"
    response = client.post("/concepts/tide/edit/", {**fields_of(edit), "action": "save"})
    assert response["Location"] == "/concepts/tide/"


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
