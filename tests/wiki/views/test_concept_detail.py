"""The page of a concept."""

import pytest

from tests.factories import PRIVATE, concept, entries, essay, submission
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, links, not_raw, text
from wiki.models import Entry

pytestmark = pytest.mark.django_db

BODY = """A **weir** holds back a [[river]].[^1] See [[mill|the mills]] and [[salmon ladder]].

## Uses

It lifts water to a [[mill]].

[^1]: Smeaton, John. *Reports*. 1812.
"""


@pytest.fixture
def weir():
    entries(
        submission("River", "Water that runs."),
        submission("Mill", "A weir feeds it: see [[weir]]."),
        submission("On weirs", "Every weir is a quarrel about [[river|rivers]].", kind="essay", author="M. Sorley"),
    )
    return concept("Weir", BODY, aliases=["low dam", "barrage"], tags=["water", "Works"], related=["Mill", "Nowhere"])


def test_the_page_shows_the_concept(weir, get):
    response = get("/concepts/weir/")
    assert response.status_code == 200
    words = text(response)
    for part in (
        "Also known as low dam, barrage",
        "A weir holds back a river.",
        "Uses",
        "Essays that discuss it",
        "Every weir is a quarrel about rivers.",
        "M. Sorley",
        "What links here",
        "A weir feeds it: see weir.",
        "References",
        "Smeaton, John. Reports. 1812.",
        "water",
        "Works",
        "Revision 1",
    ):
        assert part in words, part
    assert "<title>Weir – Commonplace</title>" in html(response)
    assert '<meta name="description" content="A weir holds back a river.' in html(response)


def test_links_lead_to_the_entries_that_exist(weir, get):
    found = addresses(get("/concepts/weir/"))
    for address in (
        "/concepts/river/",
        "/concepts/mill/",
        "/essays/on-weirs/",
        "/tags/water/",
        "/concepts/weir.md",
        "/concepts/weir/links/",
        "#uses",
    ):
        assert address in found, address
    assert not [address for address in found if address and ("salmon" in address or "wikilink" in address)]


def test_a_name_not_written_yet_is_no_link_and_says_so(weir, get):
    assert '<span class="red">salmon ladder<span class="vh"> (not written yet)</span></span>' in html(
        get("/concepts/weir/")
    )


def test_related_names_that_lead_nowhere_are_left_out(weir, get):
    assert "Nowhere" not in text(get("/concepts/weir/"))


def test_names_stand_in_the_page_escaped(get):
    body = f"Text about [[{QUOTED}|a label & \"more\"]] and [[Missing & 'gone']]."
    concept(QUOTED, body, aliases=["\"also\" & 'so'"], tags=['R&D "x"'])
    response = get("/concepts/tom-jerrys-law-1/")
    assert response.status_code == 200
    assert not_raw(response)
    source = html(response)
    assert "&quot;also&quot; &amp; &#x27;so&#x27;" in source
    assert "R&amp;D &quot;x&quot;" in source
    assert "Missing &amp; 'gone'" in source or "Missing &amp; &#x27;gone&#x27;" in source


@pytest.mark.both(each=True)
@pytest.mark.parametrize("code", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "[x](javascript:a)"])
def test_no_script_of_a_text_survives(get, code):
    concept("Trap", f"Before {code} after.\n\n## {code}\n\nA note.[^1]\n\n[^1]: {code}")
    source = html(get("/concepts/trap/")).split("<main", 1)[1]
    assert "<script" not in source
    assert "onerror=" not in source
    assert "javascript:" not in source.replace("[x](javascript:a)", "")


def test_another_name_leads_to_the_page_for_good(weir, get):
    for name in ("low-dam", "barrage", "Weir", "Low%20dam"):
        response = get(f"/concepts/{name}/")
        assert (response.status_code, response["Location"]) == (301, "/concepts/weir/"), name


def test_the_other_kind_of_address_leads_to_the_page(weir, get):
    assert get("/essays/weir/")["Location"] == "/concepts/weir/"
    assert get("/concepts/on-weirs/")["Location"] == "/essays/on-weirs/"


@pytest.mark.both
def test_a_name_that_several_claim_asks_which(get):
    entries(
        submission("Collar (printing)", "A ring.", aliases=["ring"]),
        submission("Collar (dress)", "A band.", aliases=["ring"]),
    )
    response = get("/concepts/ring/")
    assert response.status_code == 200
    assert "Which one?" in text(response)
    assert addresses(response) == ["/concepts/collar-dress/", "/concepts/collar-printing/"]


