"""Unlinked mentions: found in any script, linked with one click, or never again."""

import sys
from collections import Counter

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from wiki.actions import spoken
from wiki.models import Concept, Edit, IgnoredMention
from wiki.readers import mentions_page, unlinked_names

pytestmark = pytest.mark.django_db


def found(mentions):
    return [(mention.source.title, mention.target.title, mention.quote.mark, mention.linked) for mention in mentions]


def test_names_in_a_text_are_found_unless_their_sentence_links_them(eda):
    tide = concept("Spring tide", "After new moon.", aliases=["king tide"])
    concept("Neap tide", "A [[spring tide]] is higher. The King Tide floods; a spring tide drowns.")
    concept("Flood", "Spring tides differ. The king tide came.")
    page = mentions_page(tide, eda)
    assert found(page.outside) == [
        ("Flood", "Spring tide", "king tide", False),
        ("Neap tide", "Spring tide", "King Tide", True),
        ("Neap tide", "Spring tide", "spring tide", True),
    ]
    flood = Concept.objects.get(title="Flood")
    assert found(mentions_page(flood, eda).inside) == [("Flood", "Spring tide", "king tide", False)]
    assert unlinked_names(flood, eda) == ["Spring tide"]


def test_names_in_the_text_of_a_source_are_no_mentions(eda):
    tide = concept("Spring tide", "After new moon.")
    note = "Smeaton, John. *On the spring tide*. 1812."
    concept("Harbour", f"It silts up.[^1]\n\n[^1]: {note}")
    concept("Flood", f"It came with a spring tide.[^1]\n\n[^1]: {note}\n\n    The spring tide, again, p. 3.")
    plain = concept("Ebb", "It goes.[^1]\n\n[^1]: As a spring tide does.")
    outside = {each.sentence for each in mentions_page(tide, eda).outside}
    assert outside == {"As a spring tide does.", "It came with a spring tide."}
    assert unlinked_names(plain, eda) == ["Spring tide"]
    assert unlinked_names(Concept.objects.get(title="Flood"), eda) == ["Spring tide"]
    assert unlinked_names(Concept.objects.get(title="Harbour"), eda) == []


@pytest.mark.both
@together(
    ("name", "text"),
    [
        ("Ἀνάγκη", "Die ἀνάγκη waltet."),
        ("潮汐", "人们说潮汐很重要。"),
        ("прилив", "Большой Прилив пришёл."),
        ("Grüße", "Viele GRÜSSE an alle."),
    ],
)
def test_names_of_any_script(eda, name, text):
    concept(name, "Text.")
    source = concept("Source", text)
    assert [mention.target.title for mention in mentions_page(source, eda).inside] == [name]


@pytest.mark.both
@pytest.mark.parametrize("few", [False, True])
def test_texts_of_any_size_are_searched_alike(eda, monkeypatch, few):
    monkeypatch.setattr(spoken, "_are_few", lambda words: few)
    concept("Spring tide", "After new moon.", aliases=["king tide"])
    concept("Rising", "Up.", visibility=PRIVATE)
    essay("On tides", "Text.")
    source = concept("Source", "A king tide, rising. On Tides it is said.")
    assert unlinked_names(source, eda) == ["Spring tide", "Rising", "On tides"]
    assert unlinked_names(source, None) == ["Spring tide", "On tides"]


def test_a_large_text_is_searched_in_work_that_grows_no_faster_than_it(eda, monkeypatch):
    """Each word is read a few times over, and nothing of the text is sent to the database."""
    monkeypatch.setattr(spoken, "FEW_WORDS", 100)
    concept("W3x", "Text.")
    texts = [" ".join(f"w{number * 7919 % 20011}x." for number in range(1, size)) + " w3x." for size in (1000, 4000)]
    sources = [essay(title, text) for title, text in zip(("Long", "Longer"), texts, strict=True)]
    (calls, sent), (more_calls, more_sent) = [work_of(unlinked_names, source, eda) for source in sources]
    assert more_sent < sent + 100 < len(texts[0])
    assert more_calls < 5 * calls


