"""Names that are linked and not written."""

import re

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.together import together
from tests.wiki.views.forms import said
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions.protecting import protect
from wiki.models import Concept
from wiki.readers import wanted as reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def wiki():
    entries(
        submission("Canal", "A made river, unlike a [[weir]]. It has a [[lock gate]]."),
        submission("Cistern", "It holds rain behind a [[weir]]."),
        submission("Lock gates", "They keep the water."),
        submission("On dams", "Read [[essays/on-mills|On mills]] first.", kind="essay"),
        submission("Shut", "A hidden [[weir]] and a hidden [[sluice]].", visibility=PRIVATE),
    )


def titles(response):
    return [section.split("<", 1)[0] for section in html(response).split('class="red">')[1:]]


def test_names_stand_by_the_number_of_pages_that_want_them(wiki, get):
    response = get("/wanted/")
    words = text(response)
    assert "Not written yet 3 wanted names" in words
    assert "weir wanted by 2 pages" in words
    assert "“A made river, unlike a weir.”" in words
    assert "“It holds rain behind a weir.”" in words
    assert words.index("weir wanted") < words.index("lock gate wanted by 1 page")
    assert "On mills wanted by 1 page, as an essay" in words


@pytest.mark.both
def test_a_name_is_spelt_as_in_most_pages_and_of_equals_with_a_capital_letter(get):
    entries(
        submission("Canal", "A [[weir]] and a [[weir]], a [[lock gate]], a [[Sluice]], a [[paddle]]."),
        submission("Cistern", "The [[Weir]], the [[Lock gate]], a [[sluice]], [[paddle]]s."),
        submission("Dam", "Another [[Weir]], a [[sluice]]."),
        submission("Shut", "A [[weir]] and a [[weir]] more.", visibility=PRIVATE),
        submission("Shut too", "A [[weir]].", visibility=PRIVATE),
    )
    expected = ["sluice", "Weir", "Lock gate", "paddle"]
    assert titles(get("/wanted/")) == expected
    assert {"Weir", "Lock gate"} <= set(re.findall(r">([^<>]+)<span class=\"vh\"> \(not", html(get("/concepts/"))))


def test_private_pages_want_names_for_editors_alone(wiki, get, eda):
    assert "hidden" not in text(get("/wanted/"))
    assert "sluice" not in text(get("/wanted/"))
    words = text(get("/wanted/", eda))
    assert "weir wanted by 3 pages" in words
    assert "sluice wanted by 1 page" in words


def test_a_name_whose_entry_is_private_is_wanted_by_readers_alone(get, eda):
    entries(submission("Canal", "See the [[weir]]."), submission("Weir", "A dam.", visibility=PRIVATE))
    assert "weir wanted by 1 page" in text(get("/wanted/"))
    assert "Nothing is wanted" in text(get("/wanted/", eda))


def test_a_name_that_nearly_is_a_title_is_said_to_be(wiki, get):
    assert "Nearly the same: Lock gates." in text(get("/wanted/"))
    assert "/concepts/lock-gates/" in addresses(get("/wanted/"))


@pytest.mark.both
@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("concept", ["weir", "lock gate"]),
        ("essay", ["On mills"]),
        ("x", ["weir", "lock gate", "On mills"]),
    ],
)
def test_one_kind_alone(wiki, get, kind, shown):
    assert titles(get(f"/wanted/?kind={kind}")) == shown


@pytest.mark.parametrize(("page", "shown"), [("", 2), ("2", 1), ("99", 1), ("x", 2), ("-1", 2)])
def test_pages_and_beyond(wiki, get, monkeypatch, page, shown):
    monkeypatch.setattr(reader, "PAGE", 2)
    assert len(titles(get(f"/wanted/?page={page}"))) == shown


def test_the_next_page_keeps_the_kind(wiki, get, monkeypatch):
    monkeypatch.setattr(reader, "PAGE", 1)
    assert "?kind=concept&page=2" in addresses(get("/wanted/?kind=concept"))


def test_more_sources_than_are_quoted_are_counted(get):
    entries(*[submission(f"Place {n}", "By the [[weir]].") for n in range(5)])
    words = text(get("/wanted/"))
    assert words.count("“By the weir.”") == 3
    assert "and 2 more pages" in words


