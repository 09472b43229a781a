"""`leakcheck` finds a planted leak on a copy of the data, finds none where there is none, and leaves the data alone."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from tests.cast import person
from tests.factories import PRIVATE, concept, essay
from wiki.models import Entry
from wiki.proof import canary, leaks
from wiki.proof.leaks import check, first_difference
from wiki.readers import indexes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wiki():
    concept("Hull", "The [[Keel]] and the [[rudder]]. [@falconer]", tags=["ship"], aliases=["bottom"])
    concept("Keel", "Under the [[Hull]]. [[Tiller]]", tags=["ship"])
    concept("Bilge", "Below.", visibility=PRIVATE)
    essay("On ships", "A carpenter looked at the keel and the hull.", author="M.")


def run(**options):
    out = StringIO()
    try:
        call_command("leakcheck", stdout=out, stderr=StringIO(), **options)
    except SystemExit as left:
        return left.code, out.getvalue()
    return 0, out.getvalue()


def rows():
    models = [model for model in apps.get_models() if not model._meta.proxy]
    return {model.__name__: sorted(map(repr, model._base_manager.values_list())) for model in models}


@pytest.mark.both
def test_nothing_leaks_and_nothing_is_touched(wiki):
    before, settings = rows(), dict(connection.settings_dict)
    status, said = run(limit=60)
    assert (status, said.splitlines()[-1][:14]) == (0, "Nothing leaks:")
    assert "720 comparisons (a sample: --limit 60)" in said
    assert rows() == before
    assert connection.settings_dict == settings
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'leakcheck%'")
            assert cursor.fetchall() == []


@pytest.mark.both
def test_a_planted_leak_is_found_and_named(wiki, monkeypatch):
    honest = indexes.concept_index

    def leaky(user, letter, page):
        index = honest(user, letter, page)
        index.count += Entry.objects.filter(visibility="private").count()
        return index

    monkeypatch.setattr("wiki.views.entries.readers.concept_index", leaky)
    status, said = run(limit=30)
    assert status == 1
    assert "LEAK after private entries were written: /concepts/ as nobody" in said
    assert "LEAK after they were restored: /concepts/ as somebody without a role" in said
    assert "byte" in said


def test_an_error_page_and_a_blind_crawl_are_no_proof(wiki, monkeypatch):
    monkeypatch.setattr("wiki.views.entries.readers.concept_index", lambda *_: 1 / 0)
    status, said = run(limit=30)
    assert status == 1 and "BROKEN: /concepts/" in said
    monkeypatch.setattr(leaks, "crawl", lambda *_, **more: {})
    with pytest.raises(CommandError, match="proves nothing"):
        run()


def test_canaries_touch_what_is_public(wiki):
    documents = [submission.document for submission in canary.compose()]
    assert {submission.visibility for submission in canary.compose()} == {"private"}
    assert documents[0].title == "rudder"  # a name that public texts link to, and that nothing has
    assert "Tiller" in documents[0].aliases and "bottom" in documents[0].aliases
    assert "carpenter" in documents[0].aliases
    assert "SHIP" in documents[0].tags and "@falconer" in documents[0].body
    assert any(document.kind == "essay" for document in documents)


def test_an_empty_wiki_can_be_checked():
    person("fay")
    assert check(limit=20).leaks == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_is_above_zero(limit):
    with pytest.raises(CommandError):
        run(limit=limit)


def test_a_difference_is_said_in_one_line():
    page = 200, {"A": "1"}, b"the same, then one"
    assert first_difference(page, (404, *page[1:])) == "status 200, then 404"
    assert first_difference(page, (200, {"A": "2"}, page[2])) == "header A: '1', then '2'"
    assert first_difference(page, (200, page[1], b"the same, then two")).startswith("byte 15: b'the same, then one'")
    assert "then b'the same'" in first_difference(page, (200, page[1], b"the same"))


def test_the_order_of_passages_counts_no_private_name(client):
    """Found by a leakcheck of the sample: mentions of private concepts moved public ones behind the links."""
    concept("Keel")
    concept("Noon")
    essay("On ships", "A carpenter and a sailor slept at noon. The [[Keel]] was dry. Then [[Noon|midday]] was rung.")
    before = client.get("/concepts/noon/links/").content
    assert b"slept" in before and b"rung" in before
    for title in ("Carpenter", "Sailor"):
        concept(title, visibility=PRIVATE)
    assert client.get("/concepts/noon/links/").content == before
