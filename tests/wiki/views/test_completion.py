"""What the editor offers while somebody types."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.together import together
from wiki.readers import completion

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client_of, eda):
    client = client_of(eda)

    def ask(what, q, **more):
        response = client.get(f"/complete/{what}/", {"q": q, **more})
        assert response.status_code == 200
        return response.json()

    return ask


def names(answer):
    return [found["alias"] or found["title"] for found in answer["results"]]


@pytest.mark.both
def test_names_that_begin_come_before_names_with_a_word_that_does(ask):
    concept("Tide", "It rises.")
    concept("Tidal flat", "Mud.")
    concept("Neap tide", "A small one.")
    concept("Riptides", "Not a word that begins so.")
    assert names(ask("names", "tid")) == ["Tidal flat", "Tide", "Neap tide"]
    assert names(ask("names", "TÍD")) == ["Tidal flat", "Tide", "Neap tide"]
    assert names(ask("names", "concepts/tid")) == ["Tidal flat", "Tide", "Neap tide"]
    assert names(ask("names", "zz")) == []


@pytest.mark.both
def test_the_last_of_some_words_may_be_begun(ask):
    concept("The cost of complexity", "It grows.", aliases=["complicated prices"])
    concept("Cost of living", "It grows too.")
    for begun in ("cost comp", "cost complexi", "cost complexity", "OF cost complex", "prices compl"):
        assert [found["title"] for found in ask("names", begun)["results"]] == ["The cost of complexity"], begun
    assert names(ask("names", "cost l")) == ["Cost of living"]
    assert names(ask("names", "cost grow")) == names(ask("names", "cost complexity z")) == []


@pytest.mark.both
def test_a_name_says_what_it_is(ask):
    concept("Quadrature", "At right angles. More.", aliases=["Neap tide", "Dead of the tide"])
    concept("Tide pool", "Salt.", visibility=PRIVATE)
    essay("Tides of ink", "Words.", author="M. Perrin")
    answer = ask("names", "tide")
    found = dict(zip(names(answer), answer["results"], strict=True))
    assert set(found) == {"Neap tide", "Tide pool", "Tides of ink"}  # an entry that is found by a word stands once
    assert found["Neap tide"]["title"] == "Quadrature" and found["Neap tide"]["lead"].startswith("At right angles.")
    assert found["Tide pool"]["private"] and not found["Neap tide"]["private"]
    assert (found["Tides of ink"]["kind"], found["Tides of ink"]["author"]) == ("essay", "M. Perrin")
    assert [row["alias"] for row in ask("names", "dead")["results"]] == ["Dead of the tide"]


@pytest.mark.both
def test_a_name_that_exists_is_known(ask):
    concept("Dual power", "Two.", aliases=["Doppelherrschaft"])
    assert ask("names", "dual-power")["known"] and ask("names", "doppelherrschaft")["known"]
    assert not ask("names", "dual")["known"]


@pytest.mark.both
def test_an_empty_question_gives_what_was_changed_last(ask):
    concept("Older", "One.")
    concept("Newer", "Two.")
    assert names(ask("names", " ")) == ["Newer", "Older"]


@pytest.mark.both
@together("what", ["names", "headings", "tags", "sources"])
@together("question", ["", "%", "_", "\\", "'", "\0x", "x" * 5000, "[[", "@", "/", "…", "数"])
def test_any_question_has_an_answer(ask, what, question):
    concept("Tide", "It rises.[^1]\n\n## Float\n\n[^1]: Falconer. *Marine*. 1769.", tags=["sea"])
    answer = ask(what, question)
    assert len(answer["results"]) <= 10


@pytest.mark.both
def test_headings_of_the_entry_that_is_meant(ask):
    concept("Tide gauge", "## Float\n\nOne.\n\n### In a *well*\n\nTwo.", aliases=["mareograph"])
    expected = [{"text": "Float", "level": 2}, {"text": "In a well", "level": 3}]
    assert ask("headings", "tide gauge")["results"] == ask("headings", "Mareograph")["results"] == expected
    assert ask("headings", "nothing")["results"] == []


@pytest.mark.both
def test_tags_by_use(ask):
    concept("A", "x", tags=["sea", "seamanship"])
    concept("B", "x", tags=["seamanship", "open sea", "Überfahrt"])
    assert [tag["name"] for tag in ask("tags", "Sea")["results"]] == ["seamanship", "sea", "open sea"]
    assert ask("tags", "sea")["results"][0]["count"] == 2
    assert ask("tags", "")["results"][0]["name"] == "seamanship"


@pytest.mark.both
def test_sources_by_author_title_year_and_key(ask):
    concept("A", "One.[^1] Two.[^2]\n\n[^1]: Falconer, W. *Marine Dictionary*. 1769.\n[^2]: Doe, J. *Ships*. 1901.")
    (key,) = {source["key"] for source in ask("sources", "falconer 1769")["results"]}
    (found,) = ask("sources", key[:5])["results"]
    assert found["text"].startswith("Falconer") and found["year"] == "1769"
    assert len(ask("sources", "")["results"]) == 2
    assert ask("sources", "falconer 1901")["results"] == []


@pytest.mark.both
def test_who_may_not_edit_is_told_nothing(client_of, ben, nobody):
    for who in (ben, nobody):
        for what in ("names", "headings", "tags", "sources", "nothing"):
            assert client_of(who).get(f"/complete/{what}/?q=a").status_code == 403


@pytest.mark.both
def test_another_thing_is_not_found(client_of, eda):
    assert client_of(eda).get("/complete/nothing/?q=a").status_code == 404


@pytest.mark.both
def test_what_somebody_may_not_see_is_not_offered(ben):
    """The address is closed to readers; what answers it keeps the rule by itself all the same."""
    concept("Secret tide", "## Hidden\n\n[^1]\n\n[^1]: Hush, Q. *Quiet*. 1900.", visibility=PRIVATE, tags=["whisper"])
    concept("Moon", "It pulls.", aliases=["tide maker"])
    found, known = completion.complete_names("secret tide", ben)
    assert (found, known) == ([], False)
    assert [row["title"] for row in completion.complete_names("tide", ben)[0]] == ["Moon"]
    assert [row["title"] for row in completion.complete_names("", ben)[0]] == ["Moon"]
    assert completion.complete_headings("secret tide", ben) == []
    assert completion.complete_tags("whi", ben) == [] and completion.complete_sources("hush", ben) == []


@pytest.mark.both
def test_few_questions_to_the_database(django_assert_max_num_queries, eda):
    text = "It.[^1]\n\n[^1]: D. *B*. 1901."
    entries(*[submission(f"Tide {n}", text, aliases=[f"ebb {n}"], tags=["t"]) for n in range(4)])
    eda.has_perm("wiki.edit")
    for ask, question in (
        (completion.complete_names, "tide"),
        (completion.complete_names, ""),
        (completion.complete_tags, "t"),
        (completion.complete_sources, "d"),
    ):
        with django_assert_max_num_queries(5):
            assert ask(question, eda)