def test_readers_get_no_form(wiki, get, ben):
    for person in (None, ben):
        source = html(get("/wanted/", person) if person else get("/wanted/"))
        assert "Write it" not in source
        assert "/wanted/lead/" not in source


@pytest.mark.both
def test_an_editor_is_led_to_what_mends_it(wiki, get, eda):
    found = addresses(get("/wanted/", eda))
    assert "/concepts/new/?title=weir" in found
    assert "/essays/new/?title=On+mills" in found
    assert "/wanted/lead/?name=weir" in found


def test_a_name_is_led_to_an_entry_by_one_revision(wiki, eda, client_of):
    response = client_of(eda).post("/wanted/lead/", {"name": "lock gate", "into": "concepts/lock-gates"})
    assert (response.status_code, response["Location"]) == (303, "/wanted/")
    entry = Concept.objects.get(slug="lock-gates")
    assert [alias.text for alias in entry.aliases.all()] == ["lock gate"]
    assert entry.number == 2
    assert "“lock gate” leads to “Lock gates” now." in said(response)
    page = client_of(eda).get("/wanted/")
    assert "lock gate" not in text(page)


def test_a_title_or_another_name_will_do(wiki, eda, client_of):
    concept("Barrage", "A dam.", aliases=["low dam"])
    assert client_of(eda).post("/wanted/lead/", {"name": "weir", "into": "Low dam"}).status_code == 303
    assert Concept.objects.get(slug="barrage").number == 2


@pytest.mark.parametrize(
    ("into", "sentence"),
    [("", "Write the name of the entry"), ("Nowhere", "Nothing has this name."), ("ring", "Several entries have this")],
)
def test_what_cannot_be_comes_back_with_its_text(wiki, eda, client_of, into, sentence):
    entries(submission("Hoop", "A.", aliases=["ring"]), submission("Band", "B.", aliases=["ring"]))
    response = client_of(eda).post("/wanted/lead/", {"name": "weir & co", "into": into})
    assert response.status_code == 422
    assert sentence in text(response)
    assert 'value="weir &amp; co"' in html(response)


@together("name", ["", "  ", "a|b", "x" * 300, "\0"])
def test_a_name_that_cannot_be_one_is_said(wiki, eda, client_of, name):
    response = client_of(eda).post("/wanted/lead/", {"name": name, "into": "Canal"})
    assert response.status_code == 422
    assert Concept.objects.get(slug="canal").number == 1


def test_a_name_that_leads_elsewhere_stays(wiki, eda, client_of):
    response = client_of(eda).post("/wanted/lead/", {"name": "Cistern", "into": "Canal"})
    assert response.status_code == 422
    assert "“Cistern” leads to “Cistern” already." in text(response)


@pytest.mark.both
def test_the_same_form_twice_changes_nothing_more(wiki, eda, client_of):
    for _ in range(2):
        response = client_of(eda).post("/wanted/lead/", {"name": "weir", "into": "Canal"})
    assert response.status_code == 303
    assert "nothing was changed" in said(response)
    assert Concept.objects.get(slug="canal").number == 2


def test_a_protected_entry_is_told(wiki, eda, ada, client_of):
    protect(Concept.objects.get(slug="canal"), by=ada, reason="quarrel")
    response = client_of(eda).post("/wanted/lead/", {"name": "weir", "into": "Canal"})
    assert response.status_code == 422
    assert "“Canal” is protected" in text(response)


def test_a_private_entry_is_found_by_editors_alone(wiki, ben, client_of):
    assert client_of(ben).post("/wanted/lead/", {"name": "weir", "into": "Shut"}).status_code == 403


def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "See [[Missing & 'gone']].")
    response = get("/wanted/")
    assert not_raw(response)
    assert "Missing &amp; &#x27;gone&#x27;" in html(response)


def test_nothing_wanted_says_what_the_list_is(get):
    assert "Every name that is linked is written." in text(get("/wanted/"))
    assert "No name of an essay" in text(get("/wanted/?kind=essay"))


def test_many_names_cost_no_more_questions(queries, eda):
    concept("Few", "One [[name]].")
    few, editors = queries("/wanted/"), queries("/wanted/", eda)
    entries(*[submission(f"Place {n}", f"See [[other {n}]] and [[names]].") for n in range(30)])
    assert (queries("/wanted/"), queries("/wanted/", eda)) == (few, editors)
    assert few <= 6
