"""Concepts from A to Z."""

import pytest

from tests.factories import PRIVATE, concept, entries, submission
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.readers import indexes

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    entries(
        submission("Weir", "See [[Jetty]].", aliases=["low dam", "堰", "φράγμα"]),
        submission("Mill (wind)", "A mill."),
        submission("1815", "A year."),
        submission("Shut", "See [[Ombre]].", visibility=PRIVATE, aliases=["Quiet name"]),
    )


@pytest.fixture
def crowd(monkeypatch):
    """More names than one page holds."""
    monkeypatch.setattr(indexes, "ALL", 5)
    monkeypatch.setattr(indexes, "PAGE", 4)
    entries(*[submission(f"Bank {n:02}", "Text.", aliases=["堤"] if n == 1 else []) for n in range(10)],
            submission("Cove", "See [[Creek]]."))  # fmt: skip


@pytest.mark.both
def test_names_other_names_and_wanted_names_stand_in_order(small, get):
    words = text(get("/concepts/"))
    assert "3 names and 3 other names" in words
    places = [words.index(part) for part in ("1815", "Jetty (not written yet) wanted by 1", "low dam, see Weir",
                                             "Mill wind", "W Weir", "φράγμα, see Weir", "堰, see Weir")]  # fmt: skip
    assert places == sorted(places)


def test_a_wanted_name_leads_editors_alone_to_a_form(small, get, client_of, eda):
    wanted = "/concepts/new/?title=Jetty"
    assert wanted in addresses(client_of(eda).get("/concepts/"))
    assert wanted not in addresses(get("/concepts/"))


@pytest.mark.both
def test_each_letter_with_a_section_leads_to_it(small, get):
    response = get("/concepts/")
    jumps = [address for address in addresses(response) if address.startswith("#")]
    assert jumps == ["#letter-0%E2%80%939", *(f"#letter-{head}" for head in ("j", "l", "m", "w", "greek", "han"))]
    for jump in jumps[1:]:
        assert f'id="{jump[1:]}"' in html(response)


@pytest.mark.both
def test_letters_come_from_what_the_person_sees(small, get, eda):
    assert "#letter-s" not in addresses(get("/concepts/"))
    assert "#letter-q" not in addresses(get("/concepts/"))
    assert "#letter-o" not in addresses(get("/concepts/"))
    assert {"#letter-s", "#letter-q", "#letter-o"} <= set(addresses(get("/concepts/", eda)))


def test_names_stand_in_the_page_escaped(get):
    concept(QUOTED, "Text about [[Missing & 'gone']].", aliases=["\"also\" & 'so'"])
    response = get("/concepts/")
    assert not_raw(response)
    assert "&quot;also&quot; &amp; &#x27;so&#x27;" in html(response)


def test_an_empty_wiki_says_what_comes_next(get, eda):
    assert "No names yet" in text(get("/concepts/"))
    assert "import_entries" in text(get("/concepts/", eda))
    assert "import_entries" not in text(get("/concepts/"))


SCRIPTS = {  # a name, another name: the head they stand under
    ("Éclat", "étale"): "E",
    ("Ångström", "äther"): "A",
    ("Łódź", "łuk"): "L",
    ("Ørsted", "øy"): "O",
    ("Ἀλήθεια", "άτομο"): "Greek",
    ("Ёж", "ель"): "Cyrillic",
    ("אמת", "מילה"): "Hebrew",
    ("حقيقة", "أصل"): "Arabic",
    ("सत्य", "शब्द"): "Devanagari",
    ("真理", "字"): "Han",
    ("진리", "낱말"): "Hangul",
    ("ことば", "カード"): "Kana",
    ("ความจริง", "คำ"): "Thai",
}


@pytest.mark.both
def test_names_in_any_script_stand_under_their_letter_or_script(get):
    entries(*[submission(name, "Text.", aliases=[also]) for name, also in SCRIPTS])
    page = html(get("/concepts/"))
    for (name, also), head in SCRIPTS.items():
        section = page.split(f'id="letter-{head.lower()}"')[1].split("</section>")[0]
        assert f">{name}</a>" in section, head
        assert f"<i>{also}</i>" in section, head


