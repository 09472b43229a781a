"""A name that nobody has written yet leads people who write to the form that makes its entry, and readers nowhere."""

import pytest

from tests.factories import concept

pytestmark = pytest.mark.django_db

BODY = """See [[neap tide]], [[essays/on-tides|On *tides*]] and [[slack-water|Slack water]].

## Further reading

- [[Ebb & flow]]
"""
ADDRESSES = [
    "/concepts/new/?title=neap+tide",
    "/essays/new/?title=On+tides",
    "/concepts/new/?title=Slack+water",
    "/concepts/new/?title=Ebb+%26+flow",
]


def test_a_red_link_leads_writers_to_its_form(client_of, eda, ben, nobody):
    concept("Tide", BODY)
    page = client_of(eda).get("/concepts/tide/").content.decode()
    for address in ADDRESSES:
        assert f'class="red" href="{address}"' in page.replace('class="name red"', 'class="red"'), address
    for who in (ben, nobody):
        assert "/new/" not in client_of(who).get("/concepts/tide/").content.decode()


@pytest.mark.both
def test_a_red_link_of_a_preview_and_of_an_old_revision_leads_there_too(client_of, eda):
    concept("Tide", BODY)
    client = client_of(eda)
    posted = {"title": "Tide", "body": BODY, "base": "1", "action": "preview", "part": "preview"}
    assert ADDRESSES[0] in client.post("/concepts/tide/edit/", posted).content.decode()
    assert ADDRESSES[0] in client.get("/concepts/tide/history/1/").content.decode()


@pytest.mark.both
def test_wanted_names_on_the_first_page_lead_there(client_of, eda, ben):
    concept("Tide", "See [[essays/on-tides|On tides]] and [[Neap tide]].")
    page = client_of(eda).get("/").content.decode()
    assert "/essays/new/?title=On%20tides" in page and "/concepts/new/?title=Neap%20tide" in page
    assert "/new/" not in client_of(ben).get("/").content.decode()


def test_writers_find_the_forms_for_something_new_on_every_page(client_of, eda, ben):
    assert client_of(eda).get("/tags/").content.decode().count('href="/concepts/new/"') == 2
    assert "/new/" not in client_of(ben).get("/tags/").content.decode()
