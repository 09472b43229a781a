"""The audit log speaks as people do, and tells apart what is not the same."""

import pytest

from accounts.log import record
from accounts.models import Event
from tests.factories import PRIVATE, concept, revise
from tests.wiki.views.pages import text
from wiki.actions import publishing, suppressing
from wiki.models import Edit
from wiki.readers.audit_words import said

pytestmark = pytest.mark.django_db
Kind = Event.Kind


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"how": "form", "waits": True, "role": "reader"}, "by the form; role: reader; waits for approval"),
        ({"how": "invitation", "invited_by": "ada"}, "by an invitation; invited by: ada"),
        ({"what": "second step"}, "at the second step"),
        ({"change": "added", "what": "totp"}, "added; codes of an app"),
        ({"change": "removed", "what": "webauthn"}, "removed; a passkey"),
        (
            {"signup": ["invite", "open"]},
            "who may make an account: “by invitation of an admin”, now “anybody, at once”",
        ),
        ({"site_name": ["Old", "New"]}, "name of the wiki: “Old”, now “New”"),
        ({"until": "2027-03-31T21:30:00+00:00"}, "to: 31 March 2027, 21:30"),
        ({"what": ["T", "x"], "x": {"how": "form"}}, "about: “T”, now “x”; x: {'how': 'form'}"),
        ({"t": "2027-99-99T", "n": None}, "n: None; t: 2027-99-99T"),
    ],
)
def test_details_are_words(details, words, settings):
    settings.TIME_ZONE = "UTC"
    assert said(details) == words


@pytest.fixture
def whats(get, ada):
    return lambda query="": [row.what for row in get(f"/audit/?{query}", ada).context["page"].rows]


@pytest.mark.both
def test_the_horizon_that_moves_is_no_publication(whats, ada):
    entry = concept("Bowline", visibility=PRIVATE)
    revise(entry, body="Two.")
    publishing.publish([entry], by=ada, reason="ripe")
    row = publishing.move_horizon(entry, 1, by=ada, reason="nothing to hide")
    publishing.undo(row, by=ada, reason="there is")
    publishing.hide([entry], by=ada, reason="wait")
    revise(entry, body="Three.")
    publishing.publish([entry], by=ada, reason="ripe again")
    moves = ["History begins at revision 2", "History opened from revision 1"]
    assert whats() == ["Made public", "Made private", *moves, "Made public"]
    assert whats("kind=history") == moves
    assert whats("kind=visibility") == ["Made public", "Made private", "Made public"]
    assert whats("kind=roles") == []


@pytest.mark.both
def test_a_suppression_says_what_and_which_way(whats, get, ada):
    entry = concept("Weir", "It is low.", summary="first")
    revise(entry, body="Cleaned.")
    edit = Edit.objects.get(entry=entry, number=1)
    suppressing.suppress(edit, by=ada, text=True, author=True, reason="harm")
    suppressing.suppress(edit, by=ada, text=False, summary=True, reason="harm")
    suppressing.suppress(edit, by=ada, summary=False, author=False)
    assert whats("kind=suppressions") == [
        "Shown again: summary, author",
        "Suppressed: summary; shown again: text",
        "Suppressed: text, author",
    ]
    words = text(get("/audit/", ada))
    assert "revision 1" in words and "taken" not in words and "yes" not in words


@pytest.mark.both
def test_who_is_signed_out_is_not_the_system(get, ada):
    record(Kind.REFUSED, address="198.51.100.7", what="invitation")
    assert "Refused somebody signed out 198.51.100.7" in text(get("/audit/", ada))
    Event.objects.all().delete()
    record(Kind.ROLE, person=ada, role="admin")
    assert "Role changed the system ada" in text(get("/audit/", ada))


def test_a_link_that_was_made_is_no_password_changed(whats, ada, eda):
    record(Kind.PASSWORD, by=ada, person=eda, how="link made")
    record(Kind.SECOND_FACTOR, by=ada, person=eda, change="switched off")
    record(Kind.SETTINGS, by=ada, subject="signup", signup=["invite", "closed"])
    assert whats("kind=accounts") == ["Second step changed", "Link for a new password made"]


def test_settings_are_named_as_on_their_page(get, ada):
    record(Kind.SETTINGS, by=ada, subject="licence_url, signup", signup=["invite", "closed"])
    assert "address of the licence, who may make an account" in text(get("/audit/", ada))