def work_of(function, *arguments):
    """Return how many calls a search makes, and how many letters of questions it sends to the database."""
    calls = Counter()
    with CaptureQueriesContext(connection) as asked:
        assert function(*arguments) == ["W3x"]  # what is remembered from one time to the next is there by now
    sys.setprofile(lambda frame, event, argument: calls.update([event]))
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"], sum(len(one["sql"]) for one in asked)


def test_short_names_ambiguous_names_and_own_names_are_left_alone(eda):
    concept("Io", "A moon.")
    concept("Ebb", "Falling.", aliases=["low water"])
    concept("Slack", "Resting.", aliases=["low water"])
    source = concept("Moon", "Io and the moon at low water.")
    assert mentions_page(source, eda).inside == []


@pytest.mark.both
def test_one_click_makes_the_link_in_that_sentence(client_of, eda):
    concept("Spring tide", "After new moon.", aliases=["king tide"])
    flood = concept(
        "Flood",
        "`king tide` is code. Here *the* king tide comes.\n\nThe king tide goes. [A king tide](https://e.org/).",
    )
    page = client_of(eda).get("/concepts/spring-tide/mentions/")
    assert page.status_code == 200 and "The <mark>" not in page.content.decode()[:10]
    form = {"source": "concepts/flood", "target": "concept/spring-tide", "name": "king tide"}
    form |= {"source": "concept/flood", "sentence": "The king tide goes.", "action": "link"}
    response = client_of(eda).post("/concepts/spring-tide/mentions/", form)
    assert (response.status_code, response["Location"]) == (303, "/concepts/spring-tide/mentions/")
    flood.refresh_from_db()
    assert "\n\nThe [[Spring tide|king tide]] goes. [A" in flood.body
    edit = Edit.objects.filter(entry=flood).first()
    assert (edit.number, edit.revision.comment, edit.revision.user) == (2, "Linked “Spring tide”", eda)
    left = mentions_page(Concept.objects.get(title="Spring tide"), eda).outside
    assert "The king tide goes." not in [mention.sentence for mention in left]


def test_a_link_by_the_title_needs_no_second_name_and_an_essay_its_folder(client_of, eda):
    concept("Ebb", "Falling.")
    essay("On tides", "Text.")
    source = concept("Moon", "It makes the ebb. Read On Tides.")
    for target, name, sentence in (
        ("concept/ebb", "ebb", "It makes the ebb."),
        ("essay/on-tides", "On Tides", "Read On Tides."),
    ):
        form = {"source": "concept/moon", "target": target, "name": name, "sentence": sentence, "action": "link"}
        client_of(eda).post("/concepts/moon/mentions/", form)
    source.refresh_from_db()
    assert source.body == "It makes the [[ebb]]. Read [[essays/on-tides|On Tides]]."


@pytest.mark.both
@pytest.mark.parametrize("kind", ["concept", "essay"])
def test_a_link_to_a_private_page_tells_readers_no_more_than_the_name(client_of, eda, nobody, kind):
    make = {"concept": concept, "essay": essay}[kind]
    hidden = make("Harbour dues", "Text.", visibility=PRIVATE, aliases=["the toll"])
    concept("Quay", "Ships pay the toll.")
    form = {"source": "concept/quay", "target": f"{kind}/harbour-dues", "name": "the toll", "action": "link"}
    client_of(eda).post("/concepts/quay/mentions/", {**form, "sentence": "Ships pay the toll."})
    quay = Concept.objects.get(title="Quay")
    assert quay.body == "Ships pay [[the toll]]."
    assert quay.links.get(kind="link").target_all_id == hidden.pk
    for page in ("", "history/", "history/2/", "diff/"):
        assert "arbour" not in client_of(nobody).get(f"/concepts/quay/{page}").content.decode()


