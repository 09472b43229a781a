"""What machines are told: robots, programs that read for somebody."""

import re
from xml.etree import ElementTree

import pytest

from tests.factories import PRIVATE, concept, essay
from wiki.models import Site

pytestmark = pytest.mark.django_db

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"
HOSTILE = 'Tom & Jerry\'s *law* (1) `x` "so" _ \\'


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://wiki.example"


def rules(response):
    """Return what is disallowed and where sitemaps are, after a strict look at the form of RFC 9309."""
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert all(re.fullmatch(r"(Disallow: /[^\s?]*|Sitemap: \S+|User-agent: \*|)", line) for line in lines)
    found = [line.split(": ") for line in lines if line]
    return [value for name, value in found if name == "Disallow"], [v for name, v in found if name == "Sitemap"]


def refused(paths, path):
    """True when a crawler leaves this path alone."""
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in paths)


def test_robots(get):
    paths, sitemaps = rules(get("/robots.txt"))
    assert sitemaps == ["https://wiki.example/sitemap.xml"]
    for path in (
        "/search/?q=x", "/search/suggest?q=x", "/accounts/login/", "/admin/", "/audit/", "/audit.csv", "/people/eda/",
        "/concepts/weir/edit/", "/essays/weir/history/", "/concepts/weir/history/1.md", "/concepts/weir/diff/?from=1",
        "/concepts/new/?title=x", "/concepts/weir/card/", "/essays/weir/restore/1/", "/concepts/weir/delete/",
        "/complete/names/?q=x", "/drafts/", "/bin/", "/random/", "/concepts/weir/mentions/",
    ):  # fmt: skip
        assert refused(paths, path), path
    for path in (
        "/", "/concepts/", "/concepts/weir/", "/concepts/weir.md", "/essays/edit/", "/concepts/history/", "/tags/",
        "/tags/admin/edit/", "/citations/search/", "/about/", "/sitemap.xml", "/sitemap-1.xml", "/concepts/weir/links/",
        "/concepts/newness/", "/llms.txt", "/static/css/base.css",
    ):  # fmt: skip
        assert not refused(paths, path), path


def test_a_browser_is_told_how_to_search(get):
    Site.objects.create(name="Tom & Jerry's <law> of everything", tagline="a\x0bb & \ud7ff\ufffe <c>")
    response = get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == SPACE + "OpenSearchDescription"
    parts = {part.tag.removeprefix(SPACE): part for part in tree}
    assert parts["ShortName"].text == "Tom & Jerry's <l"
    assert parts["Description"].text == "a b & \ud7ff <c>"
    assert parts["Image"].text == "https://wiki.example/static/icons/favicon.svg"
    found = {url.get("type"): url.get("template") for url in tree.iter(SPACE + "Url")}
    assert found == {
        "text/html": "https://wiki.example/search/?q={searchTerms}",
        "application/x-suggestions+json": "https://wiki.example/search/suggest?q={searchTerms}",
        "application/opensearchdescription+xml": "https://wiki.example/opensearch.xml",
    }


@pytest.mark.both
def test_every_page_names_the_description(get):
    Site.objects.create(name='Tom "&" <Jerry>')
    link = re.search(r'<link rel="search"[^>]*>', get("/").content.decode())[0]
    assert 'href="/opensearch.xml"' in link and 'type="application/opensearchdescription+xml"' in link
    assert 'title="Tom &quot;&amp;&quot; &lt;Jerry&gt;"' in link


def sections(response):
    """Return (name, line, about, {head: lines}) of an llms.txt, after a strict look at its form."""
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    text = response.content.decode()
    assert len(text) < 30_000
    intro, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    name, line, about = intro.strip().split("\n\n", 2)
    assert name.startswith("# ") and line.startswith("> ") and "\n" not in name + line
    found = {}
    for part in rest:
        head, lines = part.strip().split("\n\n")
        found[head] = lines.split("\n")
        for row in found[head]:
            assert re.fullmatch(r"- \[(?:[^\[\]\\]|\\.)+\]\(https://wiki\.example/[^\s()]*\)(?:: .+)?", row), row
    return name[2:], line[2:], about, found


