"""Sources among what a search finds."""

import pytest

from tests.factories import PRIVATE, concept

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_sources_are_found_by_their_text(client):
    concept("Shoal", "Shallow.[^1]\n\n[^1]: Okonjo, Ruth. *The Honest Omission*. 2019.")
    page = client.get("/search/?q=honest+omission").context["page"]
    assert len(page.sources) == len(page.hits) == page.kinds[-1].count == 1
    page = client.get("/search/?q=honest+omission+kind:source").context["page"]
    assert len(page.sources) == 1 and page.hits == []
    page = client.get("/search/?q=honest+omission&kind=citation").context["page"]
    assert [(source.text[:6], source.cited_by) for source in page.sources] == [("Okonjo", 1)]
    assert client.get("/search/?q=omission+-honest&kind=citation").context["page"].sources == []


@pytest.mark.both
def test_of_a_source_all_are_counted_who_cite_it_and_are_seen(client):
    note = "[^1]\n\n[^1]: Okonjo, Ruth. The Honest Omission. 2019."
    concept("Shoal", f"Shallow.{note}", tags=["sea"])
    concept("Bank", f"Of sand.{note}")
    concept("Bar", f"Hidden.{note}", visibility=PRIVATE)
    for typed in ("okonjo", "okonjo tag:sea", "okonjo -sand"):
        (source,) = client.get("/search/", {"q": typed}).context["page"].sources
        assert source.cited_by == 2, typed
