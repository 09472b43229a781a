"""Write and revise in the browser, by plain forms."""

import pytest

from tests.factories import PRIVATE, concept
from tests.wiki.views.forms import BASE, fields_of, form, said, text_of
from wiki.models import Concept, Edit, Essay
from wiki.rendering import sandbox

pytestmark = pytest.mark.django_db


# New entries


@pytest.mark.both
def test_an_editor_writes_a_new_concept(client_of, eda):
    client = client_of(eda)
    opened = client.get("/concepts/new/?title=spring+tide")  # as a link in another text has it
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


def test_whoever_opens_the_form_does_not_wait_for_a_renderer_to_start(client_of, eda):
    sandbox.close()
    client_of(eda).get("/concepts/new/")
    assert sandbox.health()["alive"] == 2


@pytest.mark.both
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


@pytest.mark.both
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


@pytest.mark.both
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


@pytest.mark.both
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
