"""Edit one section of a text."""

import pytest

from tests.factories import concept, essay
from tests.wiki.views.forms import fields_of
from wiki.models import Concept, Draft

pytestmark = pytest.mark.django_db

TEXT = "Opening.\n\n## Ebb\n\nIt falls.\n\n### Slack\n\nIt stands.\n\n## Flood\n\nIt rises.\n"
EBB = "## Ebb\n\nIt falls.\n\n### Slack\n\nIt stands."
ADDRESS = "/concepts/tide/edit/"


@pytest.fixture
def client(client_of, eda):
    concept("Tide", TEXT, tags=["sea"])
    return client_of(eda)


def opened(client, section="ebb"):
    return fields_of(client.get(f"{ADDRESS}?section={section}"))


def save(client, fields, **changes):
    return client.post(ADDRESS, {**fields, **changes, "action": "save"})


def body():
    return Concept.objects.get(slug="tide").body


def test_the_form_holds_the_section_alone_and_a_save_puts_it_back(client):
    fields = opened(client)
    assert (fields["body"], fields["section"], fields["tags"]) == (EBB, "ebb", "sea")
    response = save(client, fields, body="## Ebb\r\n\r\nIt falls fast.\r\n")
    assert (response.status_code, response["Location"]) == (303, "/concepts/tide/#ebb")
    assert body() == TEXT.replace(EBB, "## Ebb\n\nIt falls fast.")


def test_an_unchanged_section_makes_no_revision(client):
    save(client, opened(client), body=EBB.replace("\n", "\r\n"))
    assert Concept.objects.get().number == 1


def test_a_section_that_does_not_exist_shows_the_whole_text(client):
    for section in ("never", "", "%00", "x" * 5000):
        fields = opened(client, section)
        assert fields["body"] == TEXT and "section" not in fields


def test_a_section_is_brought_together_with_what_others_saved(client, client_of, ada):
    fields = opened(client)
    whole = {"title": "Tide", "body": TEXT.replace("rises", "climbs"), "base": "1"}
    assert client_of(ada).post(ADDRESS, whole).status_code == 303
    assert save(client, fields, body=EBB.replace("falls", "sinks")).status_code == 303
    assert body() == TEXT.replace("rises", "climbs").replace("falls", "sinks")


def test_a_clash_in_a_section_is_answered_for_the_whole_text(client, client_of, ada):
    fields = opened(client)
    client_of(ada).post(ADDRESS, {"title": "Tide", "body": TEXT.replace("falls", "drops"), "base": "1"})
    response = save(client, fields, body=EBB.replace("falls", "sinks"))
    assert response.status_code == 409
    conflict = fields_of(response)
    assert conflict["body"] == TEXT.replace("falls", "sinks") and "section" not in conflict
    for action in ("edit", "preview"):
        again = fields_of(client.post(ADDRESS, {**conflict, "sentence-0": "mine", "action": action}))
        assert again["body"] == TEXT.replace("falls", "sinks") and "section" not in again
    assert client.post(ADDRESS, {**conflict, "sentence-0": "both", "action": "save"}).status_code == 303
    assert "It sinks. It drops." in body().replace("\n", " ")


def test_a_preview_shows_the_section_alone_and_keeps_it(client):
    fields = opened(client)
    response = client.post(ADDRESS, {**fields, "body": "## Ebb\n\nIt *sinks*.", "action": "preview"})
    assert "It <em>sinks</em>." in response.content.decode() and "Opening." not in response.content.decode()
    assert fields_of(response)["section"] == "ebb"


@pytest.mark.both
def test_a_draft_of_a_section_comes_back_as_one(client):
    client.post(ADDRESS, {**opened(client), "body": "## Ebb\n\nHalf", "action": "draft"})
    fields = fields_of(client.get(ADDRESS))
    assert (fields["body"], fields["section"]) == ("## Ebb\n\nHalf", "ebb")
    save(client, fields)
    assert body() == TEXT.replace(EBB, "## Ebb\n\nHalf") and not Draft.objects.filter(closed=False).exists()


def test_a_section_that_is_not_in_the_revision_is_refused_with_the_text(client):
    response = save(client, {**opened(client), "section": "never"}, body="Mine.")
    assert response.status_code == 422
    assert "The section that was edited is not in the revision" in response.content.decode()
    assert fields_of(response)["body"] == "Mine." and body() == TEXT


def test_a_mistake_in_another_field_keeps_the_section(client):
    response = save(client, opened(client), title="", body="## Ebb\n\nMine.")
    assert response.status_code == 422
    assert (fields_of(response)["section"], fields_of(response)["body"]) == ("ebb", "## Ebb\n\nMine.")


def test_headings_lead_editors_and_nobody_else_to_their_section(client, client_of, ben, nobody):
    essay("On tides", "## One\n\n> ## Two\n\n##### Five\n\n[^1]\n\n[^1]: a\n")
    page = client.get("/concepts/tide/").content.decode()
    for section in ("ebb", "slack", "flood"):
        assert f'href="/concepts/tide/edit/?section={section}"' in page
    assert 'href="/essays/on-tides/edit/?section=one"' in client.get("/essays/on-tides/").content.decode()
    for who in (ben, nobody):
        assert "section=" not in client_of(who).get("/concepts/tide/").content.decode()