def test_a_name_that_leads_elsewhere_makes_no_link_to_a_private_page(client_of, eda):
    concept("Harbour dues", "Text.", visibility=PRIVATE, aliases=["the toll"])
    concept("The toll", "A bell rings.")
    concept("Quay", "Ships pay the toll.")
    form = {"source": "concept/quay", "target": "concept/harbour-dues", "name": "the toll", "action": "link"}
    response = client_of(eda).post("/concepts/quay/mentions/", {**form, "sentence": "Ships pay the toll."})
    assert "“the toll” alone does not lead to it" in str(next(iter(get_messages(response.wsgi_request))))
    assert Concept.objects.get(title="Quay").body == "Ships pay the toll."


@together(
    ("many", "last"),
    [
        ("On day {} the [[ebb]] came.", "At last an ebb stayed."),
        ("On day {} the [sea at ebb](https://e.org/) came.", "At last an ebb stayed."),
        ("On day {} the ebb came.", "On the [[Calendar|last]] day the *ebb* stayed."),
        ("On day {} the ebb came.", "On day 23b the ebb came."),
    ],
)
def test_a_name_is_linked_however_often_it_stands_before(client_of, eda, many, last):
    concept("Ebb", "Falling.")
    body = "\n\n".join([*(many.format(day) for day in range(30)), last])
    concept("Diary", body)
    sentence = last.replace("[[Calendar|last]]", "last").replace("*", "")
    form = {"source": "concept/diary", "target": "concept/ebb", "name": "ebb", "sentence": sentence, "action": "link"}
    client_of(eda).post("/concepts/diary/mentions/", form)
    assert Concept.objects.get(title="Diary").body == body.replace(last, last.replace("ebb", "[[ebb]]"))


@pytest.mark.both
def test_words_that_cannot_be_linked_are_said_so(client_of, eda):
    concept("Spring tide", "After new moon.")
    concept("Flood", "A spring *tide* came.")
    page = mentions_page(Concept.objects.get(title="Flood"), eda)
    assert found(page.inside) == [("Flood", "Spring tide", "spring tide", False)]
    form = {"source": "concept/flood", "target": "concept/spring-tide", "name": "spring tide", "action": "link"}
    response = client_of(eda).post("/concepts/flood/mentions/", {**form, "sentence": "A spring tide came."})
    assert "Make the link in the editor" in str(next(iter(get_messages(response.wsgi_request))))
    assert Edit.objects.filter(entry__title="Flood").count() == 1


@pytest.mark.both
def test_never_for_this_pair(client_of, eda):
    concept("Ebb", "Falling.")
    moon = concept("Moon", "It makes the ebb.")
    form = {"source": "concept/moon", "target": "concept/ebb", "action": "ignore"}
    for _ in range(2):
        client_of(eda).post("/concepts/moon/mentions/", form)
    assert IgnoredMention.objects.get().by == eda
    assert mentions_page(moon, eda).inside == []
    assert mentions_page(Concept.objects.get(title="Ebb"), eda).outside == []
    revise(moon, body="The ebb, the ebb.")
    assert unlinked_names(Concept.objects.get(title="Moon"), eda) == []


@pytest.mark.both
def test_it_is_a_page_for_editors(client_of, eda, ben, nobody):
    concept("Ebb", "Falling.")
    concept("Secret", "The ebb.", visibility=PRIVATE)
    for person in (ben, nobody):
        assert client_of(person).get("/concepts/ebb/mentions/").status_code == 403
        assert client_of(person).get("/concepts/secret/mentions/").status_code == 404
        form = {"source": "concept/secret", "target": "concept/ebb", "action": "ignore"}
        assert client_of(person).post("/concepts/ebb/mentions/", form).status_code == 403
    assert client_of(eda).post("/concepts/ebb/mentions/", {"source": "x", "target": "y"}).status_code == 404
    assert not IgnoredMention.objects.exists()


def test_questions_to_the_database(client_of, eda, django_assert_max_num_queries):
    concept("Ebb", "Falling.")
    for number in range(20):
        concept(f"Moon {number}", "It makes the ebb. And [[Ebb]] again.")
    client = client_of(eda)
    with django_assert_max_num_queries(20):
        client.get("/concepts/ebb/mentions/")
