"""The page of a search, and names while one types."""

import datetime
import json

import pytest
from django.utils import timezone

from tests.factories import concept, entries, essay, revise, submission
from tests.together import together
from wiki.actions import publishing
from wiki.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def coast():
    entries(
        submission(
            "Coastline paradox",
            "A coastline has no length until it is measured.",
            aliases=["how long is a coast", "measuring twice"],
            tags=["coast", "maps"],
        ),
        submission("Generalisation", "A map leaves out.\n\n## What goes\n\nA coast is measured.", tags=["maps"]),
        submission("Divider walk", "Walk along the coastline.", visibility="private", tags=["practice"]),
        submission("Legend", "It wants [[Coastline, legal]] and [[Coastline, legal]]. <b>Bold</b> & measured."),
    )
    essay("Against the smooth coast", "The coastline was copied.", author="Tomas Brandl", tags=["coast"])


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(client, question, **more):
    response = client.get("/search/", {"q": question, **more})
    assert response.status_code == 200
    return [hit.title for hit in response.context["page"].hits]


@pytest.mark.both
def test_hits_say_why_they_are_there(client, coast):
    page = text_of(client, "/search/?q=coastline+measured")
    assert "<mark>coastline</mark> has no length until it is <mark>measured</mark>" in page
    assert "Also known as" in page and "in the opening" in page and "coast, maps" in page
    assert titles(client, "measured") == ["Coastline paradox", "Legend", "Generalisation"]
    assert "in “What goes”" in text_of(client, "/search/?q=generalisation+measured")


@pytest.mark.both
def test_another_name_leads_first_and_says_so(client, coast):
    page = text_of(client, "/search/?q=How+long+is+a+coast")
    assert titles(client, "how long is a coast")[0] == "Coastline paradox"
    assert '<i>how long is a coast</i> is another name for <a href="/concepts/coastline-paradox/">' in page


@pytest.mark.both
def test_what_is_found_is_text_and_no_markup(client, coast):
    page = text_of(client, '/search/?q=bold+"<script>alert(1)</script>&')
    assert "<script>alert" not in page
    page = text_of(client, "/search/?q=bold")
    assert "<b>Bold" not in page
    assert "<mark>Bold</mark> &amp; measured" in page


@pytest.mark.both
def test_private_entries_are_for_who_sees_them(client, coast, ben, eda):
    assert titles(client, "walk") == []
    client.force_login(ben)
    assert titles(client, "walk") == []
    client.force_login(eda)
    assert titles(client, "walk") == ["Divider walk"]
    page = text_of(client, "/search/?q=walk")
    assert "badge-private" in page and "Who may read it" in page
    assert titles(client, "coastline", visibility="private") == ["Divider walk"]
    assert "Divider walk" not in titles(client, "coastline", visibility="public")


@pytest.mark.both
def test_the_form_narrows(client, coast):
    assert titles(client, "coast", kind="essay") == ["Against the smooth coast"]
    assert titles(client, "measured", tag="coast") == ["Coastline paradox"]
    assert titles(client, "coast", tag=["coast", "maps"]) == ["Coastline paradox"]
    assert titles(client, "measured", order="name") == ["Coastline paradox", "Generalisation", "Legend"]
    assert titles(client, "in:title measured") == []
    long_ago = timezone.now() - datetime.timedelta(days=60)
    Entry.objects.exclude(title="Legend").update(changed_at=long_ago)
    assert titles(client, "measured", changed="month") == ["Legend"]
    assert titles(client, "measured", order="newest")[0] == "Legend"
    assert titles(client, "coast", visibility="private") == titles(client, "coast")  # not theirs to ask


@pytest.mark.both
def test_filters_say_how_many_they_leave(client, coast, eda):
    page = client.get("/search/?q=coast").context["page"]
    assert [(choice.label, choice.count) for choice in page.kinds] == [
        ("Concepts", 2),
        ("Essays", 1),
        ("Sources", 0),
    ]
    assert ("coast", "coast", 2) in [(choice.value, choice.label, choice.count) for choice in page.tags]
    assert page.visibilities == []
    client.force_login(eda)
    page = client.get("/search/?q=coastline").context["page"]
    assert [(choice.value, choice.count) for choice in page.visibilities] == [("public", 3), ("private", 1)]


