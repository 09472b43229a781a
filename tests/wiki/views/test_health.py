"""What is to be mended, and the buttons that mend it."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import PRIVATE, concept, entries, essay, revise, submission
from tests.together import together
from tests.wiki.views.forms import fields_of, said
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import publishing
from wiki.actions.protecting import protect
from wiki.models import Concept, Entry, Essay
from wiki.readers import checks, health

pytestmark = pytest.mark.django_db
LONG = "Words that fill a text until nobody calls it short any more. " * 8
SOURCE = "[^1]\n\n[^1]: Smeaton, John. *Reports*. 1812."


@pytest.fixture
def window(client_of, eda):
    return client_of(eda)


def listed(window, name, **asked):
    response = window.get("/health/", {"list": name, **asked})
    assert response.status_code == 200
    return text(response)


def press(window, name, number=0):
    """Press a button of a list: send the form of this number on its page."""
    page = window.get("/health/", {"list": name})
    form = [form for form in html(page).split("<form ")[1:] if 'name="base"' in form][number]
    address = form.split('action="', 1)[1].split('"', 1)[0]
    fields = {}
    for field in form.split("</form>")[0].split("<input ")[1:]:
        fields[field.split('name="')[1].split('"')[0]] = field.split('value="')[1].split('"')[0]
    return window.post(address, fields)


def test_the_lists_are_for_who_sees_every_entry(get, ben, eda, ada):
    assert [get("/health/", who).status_code for who in (ben, eda, ada)] == [403, 200, 200]
    assert get("/health/").status_code == 403


def test_a_wiki_without_faults_is_told_so(window):
    assert "nothing to mend" in text(window.get("/health/"))
    assert text(window.get("/health/")).count("Nothing here: all is well.") == len(health.CHECKS) + 2


def test_the_first_page_counts_and_shows_a_few_of_each(window):
    entries(*[submission(f"Place {n}", f"See [[other {n}]].") for n in range(5)])
    response = window.get("/health/")
    words = text(response)
    assert "Wanted 5 · all" in words
    assert "Linked from nowhere 5 · all" in words
    assert "Stubs 5 · all" in words
    assert words.count("its text has") == 3
    assert {"/wanted/", "/orphans/", "/health/?list=stubs"} <= set(addresses(response))


def test_a_list_has_pages(window, monkeypatch):
    monkeypatch.setattr(health, "PAGE", 2)
    entries(*[submission(f"Place {n}", "Short.") for n in range(5)])
    assert "Place 0" in listed(window, "stubs")
    assert "Place 4" in listed(window, "stubs", page=3)
    assert "Place 4" in listed(window, "stubs", page=99)
    assert "?list=stubs&page=2" in addresses(window.get("/health/?list=stubs"))


@pytest.mark.both
def test_more_than_are_counted_is_said(window, monkeypatch):
    monkeypatch.setattr(health, "MOST", 3)
    entries(*[submission(f"Place {n}", "Short.") for n in range(5)])
    assert "more than 3" in listed(window, "stubs")


@pytest.mark.both
def test_an_unknown_list_is_all_of_them(window):
    assert "Colliding names" in text(window.get("/health/?list=nonsense"))


# The lists


def test_stubs_are_short_by_one_constant(window):
    entries(submission("Short", "A dam."), submission("None"), submission("Long", LONG))
    assert len(LONG.encode()) >= checks.STUB
    words = listed(window, "stubs")
    assert "Short A dam. its text has 6 bytes" in words or "Short its text has 6 bytes" in words
    assert "it has no text" in words
    assert "Long" not in words
    assert "/concepts/short/edit/" in addresses(window.get("/health/?list=stubs"))
    revise(Concept.objects.get(slug="short"), body=LONG)
    assert "Short" not in listed(window, "stubs")


def test_concepts_that_cite_nothing(window):
    entries(submission("Cited", f"A dam.{SOURCE}"), submission("Bare", "A dam."), submission("Said", kind="essay"))
    words = listed(window, "unsourced")
    assert "Bare" in words
    assert "Cited" not in words
    assert "Said" not in words


def test_tags_that_one_entry_has(window):
    entries(submission("A", tags=["water", "Tidal work"]), submission("B", tags=["water"], visibility=PRIVATE))
    words = listed(window, "tags")
    assert "Tidal work stands at A" in words
    assert "water" not in words
    assert "/manage/tags/tidal-work/" in addresses(window.get("/health/?list=tags"))


@pytest.mark.both
def test_links_to_a_choice(window):
    entries(submission("Hoop", aliases=["ring"]), submission("Band", aliases=["ring"]))
    concept("Canal", "It has a [[ring]] of stone.")
    words = listed(window, "choices")
    assert "Canal says ring which several entries claim" in words
    assert "“It has a ring of stone.”" in words


@pytest.mark.both
def test_texts_that_could_not_be_rendered(window):
    entries(submission("Wild", "x"), submission("Tame", "y"))
    Entry.objects.filter(slug="wild").update(refused="time")
    words = listed(window, "refused")
    assert "Wild" in words
    assert "Tame" not in words


@pytest.mark.both
def test_what_was_private_for_long(window):
    entries(
        *[submission(title, visibility=PRIVATE) for title in ("Old", "Fresh", "Hidden again")], submission("Public")
    )
    hidden = Entry.objects.get(slug="hidden-again")
    publishing.publish([hidden], by=None)
    publishing.hide([hidden], by=None)
    long_ago = timezone.now() - checks.WAITS - datetime.timedelta(days=1)
    Entry.objects.exclude(slug="fresh").update(created_at=long_ago)
    words = listed(window, "unpublished")
    assert "Old Private has never been public" in words
    assert not any(title in words for title in ("Fresh", "Hidden again", "Public has"))


# Related one way


@pytest.fixture
def one_way():
    entries(submission("Canal", related=["Weir", "Basin"]), submission("Weir"), submission("Basin", related=["canal"]))


def test_what_lists_and_is_not_listed(one_way, window):
    words = listed(window, "related")
    assert "Canal lists Weir as related, which does not list it" in words
    assert "Basin" not in words


def test_a_button_lets_the_other_list_it(one_way, window):
    response = press(window, "related")
    assert (response.status_code, response["Location"]) == (303, "/health/?list=related&page=1")
    weir = Concept.objects.get(slug="weir")
    assert (weir.related, weir.number) == (["Canal"], 2)
    assert "“Weir” lists “Canal” as related now." in said(response)
    assert "Canal lists" not in listed(window, "related")


@pytest.mark.both
def test_pressed_twice_it_changes_nothing_more(one_way, window):
    form = {"entry": "concepts/weir", "other": "concepts/canal", "base": "1"}
    window.post("/health/related/", form)
    response = window.post("/health/related/", form)
    assert response.status_code == 303
    assert "already, so nothing was changed" in said(response)
    assert Concept.objects.get(slug="weir").number == 2


def test_what_others_changed_meanwhile_stays(one_way, window):
    revise(Concept.objects.get(slug="weir"), body="New words.", related=["Basin"])
    window.post("/health/related/", {"entry": "concepts/weir", "other": "concepts/canal", "base": "1"})
    weir = Concept.objects.get(slug="weir")
    assert (weir.body, sorted(weir.related), weir.number) == ("New words.", ["Basin", "Canal"], 3)


def test_a_protected_entry_stays(one_way, window, ada):
    protect(Concept.objects.get(slug="weir"), by=ada, reason="quarrel")
    response = press(window, "related")
    assert response.status_code == 303
    assert "“Weir” is protected" in said(response)
    assert Concept.objects.get(slug="weir").number == 1


@together("base", ["", "x", "0", "-1", "7"])
def test_a_base_that_is_none_does_nothing(one_way, window, base):
    form = {"entry": "concepts/weir", "other": "concepts/canal", "base": base}
    assert window.post("/health/related/", form).status_code == 303
    assert Concept.objects.get(slug="weir").number == 1


def test_a_public_text_is_not_made_to_say_a_private_title(window):
    entries(submission("Canal", related=["Weir"], visibility=PRIVATE), submission("Weir"))
    assert "Canal lists" not in listed(window, "related")
    response = window.post("/health/related/", {"entry": "concepts/weir", "other": "concepts/canal", "base": "1"})
    assert "cannot say its title" in said(response)
    assert Concept.objects.get(slug="weir").related == []


def test_an_essay_of_the_same_title_is_listed_by_its_path(window):
    entries(submission("Canal"), submission("Weir"))
    essay("Canal", related=["Weir"])
    press(window, "related")
    assert Concept.objects.get(slug="weir").related == ["essays/canal"]
    assert "Canal lists" not in listed(window, "related")


@together("entry", ["", "concepts/nowhere", "people/eda", "concepts", "\0"])
def test_what_is_not_there_is_missing(one_way, window, entry):
    assert window.post("/health/related/", {"entry": entry, "other": "concepts/canal", "base": "1"}).status_code == 404
    assert window.post("/health/name/", {"entry": entry, "name": "x", "base": "1"}).status_code == 404


# Colliding names


@pytest.mark.both
def test_a_name_of_several_is_taken_from_one(window):
    entries(submission("Hoop", aliases=["ring", "band"]), submission("Circle", aliases=["Ring"]))
    words = listed(window, "names")
    assert "is another name of Circle and Hoop" in words
    response = press(window, "names", 1)
    assert (response.status_code, response["Location"]) == (303, "/health/?list=names&page=1")
    hoop = Concept.objects.get(slug="hoop")
    assert ([alias.text for alias in hoop.aliases.all()], hoop.number) == (["band"], 2)
    assert "“ring” is no longer a name of “Hoop”." in said(response)
    assert "Hoop" not in listed(window, "names")


def test_a_name_that_is_a_title_elsewhere(window):
    entries(submission("Ring"), submission("Hoop", aliases=["ring"]))
    assert "is the title of one and another name of the other: Ring and Hoop" in listed(window, "names")
    press(window, "names")
    assert "Hoop" not in listed(window, "names")


@pytest.mark.both
def test_a_name_taken_twice_changes_nothing_more(window):
    entries(submission("Hoop", aliases=["ring"]), submission("Circle", aliases=["ring"]))
    form = {"entry": "concepts/hoop", "name": "ring", "base": "1"}
    window.post("/health/name/", form)
    assert "nothing was changed" in said(window.post("/health/name/", form))
    assert Concept.objects.get(slug="hoop").number == 2


# All


def test_readers_may_press_nothing(one_way, client_of, ben, nobody):
    for who in (ben, nobody):
        answer = client_of(who).post("/health/related/", {"entry": "concepts/weir", "other": "concepts/canal"})
        assert answer.status_code == 403


@pytest.mark.both
def test_names_stand_in_the_page_escaped(window):
    concept(QUOTED, "Text.", tags=['R&D "x"'], related=["Weir"])
    concept("Weir")
    response = window.get("/health/")
    assert not_raw(response)
    assert fields_of(response, having="other")["other"] == "concepts/tom-jerrys-law-1"


def test_many_faults_cost_no_more_questions(queries, eda):
    def faults(start, count):
        for n in range(start, start + count):
            entries(
                submission(f"Place {n}", f"See [[ring {n}]] and [[none {n}]].", tags=[f"t{n}"], related=[f"Spot {n}"]),
                submission(f"Spot {n}", aliases=[f"ring {n}"]),
                submission(f"Hoop {n}", aliases=[f"ring {n}"]),
                submission(f"Old {n}", visibility=PRIVATE),
            )
        Entry.objects.filter(title__startswith="Old").update(created_at=timezone.now() - 2 * checks.WAITS)
        Entry.objects.filter(title__startswith="Hoop").update(refused="time")

    faults(0, 1)
    few = [queries("/health/", eda), *(queries(f"/health/?list={check.name}", eda) for check in health.CHECKS)]
    faults(1, 12)
    assert [queries("/health/", eda), *(queries(f"/health/?list={c.name}", eda) for c in health.CHECKS)] == few
    assert few[0] <= 40
    assert max(few[1:]) <= 14
    assert Essay.objects.count() == 0