def test_a_program_is_told_where_to_begin(get):
    concept("Weir", "A dam across a river.", tags=["water"])
    concept("Mill", "It stands at the [[weir]].", tags=["water"])
    essay("On weirs", "Against the [[Weir|weirs]].", author="M. Sorley", published="1911")
    name, line, about, found = sections(get("/llms.txt"))
    assert (name, line) == ("Commonplace", "What we mean by our words")
    assert "`.md`" in about
    assert found["Concepts to begin with"] == ["- [Weir](https://wiki.example/concepts/weir.md): A dam across a river."]
    assert found["Newest essays"] == [
        "- [On weirs](https://wiki.example/essays/on-weirs.md): M. Sorley, 1911. Against the weirs."
    ]
    assert found["Subjects"] == ["- [water](https://wiki.example/tags/water/): 2 entries"]
    pages = "\n".join(found["All pages"])
    for name, path in (("Sitemap", "sitemap.xml"), ("Search", "search/?q=words"), ("Changes", "feeds/changes.atom")):
        assert f"- [{name}](https://wiki.example/{path})" in pages


@pytest.mark.both
def test_without_a_link_it_begins_with_the_first_concepts_and_without_any_with_none(get):
    assert list(sections(get("/llms.txt"))[3]) == ["All pages"]
    concept("Weir", "A dam.")
    assert len(sections(get("/llms.txt"))[3]["Concepts to begin with"]) == 1


def test_names_mean_nothing_in_its_markdown(get):
    Site.objects.create(name=HOSTILE, tagline="two\nlines # [x](y)")
    concept(HOSTILE, "A **dam** [x](https://evil.example) <b>so</b> `code`.\n", tags=[HOSTILE])
    name, _, _, found = sections(get("/llms.txt"))
    assert re.sub(r"\\(.)", r"\1", name) == HOSTILE
    assert re.sub(r"\\(.)", r"\1", found["Concepts to begin with"][0]).startswith(f"- [{HOSTILE}](https://")
    assert "](https://evil" not in get("/llms.txt").content.decode()


def test_it_stays_short(get):
    for number in range(40):
        concept(f"Weir {number}", "dam " * 300, tags=[f"t{number}"])
    found = sections(get("/llms.txt"))[3]
    assert [len(rows) for rows in found.values()] == [30, 30, 8]
    assert max(map(len, found["Concepts to begin with"])) < 400


def test_private_entries_change_nothing_whoever_asks(get, ada):
    concept("Weir", "A dam.", tags=["water"])
    before = [get(path).content for path in ("/robots.txt", "/llms.txt")]
    concept("Canary", "Sings at the [[Weir]].", tags=["water", "bird"], visibility=PRIVATE)
    essay("Bird", "The [[Weir]].", visibility=PRIVATE)
    assert [get(path).content for path in ("/robots.txt", "/llms.txt")] == before
    assert [get(path, ada).content for path in ("/robots.txt", "/llms.txt")] == before


@pytest.mark.parametrize("path", ["/robots.txt", "/llms.txt", "/sitemap.xml", "/opensearch.xml"])
def test_what_did_not_change_is_not_sent_again(client, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert client.post(path).status_code == 405


def test_many_entries_cost_no_more_questions(queries):
    concept("Weir", "A dam. [[Mill]]", tags=["water"])
    concept("Mill", "A [[weir]].")
    essay("On weirs", "Against [[Weir]].", tags=["water"])
    few = queries("/llms.txt")
    for number in range(5):
        concept(f"Weir {number}", "A dam. [[Weir]]", tags=[f"water {number}"])
    assert queries("/llms.txt") == few <= 8
