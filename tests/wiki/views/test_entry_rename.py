"""The form that gives an entry another title."""

import pytest

from tests.factories import PRIVATE, concept, essay
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import renaming
from wiki.models import Concept, Edit, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def knots():
    concept("Half hitch", "A knot.")
    concept("Knots", "Tie a [[Half hitch]] or a [[Half hitch|hitch]].")
    essay("On Rope", "Nothing.", related=["Half hitch"])


@pytest.fixture
def rename(client_of, eda):
    """`rename(title, …)`: the answer to Eda's form."""

    def rename(title, path="/concepts/half-hitch/", person=eda, **fields):
        return client_of(person).post(f"{path}rename/", {"title": title, **fields})

    return rename


def test_the_page_shows_who_links_by_the_name(knots, get, eda):
    page = get("/concepts/half-hitch/rename/", eda)
    words = text(page)
    assert page.status_code == 200
    assert "2 pages link by the old name" in words
    assert "“Tie a Half hitch or a hitch.”" in words
    assert {"/concepts/knots/", "/essays/on-rope/"} <= set(addresses(page))
    assert 'value="Half hitch"' in html(page)


def test_a_preview_shows_each_sentence_before_and_after(knots, rename):
    page = rename("Single hitch", action="preview", reason="plainer", rewrite="on")
    assert page.status_code == 200
    assert "<del>Half hitch</del> <ins>Single hitch</ins>" in html(page)
    assert "<mark>hitch</mark>" in html(page)
    for kept in ('value="Single hitch"', "plainer", "checked"):
        assert kept in html(page)
    assert Concept.objects.filter(title="Half hitch").exists()


@pytest.mark.both
def test_renamed_the_old_address_leads_on(knots, rename, get):
    answer = rename("Single hitch", reason="plainer")
    assert (answer.status_code, answer["Location"]) == (303, "/concepts/single-hitch/")
    assert get("/concepts/half-hitch/")["Location"] == "/concepts/single-hitch/"
    assert Edit.objects.get(kind="rename").revision.comment == "plainer"
    assert Entry.objects.get(title="Knots").number == 1


@pytest.mark.both
def test_rewritten_when_asked(knots, rename, client_of, eda):
    assert rename("Single hitch", rewrite="on").status_code == 303
    assert Entry.objects.get(title="Knots").body == "Tie a [[Single hitch]] or a [[Single hitch|hitch]]."
    assert Entry.objects.get(title="On Rope").related == ["Single hitch"]


def test_the_answer_says_what_was_done(knots, client_of, eda):
    client = client_of(eda)
    page = client.post("/concepts/half-hitch/rename/", {"title": "Single hitch", "rewrite": "on"}, follow=True)
    assert "“Half hitch” goes on leading here. 2 texts now say “Single hitch”." in html(page)
    page = client.post("/concepts/single-hitch/rename/", {"title": "Single hitch"}, follow=True)
    assert "nothing was changed" in html(page)


@together("title", ["", " ", "a [b", "x" * 256, "a\0b", "a#b", "!!!", "new"])
@together("action", ["save", "preview"])
def test_a_bad_title_comes_back_with_one_sentence(knots, rename, title, action):
    page = rename(title, action=action, reason="kept words")
    assert page.status_code == 422
    assert html(page).count('class="error"') == 1
    assert "kept words" in html(page)
    assert Concept.objects.filter(title="Half hitch").exists()


def test_a_taken_name_is_explained_with_choices(knots, rename):
    concept("Reef knot")
    for action, status in (("preview", 200), ("save", 422)):
        page = rename("reef knot", action=action)
        assert page.status_code == status
        assert "The name is taken" in text(page)
        assert "/concepts/half-hitch/merge/?into=reef%20knot" in addresses(page)


def test_who_else_has_the_new_name_is_said(knots, rename):
    concept("Overhand", aliases=["Single hitch"])
    essay("Single hitch")
    words = text(rename("Single hitch", action="preview"))
    assert "it is also known by this name" in words
    assert "an essay with this title" in words
    assert "will lead here, since a title counts before every other name" in words


def test_whom_the_old_name_will_mean_is_said(knots, rename):
    concept("Overhand", aliases=["Half hitch"])
    assert "Links by “Half hitch” that are not rewritten will lead there." in text(
        rename("Single hitch", action="preview")
    )


def test_a_name_of_its_own_is_no_matter(rename):
    concept("Half hitch", aliases=["Single hitch"])
    page = rename("Single hitch", action="preview")
    assert "Others have this name" not in text(page)
    assert rename("Single hitch").status_code == 303


@pytest.mark.both
def test_what_the_new_name_of_a_private_entry_would_tell(rename):
    concept("Half hitch", visibility=PRIVATE)
    concept("Knots", "A [[Half hitch]].")
    assert "This entry is private." in text(rename("Single hitch", action="preview"))


@pytest.mark.both
def test_a_double_click_renames_once(knots, rename):
    assert [rename("Single hitch")["Location"] for _ in range(2)] == ["/concepts/single-hitch/"] * 2
    assert Edit.objects.filter(kind="rename").count() == 1


def test_a_form_that_comes_too_late_is_given_back(knots, rename, ada):
    renaming.rename(Concept.objects.get(title="Half hitch"), "Single hitch", by=ada)
    page = rename("Simple hitch", reason="my words")
    assert page.status_code == 409
    assert "Somebody has called it “Single hitch” meanwhile" in text(page)
    assert 'action="/concepts/single-hitch/rename/"' in html(page)  # sent again it is no longer too late
    assert 'value="Simple hitch"' in html(page) and "my words" in html(page)
    assert Concept.objects.filter(title="Single hitch").exists()


def test_a_former_address_leads_to_the_form(knots, rename, get, eda):
    rename("Single hitch")
    assert get("/concepts/half-hitch/rename/", eda)["Location"] == "/concepts/single-hitch/rename/"


def test_essays_too(rename):
    essay("On Rope", "Text.")
    assert rename("Of Rope", "/essays/on-rope/")["Location"] == "/essays/of-rope/"


def test_who_may(knots, rename, get, ben, nobody):
    hidden = concept("Hidden", visibility=PRIVATE)
    for person in (ben, nobody):
        assert get("/concepts/half-hitch/rename/", person).status_code == 403
        assert rename("Single hitch", person=person).status_code == 403
        assert get("/concepts/hidden/rename/", person).status_code == 404
        assert rename("Shown", "/concepts/hidden/", person=person).status_code == 404
    assert "Sign in" in text(get("/concepts/half-hitch/rename/"))
    assert Concept.objects.get(pk=hidden.pk).title == "Hidden"


def test_names_are_escaped(rename):
    concept(QUOTED, "Text.")
    concept("Page", f"A [[{QUOTED}]].", aliases=["Half hitch"])
    assert not_raw(rename("Other", "/concepts/tom-jerrys-law-1/", action="preview"))


def test_as_many_questions_for_a_large_page_as_for_a_small_one(queries, eda):
    concept("Half hitch")
    concept("Page 0", "A [[Half hitch]].")
    few = queries("/concepts/half-hitch/rename/", eda)
    for number in range(1, 12):
        concept(f"Page {number}", "A [[Half hitch]] and a [[half-hitch]].")
    assert queries("/concepts/half-hitch/rename/", eda) == few