@pytest.mark.both
def test_accents_sort_with_their_letter(get):
    entries(*[submission(name, "Text.") for name in ("Lodge", "Łódź", "Lot", "Obol", "Ørsted", "Oyster", "Öl", "Zeit")])
    words = text(get("/concepts/"))
    order = [words.index(f" {name}") for name in ("Lodge", "Łódź", "Lot", "Obol", "Öl", "Ørsted", "Oyster", "Zeit")]
    assert order == sorted(order)


@pytest.mark.both
def test_a_large_wiki_finds_all_letters_of_a_head(get, monkeypatch):
    monkeypatch.setattr(indexes, "ALL", 2)
    entries(*[submission(name, "Text.") for name in ("Lodge", "Łódź", "Lot", "أصل", "حقيقة", "堰")])
    words = text(get("/concepts/?letter=L"))
    assert "Lodge" in words and "Łódź" in words and "Lot" in words and "أصل" not in words
    assert text(get("/concepts/?letter=%C5%82")) == words
    words = text(get("/concepts/?letter=Arabic"))
    assert "أصل" in words and "حقيقة" in words
    assert "堰" in text(get("/concepts/?letter=%E5%A0%B0"))


@pytest.mark.both
def test_a_large_wiki_shows_a_letter_at_a_time(crowd, get):
    words = text(get("/concepts/?letter=C"))
    assert "Cove" in words
    assert "Creek (not written yet)" in words
    assert "Bank 00" not in words
    assert "堤, see Bank 01" in text(get("/concepts/?letter=Han"))
    assert text(get("/concepts/?letter=c")) == words


@pytest.mark.both
def test_more_names_of_a_letter_follow(crowd, get):
    seen, path = [], "/concepts/?letter=B"
    while path:
        response = get(path)
        found = addresses(response)
        seen += [address for address in found if address.startswith("/concepts/bank")]
        path = next((f"/concepts/{address}" for address in found if "page=" in address), "")
    assert seen == [f"/concepts/bank-{n:02}/" for n in range(10)]


@pytest.mark.both
@together("query", ["letter=%E2%82%AC", "letter=zzz", "letter=%F0%9F%8F%94", "letter=%00", "letter=", "x"])
def test_a_letter_that_no_name_has_gives_the_first(crowd, get, query):
    response = get(f"/concepts/?{query}")
    assert response.status_code == 200
    assert "Bank 00" in text(response)


@together("page", ["99", "0", "-1", "x", "9" * 30])
def test_beyond_the_end_stands_a_page_that_is_there(crowd, get, page):
    assert "Bank" in text(get(f"/concepts/?letter=B&page={page}"))


def test_equal_names_are_all_listed_once(get, monkeypatch):
    monkeypatch.setattr(indexes, "ALL", 3)
    monkeypatch.setattr(indexes, "PAGE", 4)
    entries(*[submission(f"Weir {n:02}", aliases=["Dam"]) for n in range(10)])
    seen = [
        address
        for page in (1, 2, 3)
        for address in addresses(get(f"/concepts/?letter=D&page={page}"))
        if address.startswith("/concepts/weir")
    ]
    assert sorted(seen) == [f"/concepts/weir-{n:02}/" for n in range(10)]


def test_head_answers_without_a_body_and_post_is_refused(client, db):
    assert client.head("/concepts/").content == b""
    assert client.post("/concepts/").status_code == 405


def test_many_names_cost_no_more_questions(queries):
    entries(*[submission(f"Place {n}", f"See [[Other {n}]].", aliases=[f"Name {n}"]) for n in range(3)])
    few = queries("/concepts/")
    entries(*[submission(f"Place {n}", f"See [[Other {n}]].", aliases=[f"Name {n}"]) for n in range(3, 60)])
    assert queries("/concepts/") == few <= 12