@pytest.mark.both
@together(
    "typed, said, first",
    [
        ("coastlien paradox", "coastline paradox", "Coastline paradox"),
        ("measured coastlien", "measured coastline", "Coastline paradox"),
        ("Generalization", "generalisation", "Generalisation"),
        ("brandel", "brandl", "Against the smooth coast"),
        ("meausred", "measured", "Coastline paradox"),
        ("zzyzx", "", None),
    ],
)
def test_misspelt_words_are_put_right(client, coast, typed, said, first):
    page = client.get("/search/", {"q": typed}).context["page"]
    assert (page.said, page.hits[0].title if page.hits else None) == (said, first)
    if said:
        exact = client.get("/search/", {"q": typed, "exact": "1"})
        assert exact.context["page"].hits == [] and "Search for similar words" in exact.content.decode()


@pytest.mark.both
def test_what_begins_so_and_what_holds_some(client, coast):
    page = client.get("/search/?q=coastl").context["page"]
    assert page.instead == "beginning" and page.hits
    page = client.get("/search/?q=copied+leaves").context["page"]
    assert page.instead == "some" and {hit.title for hit in page.hits} == {"Generalisation", "Against the smooth coast"}


@pytest.mark.both
def test_a_name_is_offered_where_the_words_are_found_but_hardly_meant(client, coast):
    concept("Legends of the sea", "Nothing of a legal kind.")
    concept("Ledger", "A legned is a slip of the pen.")
    page = client.get("/search/?q=legned").context["page"]
    assert [hit.title for hit in page.hits] == ["Ledger"] and page.did_you_mean == "legend"
    assert page.meant_url == "?q=legend"
    assert 'Did you mean <a href="?q=legend"><b>legend</b></a>?' in text_of(client, "/search/?q=legned")


@pytest.mark.both
def test_never_nothing_without_a_way_on(client, coast, eda):
    page = text_of(client, "/search/?q=xqzt")
    assert "Nothing was found" in page and 'href="/concepts/"' in page and "/concepts/new/" not in page
    client.force_login(eda)
    assert '/concepts/new/?title=xqzt"' in text_of(client, "/search/?q=xqzt")


@pytest.mark.both
def test_wanted_names_stand_beside_the_results(client, coast):
    page = text_of(client, "/search/?q=coastline")
    assert '<span class="red">Coastline, legal</span> is wanted by 1 page.' in page


@pytest.mark.both
def test_pages(client):
    entries(*[submission(f"Rope {n:02}", "A rope.") for n in range(25)])
    first = client.get("/search/?q=rope&order=name")
    assert "1–10 of 25" in first.content.decode() and "Next results" in first.content.decode()
    assert titles(client, "rope", order="name", page=3) == ["Rope 20", "Rope 21", "Rope 22", "Rope 23", "Rope 24"]
    assert titles(client, "rope", order="name", page=999) == titles(client, "rope", order="name", page=3)
    seen = [title for page in (1, 2, 3) for title in titles(client, "rope", page=page)]
    assert len(set(seen)) == 25


@pytest.mark.both(each=True)
@pytest.mark.parametrize("who", ["nobody", "eda"])
@together(
    "question",
    [
        "",
        "   ",
        "?!…",
        "x" * 10_000,
        "word " * 2500,
        "AND OR NOT",
        "'; DROP TABLE wiki_entry; --",
        "tag:[x",
        "tag::",
        'tag:".."',
        "-tag:<",
        "tag:" + "x" * 300,
        '"',
        "\0",
        "-only",
        "%",
        "{}",
    ],
)
def test_any_question_has_a_helpful_page(client, coast, question, who, eda):
    if who == "eda":
        client.force_login(eda)
    assert "Finding things" in client.get("/search/", {"q": question}).content.decode()
    nonsense = {"kind": "x", "tag": ["", "\0", "nö"], "page": "-1", "order": "x", "changed": "x", "visibility": "x"}
    assert client.get("/search/", {"q": question, **nonsense}).status_code == 200


