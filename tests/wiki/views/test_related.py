"""Related entries with the reason, under a text and on the page of links."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.together import together
from tests.wiki.views.forms import said
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.models import Concept
from wiki.readers import ledger, targets

pytestmark = pytest.mark.django_db


def under(response):
    """Return the words of the section on related entries."""
    words = text(response)
    return words[words.index("Related ") :] if "Related " in words else ""


@pytest.fixture
def wiki():
    entries(
        submission("Weir", "It feeds a [[mill]]. A [[mill]] needs it.", related=["Mill", "Sluice"]),
        submission("Mill", "Fed by a [[weir]].", related=["weir"]),
        submission("Sluice", "A gate."),
        submission("Ladder", "For fish.", related=["Weir"]),
        submission("Basin", "See [[weir]]."),
    )


def test_listed_with_the_reason(wiki, get):
    words = under(get("/concepts/weir/"))
    assert "Mill Fed by a weir. each lists the other · linked in 2 sentences" in words
    assert "Sluice A gate. listed by the editors, and does not list this page" in words


def test_one_way_relations_are_shown_from_the_other_side(wiki, get):
    assert "Ladder For fish. lists this page, which does not list it" in under(get("/concepts/weir/"))
    assert "A mill needs it. lists this page, which does not list it" in under(get("/concepts/sluice/"))


def test_who_links_each_other_fills_up(get):
    entries(
        submission("Weir", "It feeds a [[mill]]. It fills a [[basin]]."),
        submission("Mill", "Fed by a [[weir]]."),
        submission("Basin", "A pool."),
    )
    words = under(get("/concepts/weir/"))
    assert "Mill Fed by a weir. linked in 1 sentence · links here too" in words
    assert "Basin" not in words


def test_four_stand_under_the_text_and_all_on_the_page_of_links(get):
    entries(*[submission(f"Place {n}") for n in range(6)])
    concept("Weir", "A dam.", related=[f"Place {n}" for n in range(6)])
    response = get("/concepts/weir/")
    assert under(response).count("listed by the editors") == ledger.SHOWN
    assert "all, with every reason" in under(response)
    assert "/concepts/weir/links/#ui-related" in addresses(response)
    assert under(get("/concepts/weir/links/")).count("listed by the editors") == 6


def test_private_entries_are_related_for_editors_alone(get, eda):
    entries(
        submission("Weir", "A [[mill]].", related=["Mill"]),
        submission("Mill", "A [[weir]].", related=["Weir"], visibility=PRIVATE),
        submission("Shut", "A [[weir]].", related=["Weir"], visibility=PRIVATE),
    )
    for path in ("/concepts/weir/", "/concepts/weir/links/"):
        assert under(get(path)) == "", path
        words = under(get(path, eda))
        assert "each lists the other" in words, path
        assert "Shut Private" in words, path


# Every reason, on the page of links


@pytest.fixture
def net():
    source = "[^1]\n\n[^1]: Smeaton, John. *Reports of the late*. 1812."
    entries(
        submission("Weir", f"It feeds a [[mill]].{source}"),
        submission("Mill", f"Fed by a [[weir]].{source}"),
        submission("Race", f"A channel.{source}"),
        submission("Canal", "Between [[weir]] and [[race]]."),
        submission("River", "It has a [[weir]] and a [[race]]."),
        submission("Far", "Nothing of it."),
        submission("Dark", "The [[weir]] and the [[race]].", visibility=PRIVATE),
    )


def test_what_the_ledger_finds_has_two_reasons(net, get):
    words = under(get("/concepts/weir/links/"))
    assert "Nobody lists these; links and sources say so:" in words
    assert (
        "Mill Fed by a weir. linked in 1 sentence · links here in 1 sentence"
        " · share the source Smeaton, John. Reports of the late. 1812."
    ) in words
    assert (
        "Race A channel. both named in Canal and River · share the source Smeaton, John. Reports of the late. 1812."
    ) in words
    assert "Far" not in words
    assert "Canal It" not in words  # it merely links here


@pytest.mark.both
def test_who_names_both_is_told_as_far_as_one_sees(net, get, eda):
    assert "Dark" not in under(get("/concepts/weir/links/"))
    assert "both named in Canal, Dark and 1 more" in under(get("/concepts/weir/links/", eda))


@pytest.mark.both
def test_a_second_page_of_links_does_not_repeat_them(net, get, monkeypatch):
    from wiki.readers import links

    monkeypatch.setattr(links, "PAGE", 1)
    assert under(get("/concepts/weir/links/?page=2")) == ""


def test_a_button_lets_the_other_side_list_it(wiki, get, eda, ben, client_of):
    assert "list it too" not in html(get("/concepts/weir/links/", ben))
    page = html(get("/concepts/weir/links/", eda))
    assert page.count("Let Sluice list it too") == page.count("Let Weir list it too") == 1
    form = {"entry": "concepts/weir", "other": "concepts/ladder", "base": "1", "at": "concepts/weir"}
    for name, value in form.items():
        assert f'name="{name}" value="{value}"' in page
    response = client_of(eda).post("/health/related/", form)
    assert (response.status_code, response["Location"]) == (303, "/concepts/weir/links/")
    assert "“Weir” lists “Ladder” as related now." in said(response)
    assert Concept.objects.get(slug="weir").related == ["Mill", "Sluice", "Ladder"]
    assert "Let Weir list it too" not in html(get("/concepts/weir/links/", eda))


@together("at", ["//evil.example/s/x", "concepts/", "people/eda", "concepts/../x", "essays/no such"])
def test_the_way_back_stays_in_the_wiki(wiki, eda, client_of, at):
    form = {"entry": "concepts/weir", "other": "concepts/ladder", "base": "1", "at": at}
    where = client_of(eda).post("/health/related/", form)["Location"]
    assert where.startswith(("/health/", "/concepts/", "/essays/"))


def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "Text.", related=["Weir"])
    concept("Weir", "A dam.")
    assert not_raw(get("/concepts/weir/links/"))
    assert not_raw(get("/concepts/weir/"))


# Where a quoted sentence stands


def test_an_essay_lists_its_concepts_with_the_way_to_each_sentence(get):
    entries(*[submission(f"Place {n}") for n in range(6)])
    body = "".join(
        f"## Part {n}\n\nOn the road that leads far away lies a [[Place {n}]] of stone.\n\n" for n in range(6)
    )
    essay("On roads", body)
    spot = "#part-5:~:text=On%20the%20road%20that,Place%205%20of%20stone"
    assert spot.replace("5", "3") in addresses(get("/essays/on-roads/"))
    assert "6 concepts · all, with sentences" in text(get("/essays/on-roads/"))
    page = get("/essays/on-roads/links/")
    assert f"/essays/on-roads/{spot}" in addresses(page)
    assert "Concepts it uses 6 concepts, every sentence" in text(page)


def test_a_concept_leads_to_the_sentence_of_the_essay(get):
    concept("Weir", "A dam.")
    essay("On dams", "## Small ones\n\nEvery [[weir]] is small.", author="M. Sorley")
    for path in ("/concepts/weir/", "/concepts/weir/links/"):
        assert "/essays/on-dams/#small-ones:~:text=Every%20weir%20is%20small" in addresses(get(path))


def test_many_cost_no_more_questions(queries, eda):
    source = "[^1]\n\n[^1]: Smeaton, John. *Reports*. 1812."
    entries(
        submission("Few", f"[[Many]] here.{source}", related=["Other few"]),
        submission("Many", f"[[Few]] here.{source}", related=["Place 1"]),
        submission("Other few", f"[[Few]] here.{source}", related=["Many"]),
    )
    before = {path: (queries(path), queries(path, eda)) for path in ("/concepts/many/", "/concepts/many/links/")}
    entries(
        *[
            submission(f"Place {n}", f"[[Many]] and [[Few]] here.{source}", related=["Many"] if n % 2 else [])
            for n in range(40)
        ]
    )
    for path, counted in before.items():
        assert (queries(path), queries(path, eda)) <= (counted[0] + 1, counted[1] + 1), path
    assert queries("/concepts/many/links/") <= 17


def test_of_an_entry_that_links_and_lists_both_is_known():
    tide = concept("Tide", "It turns.")
    concept("Ebb", "The [[tide]] out. ![[Tide]]\n\n## Further reading\n\n- [[Tide]]", related=["Tide"])
    concept("Flood", "The [[tide]] in.")
    assert [source.lists for source in targets.sources(False, tide.pk)] == [True, False]