def test_pages_of_one_name_point_at_each_other(get):
    entries(submission("Collar (printing)", "A ring."), submission("Collar (dress)", "A band."))
    assert "Two pages claim this name. See also Collar (dress)." in text(get("/concepts/collar-printing/"))


@pytest.mark.both
def test_a_text_that_could_not_be_set_says_so_to_editors_alone(weir, get, eda):
    Entry.objects.filter(pk=weir.pk).update(refused="nested too deep")
    assert "nested too deep" in text(get("/concepts/weir/", eda))
    assert "nested too deep" not in text(get("/concepts/weir/"))


@pytest.mark.both
def test_only_editors_see_badges_hints_and_unknown_fields(get, eda):
    concept("Bare", "Text.", extra="mood: blue\n")
    concept("Shut", "Text.", visibility=PRIVATE)
    readers, editors = text(get("/concepts/bare/")), text(get("/concepts/bare/", eda))
    for words in ("Public", "mood: blue", "Nothing links here yet", "No subject yet"):
        assert words in editors, words
        assert words not in readers, words
    assert "Private" in text(get("/concepts/shut/", eda))


def test_editors_see_private_links_as_such(get, eda):
    entries(submission("Shut", "Text.", visibility=PRIVATE), submission("Open", "See [[Shut]]."))
    private = [link for link in links(get("/concepts/open/", eda)) if "private" in link.get("class", "")]
    assert [link["href"] for link in private] == ["/concepts/shut/"]
    assert "/concepts/shut/" not in addresses(get("/concepts/open/"))


def test_the_document_is_the_text_with_its_front_matter(weir, get, eda):
    response = get("/concepts/weir.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    document = html(response)
    assert document.startswith("---\ntitle: Weir\ntype: concept\naliases: [low dam, barrage]\ntags: [water, Works]\n")
    assert document.endswith(BODY)
    assert "visibility" not in document
    assert "Nowhere" in document
    assert html(get("/concepts/weir.md", eda)) == document
    assert get("/concepts/low-dam.md").status_code == 404


def test_head_answers_without_a_body_and_post_is_refused(weir, client):
    for path in ("/concepts/weir/", "/concepts/weir.md"):
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Type"] == client.get(path)["Content-Type"]
        for method in (client.post, client.put, client.delete):
            assert method(path).status_code == 405


@together("query", ["?", "?x=1&x=2", "?page=zero", "?%00=%00", "?=&&", "?after=%FF%FE", "?q=" + "a" * 2000])
def test_a_query_that_means_nothing_changes_nothing(weir, get, query):
    assert get(f"/concepts/weir/{query}").content == get("/concepts/weir/").content


def test_many_links_cost_no_more_questions(queries):
    names = [f"Place {n}" for n in range(60)]
    entries(*[submission(name, "A place.") for name in names])
    counts = []
    for title, linked in (("Few", names[:3]), ("Many", names)):
        body = "\n\n".join(f"It lies near [[{name}]]." for name in linked)
        concept(title, body, related=linked)
        counts.append(queries(f"/concepts/{title.lower()}/"))
    assert counts[0] == counts[1] <= 12


def test_many_inbound_links_cost_no_more_questions(queries):
    entries(submission("Few", "Text."), submission("Many", "Text."))
    entries(
        *[
            submission(f"Source {n}", "It leads to [[Many]]." + (" And to [[Few]]." if n < 3 else ""))
            for n in range(200)
        ]
    )
    essay("On both", "See [[Few]] and [[Many]].")
    assert queries("/concepts/few/") == queries("/concepts/many/") <= 12


def test_a_closing_list_of_links_stands_below_the_text_and_only_there(client):
    essay("On weirs", "Against weirs. They stop fish.")
    concept("Weir", "A dam.\n\n## Further Reading\n\n- [[essays/on-weirs|On weirs]]\n- [[writing/gone|Gone]]\n")
    page = client.get("/concepts/weir/").content.decode()
    assert page.lower().count(">further reading</h2>") == 1
    assert (page.count(">On weirs</a>"), page.count("Against weirs.")) == (1, 1)


def test_a_closing_list_with_words_of_its_own_stays_in_the_text(client):
    essay("On weirs", "Against weirs.")
    concept("Weir", "A dam.\n\n## Further reading\n\n- [[On weirs]]: the best of them.\n")
    page = client.get("/concepts/weir/").content.decode()
    assert page.lower().count(">further reading</h2>") == 1
    assert "the best of them" in page