@pytest.mark.both
def test_the_page_asks_as_often_for_many_hits_as_for_one(client, django_assert_max_num_queries):
    entries(*[submission(f"Rope {n:02}", f"A rope. Knot{n}", aliases=[f"r{n}"], tags=["t"]) for n in range(30)])
    client.get("/search/?q=rope")
    for question in ("rope", "knot1"):
        with django_assert_max_num_queries(13):  # two of PostgreSQL alone, which is told to use the index
            client.get(f"/search/?q={question}")


def suggested(client, question):
    response = client.get("/search/suggest", {"q": question})
    assert response.status_code == 200 and response["Content-Type"] == "application/x-suggestions+json"
    asked, names, said, urls = json.loads(response.content)
    assert asked == question and len(names) == len(said) == len(urls) <= 10
    return list(zip(names, said, urls, strict=True))


@pytest.mark.both
def test_names_while_one_types(client, coast, settings, eda):
    settings.SITE_URL = "https://wiki.example"
    url = "https://wiki.example/concepts/coastline-paradox/"
    assert suggested(client, "coa")[0] == ("Coastline paradox", "A coastline has no length until it is measured.", url)
    assert suggested(client, "how l")[0] == ("how long is a coast", "another name for Coastline paradox", url)
    assert [name for name, *_ in suggested(client, "para")] == ["Coastline paradox"]
    assert [name for name, *_ in suggested(client, "coast para")] == ["Coastline paradox"]
    assert [name for name, *_ in suggested(client, "generalizatoin")] == [] != suggested(client, "generalization")
    assert suggested(client, "divid") == suggested(client, "") == suggested(client, "  ") == []
    client.force_login(eda)
    assert suggested(client, "divid")


@pytest.mark.both
def test_suggestions_need_not_be_sent_twice(client, coast):
    first = client.get("/search/suggest?q=coa")
    assert client.get("/search/suggest?q=coa", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.both
def test_suggestions_cost_few_questions(client, coast, django_assert_max_num_queries):
    client.get("/search/suggest?q=coa")
    for question in ("coa", "para", "coastlien paradox"):
        with django_assert_max_num_queries(9):
            client.get(f"/search/suggest?q={question}")


@pytest.mark.both
def test_a_renamed_entry_is_found_by_both_names(client):
    entry = concept("Lantern", "A light.")
    revise(entry, title="Beacon")
    assert titles(client, "lantern") == titles(client, "beacon") == ["Beacon"]
    assert [url.rsplit("/", 2)[1] for *_, url in suggested(client, "lant")] == ["beacon"]


@pytest.mark.both
def test_who_searches_too_often_waits(client, coast, settings):
    """One in ten is counted, by chance, and every one that comes when these are spent is refused."""
    settings.RATE_LIMITS = {"search": (20, 3600)}
    answers = [client.get("/search/?q=a").status_code for _ in range(120)]
    first = answers.index(429)
    assert set(answers[first:]) == {429} and set(answers[:first]) == {200}


@pytest.mark.both
def test_hiding_that_is_taken_back_is_no_change(client, coast):
    entry = Entry.objects.get(title="Legend")
    long_ago = timezone.now() - datetime.timedelta(days=100)
    Entry.objects.filter(pk=entry.pk).update(changed_at=long_ago)
    publishing.hide([entry], by=None, reason="x")
    publishing.undo(entry.visibility_changes.first(), by=None)
    assert "Legend" not in titles(client, "measured", changed="week") and "Legend" in titles(client, "measured")


@pytest.mark.both
def test_a_question_of_nothing_but_a_slash_suggests_nothing(client, coast):
    assert suggested(client, "zzz/") == []
