"""The clock is set back, or was ahead for a while: revisions keep their order, and every page is shown."""

import re

import pytest
from django.test import Client

from tests.factories import concept, revise
from tests.wiki.atom import read
from tests.wiki.conftest import clock
from tests.wiki.views.forms import fields_of
from tests.wiki.views.pages import html
from wiki.actions import deleting, publishing
from wiki.integrity.check import check
from wiki.models import Concept, Edit, Entry

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
LATER = {"an hour back": -1, "a year back": -24 * 365, "an hour on": 1, "a week on": 24 * 7}


def save(client, body):
    fields = fields_of(client.get("/concepts/weir/edit/"))
    return client.post("/concepts/weir/edit/", fields | {"body": body})


@pytest.fixture(params=LATER.values(), ids=LATER)
def wiki(request, clock, client_of, ada):
    """An admin's window; three revisions, the second after a jump of the clock and the third after it jumped back."""
    client = client_of(ada)
    concept("Weir", "One.", by=ada)
    clock(request.param)
    assert save(client, "Two.").status_code == 303
    clock(0.1)
    assert save(client, "Three.").status_code == 303
    return client


def test_revisions_stand_by_their_numbers(wiki):
    entry = Concept.objects.get()
    assert entry.number == 3 and entry.body.strip() == "Three."
    assert list(Edit.objects.order_by("pk").values_list("number", "base")) == [(1, 0), (2, 1), (3, 2)]
    shown = re.findall(r'href="/concepts/weir/history/(\d+)/"', html(wiki.get("/concepts/weir/history/")))
    assert list(dict.fromkeys(shown)) == ["3", "2", "1"]
    told = [item.id.split("/")[3] for item in read(Client().get("/concepts/weir/feed.atom")).items]
    assert sorted(told) == ["1", "2", "3"]  # by the time that each was written at
    assert "Three." in html(Client().get("/concepts/weir/"))


def test_every_list_by_time_is_shown_and_whole(wiki):
    for client in (Client(), wiki):
        for path in ("/", "/changes/", "/changes/?days=7", "/feeds/changes.atom", "/people/ada/", "/sitemap.xml"):
            assert client.get(path).status_code == 200, path
    assert html(wiki.get("/changes/")).count("/concepts/weir/") >= 3
    assert len(read(Client().get("/feeds/changes.atom")).items) == 3
    for path in ("diff/?from=1&to=3", "diff/?from=2&to=3", "history/2/", "history/3/undo/", "restore/1/"):
        assert wiki.get(f"/concepts/weir/{path}").status_code == 200, path
    for path in ("/audit/", "/moderation/", "/notices/", "/health/", "/search/?q=weir&changed=week", "/readyz"):
        assert wiki.get(path).status_code == 200, path


def test_whatever_acts_goes_on(wiki, clock, ada):
    seen = fields_of(wiki.get("/changes/"), "until")
    clock(-5)
    assert wiki.post("/changes/seen/", seen).status_code == 303
    entry = Concept.objects.get()
    publishing.hide([entry], by=ada)
    clock(-6)
    publishing.publish([Entry.objects.get()], by=ada)
    clock(-7)
    deleting.delete(Entry.objects.get(), by=ada)
    clock(-8)
    deleting.restore(Entry.objects.get(), by=ada)
    revise(Concept.objects.get(), by=ada, body="Four.")
    draft = {"title": "Weir", "body": "Five.", "base": "4", "action": "draft"}
    assert wiki.post("/concepts/weir/edit/", draft).status_code == 303
    for path in ("/concepts/weir/visibility/", "/bin/", "/drafts/", "/changes/", "/concepts/weir/history/", "/audit/"):
        assert wiki.get(path).status_code == 200, path
    assert Concept.objects.get().number == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_disagrees_afterwards(wiki):
    assert not [finding for finding in check() if not finding.is_warning]
