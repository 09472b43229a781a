"""What a page says about a refusal: once, in the editor's own words, with one mark at the end."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PRIVATE, concept, revise
from tests.visibility.crawl import essence
from tests.wiki.views.pages import html, text
from wiki.actions import deleting, protecting
from wiki.models import Draft
from wiki.templatetags.entries import ended

pytestmark = pytest.mark.django_db
WRITTEN = {"title": "Hull", "body": "Of iron.", "aliases": "keel", "summary": "newer", "base": "1"}


def block(person, reason="Cool down, please."):
    type(person).objects.filter(pk=person.pk).update(blocked_at=timezone.now(), block_reason=reason)
    return type(person).objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Cool down, please.", "Cool down, please."),
        ("at the printer", "at the printer."),
        ("Really?", "Really?"),
        ("he said “no.”", "he said “no.”"),
        ("he said “no”", "he said “no”."),
        ("and so on…  ", "and so on…"),
        ("静かに。", "静かに。"),
        ("", ""),
    ],
)
def test_a_reason_ends_once(reason, said):
    assert ended(reason) == said


@pytest.mark.both
def test_who_is_blocked_gets_the_text_in_the_words_of_the_editor(client_of, eda):
    concept("Hull", "Of oak.")
    response = client_of(block(eda)).post("/concepts/hull/edit/", WRITTEN)
    words = text(response)
    assert response.status_code == 403
    assert "Cool down, please. An admin can lift the block." in words
    for label in ("Text", "Also known as", "What changed, and why"):
        assert f">{label}</label>" in html(response)
    assert "Try again" not in words and "Of iron." in words
    assert 'class="source"' in html(response)


def test_a_reason_to_protect_is_a_sentence(client_of, eda, ada):
    protecting.protect(concept("Hull", "Of oak."), by=ada, reason="at the printer")
    assert "at the printer. What you wrote is below" in text(client_of(eda).post("/concepts/hull/edit/", WRITTEN))


def test_who_is_blocked_reads_what_was_not_saved(client_of, eda):
    Draft.objects.create(author=eda, kind="concept", token="a" * 32, fields={"title": "Keel", "body": "Of elm. " * 40})
    assert "Go on" in text(client_of(eda).get("/drafts/"))
    response = client_of(block(eda)).get("/drafts/")
    assert response.status_code == 200
    assert ("Of elm. " * 40).strip() in html(response)
    assert "Go on" not in text(response) and "Discard" not in text(response)
    assert "An admin can lift the block." in text(response)


def test_what_was_deleted_from_here_is_told_to_who_may_look(client_of, eda, ben):
    never = {who: essence(who.get("/concepts/ke/")) for who in (client_of(ben), Client())}
    deleting.delete(concept("Ke", "A quarter of an hour."), by=eda, reason="doubled")
    words = text(client_of(eda).get("/concepts/ke/"))
    assert "“Ke” was deleted on" in words and "by eda: doubled. Look into the recycle bin" in words
    assert "was deleted on" in text(client_of(block(eda)).get("/concepts/ke/"))
    for who, nothing in never.items():
        response = who.get("/concepts/ke/")
        assert response.status_code == 404
        assert b"deleted on" not in response.content and b"recycle" not in response.content
        assert essence(response) == nothing
    assert "was deleted" not in text(client_of(eda).get("/concepts/never/"))


def test_who_signs_in_is_led_back(client_of):
    response = Client().get("/concepts/new/?title=A%20b%26c")
    assert response.status_code == 403
    assert 'href="/accounts/login/?next=/concepts/new/%3Ftitle%3DA%2520b%2526c"' in html(response)


@pytest.mark.both
def test_hidden_comments_are_told_before_publication(client_of, ada):
    body = "Of oak. %%ask the yard%% And `%% shown %%`.\n\n%%\nnot yet\nsure\n%%\n"
    concept("Hull", body, visibility=PRIVATE)
    words = text(client_of(ada).get("/concepts/hull/visibility/"))
    assert "2 hidden comments become readable in the Markdown" in words
    assert "ask the yard" in words and "not yet sure" in words


def test_words_that_stand_in_later_revisions_are_told(client_of, ada):
    entry = concept("Weir", "It is low.")
    for body in ("It is low. Wicked words.", "It is low. Wicked words. And more.", "It is low."):
        revise(entry, body=body)
    client = client_of(ada)
    response = client.get("/concepts/weir/history/2/suppress/")
    assert "The same words also stand in revision 3." in text(response)
    assert "/concepts/weir/history/3/suppress/" in html(response)
    assert "The same words" not in text(client.get("/concepts/weir/history/3/suppress/"))
