"""Odd names, addresses and texts never end in a 500, and tell nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import PRIVATE, concept, entries, essay, submission

pytestmark = pytest.mark.django_db

NUL = [
    "/concepts/%00/",
    "/concepts/a%00.md",
    "/essays/%00/",
    "/tags/%00/",
    "/citations/%00/",
    "/%00",
    "/concepts/%00/links/",
]


@pytest.mark.both(each=True)
@pytest.mark.parametrize("path", NUL)
def test_a_nul_in_an_address_is_a_page_that_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.both(each=True)
@pytest.mark.parametrize(
    "path", ["/concepts/?after=%00", "/concepts/?letter=%00", "/citations/?after=%00", "/tags/t/?after=%00b"]
)
def test_a_nul_in_a_query_is_left_out(client, path):
    concept("Bowline", tags=["t"])
    assert client.get(path).status_code == 200


def test_a_claimed_name_without_an_address_leaves_the_page_alone(client):
    entries(submission("Endless", aliases=["∞", "AI"]), submission("Eternal", aliases=["∞", "AI"]))
    concept("Page", "The [[∞]] and [[AI/]].")
    page = client.get("/concepts/page/")
    assert page.status_code == 200
    assert 'href="/concepts/ai/"' in page.content.decode()
    assert client.get("/concepts/ai/").status_code == 200


def test_keys_of_sources_may_hold_any_sign(client):
    concept("Page", "See [@smith/jones] and [@a&b].[^1]\n\n[^1]: Smith, *A*, 1900.")
    assert client.get("/citations/").status_code == client.get("/concepts/page/").status_code == 200
    assert client.get("/citations/smith/jones/").status_code == 200


def test_titles_with_a_slash_are_names_of_their_own(client):
    entries(submission("TCP/IP"), submission("Client/IP"))
    page = client.get("/concepts/tcp-ip/").content.decode()
    assert "claim this name" not in page


@pytest.mark.both
def test_an_entry_is_embedded_once_and_few_in_all(client):
    entries(*[submission(f"Part {n}", f"words of {n}") for n in range(8)])
    concept("Whole", "\n\n".join(f"![[Part {n % 8}]]" for n in range(80)))
    page = client.get("/concepts/whole/").content.decode()
    assert [page.count(f"<p>words of {n}</p>") for n in range(8)] == [1, 1, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)"])
def test_only_web_addresses_become_links(client, url):
    essay("On knots", "Text.", source_url=url)
    page = client.get("/essays/on-knots/").content.decode()
    assert f'href="{url}"' not in page
    assert url in page


def test_hidden_and_absent_names_cost_the_same_questions(client):
    concept("Secret plan", visibility=PRIVATE, aliases=["hush", "quiet"])
    counts = set()
    for name in ("secret-plan", "hush", "never-was"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/concepts/{name}/").status_code == 404
        counts.add(len(queries))
    assert len(counts) == 1
