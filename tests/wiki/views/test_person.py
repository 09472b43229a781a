"""What somebody wrote, as far as the viewer may know of it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITOR
from tests.cast import person
from tests.factories import PRIVATE, concept, essay, revise
from tests.visibility.crawl import essence
from tests.wiki.views.pages import addresses, html, text
from wiki.actions import deleting, publishing
from wiki.models import Edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def knots(eda):
    """A public concept that Eda made, and revised since."""
    entry = concept("Bowline", "A knot.", by=eda)
    revise(entry, by=eda, body="A loop.", summary="it is a loop")
    return entry


def test_a_contribution_is_listed_with_its_reason(knots, get):
    page = get("/people/eda/")
    assert "Bowline it is a loop Revision 2" in text(page)
    assert "/concepts/bowline/history/2/" in addresses(page)
    assert "/concepts/bowline/history/1/" not in addresses(page)  # to readers that is a publication, by nobody


def test_names_in_histories_lead_there_and_only_where_there_is_a_page(knots, get, ada, eda):
    revise(knots, by=ada, body="A loop, fixed.")
    for path in ("/", "/concepts/bowline/", "/concepts/bowline/history/3/"):
        assert "/people/ada/" in addresses(get(path)), path
    found = {to for path in ("history/", "diff/", "history/1/") for to in addresses(get(f"/concepts/bowline/{path}"))}
    named = {to for to in found if to.startswith("/people/")}
    assert named == {"/people/ada/", "/people/eda/"}
    assert all(get(to).status_code == 200 for to in named)


def private(writer, knots):
    concept("Canary", by=writer, visibility=PRIVATE)


def first_of_all(writer, knots):
    concept("Canary", by=writer)


def deleted(writer, knots):
    entry = concept("Canary", by=None)
    revise(entry, by=writer, body="It sings.")
    deleting.delete(entry, by=None)


def below_the_horizon(writer, knots):
    entry = concept("Canary", visibility=PRIVATE)
    revise(entry, by=writer, body="It sings.")
    publishing.publish([entry], by=None)


def hidden_again(writer, knots):
    entry = concept("Canary")
    revise(entry, by=writer, body="It sings.")
    publishing.hide([entry], by=None)


def text_suppressed(writer, knots):
    made = revise(knots, by=writer, body="It sings.").edit
    Edit.objects.filter(pk=made.pk).update(text_suppressed=True)


def author_suppressed(writer, knots):
    made = revise(knots, by=writer, body="It sings.").edit
    Edit.objects.filter(pk=made.pk).update(author_suppressed=True)


HIDDEN = [private, first_of_all, deleted, below_the_horizon, hidden_again, text_suppressed, author_suppressed]


@pytest.mark.parametrize("make", HIDDEN)
def test_without_a_contribution_they_see_readers_get_no_page(knots, client_of, nobody, ben, monkeypatch, make):
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC))
    make(person("zoe", EDITOR), knots)
    for who in (nobody, ben):
        client = client_of(who)
        missing = essence(client.get("/people/yan/"))
        assert missing[0] == 404
        for path in ("/people/zoe/", "/people/zoe/?after=20260102000000000000-concept-9-x"):
            status, headers, body = essence(client.get(path))
            assert (status, headers, body.replace(b"/zoe/", b"/yan/")) == missing


@pytest.mark.both(each=True)
@pytest.mark.parametrize("make", HIDDEN)
def test_beside_a_contribution_they_see_nothing_else_is_told(knots, client_of, nobody, ben, eda, monkeypatch, make):
    clients = [client_of(nobody), client_of(ben)]
    before = [essence(client.get("/people/eda/"))[2] for client in clients]
    make(eda, concept("Hull"))
    assert [essence(client.get("/people/eda/"))[2] for client in clients] == before


@pytest.mark.both
def test_editors_see_more_and_admins_all(knots, get, eda, ada):
    revise(knots, by=eda, body="Secret.", summary="a name")
    Edit.objects.filter(number=3).update(text_suppressed=True, summary_suppressed=True)
    revise(knots, by=eda, body="Clean.", summary="without it")
    Edit.objects.filter(number=2).update(author_suppressed=True)
    concept("Canary", by=eda, visibility=PRIVATE)
    for_eda, for_ada = text(get("/people/eda/", eda)), text(get("/people/eda/", ada))
    assert "Canary Private" in for_eda and "without it" in for_eda and "text suppressed summary suppressed" in for_eda
    assert "a name" not in for_eda and "it is a loop" not in for_eda
    assert "a name" in for_ada and "it is a loop" in for_ada and "author suppressed" in for_ada


def test_admins_get_everybodys_page_with_role_and_state(get, ada, eda, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    page = get("/people/ben/", ada)
    assert "Reader · switched off" in text(page) and "/people/ben/manage/" in addresses(page)
    assert get("/people/ben/", eda).status_code == 404
    assert get("/people/zoe/", ada).status_code == 404


def test_ones_own_page_is_there_from_the_beginning(get, ben):
    page = get("/people/ben/", ben)
    assert page.status_code == 200 and "What you write" in text(page) and "/accounts/profile/" in addresses(page)
    assert 'href="/people/ben/"' in html(get("/", ben))
    assert "manage" not in html(page)


@pytest.mark.both
def test_a_long_list_goes_on_without_gaps_and_without_more_queries(eda, get, queries, monkeypatch):
    noon = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)  # everything at one moment, as after an import
    entries = [essay("Knot 0", "A. " * 2), concept("Knot 0"), concept("Knot 1")]
    revise(entries[0], by=eda, body="B.")
    few = queries("/people/eda/")
    for entry in entries:
        for at in range(20):
            revise(entry, by=eda, body=f"C {at}.")
    assert queries("/people/eda/") == few <= 6
    first = get("/people/eda/")
    (older,) = [to for to in addresses(first) if to.startswith("?after=")]
    second = get(f"/people/eda/{older}")
    revisions = [to for page in (first, second) for to in addresses(page) if "/history/" in to]
    assert len(revisions) == len(set(revisions)) == 61
    assert "/people/eda/" in addresses(second)
    assert "Nothing older" in text(get("/people/eda/?after=20010101000000000000-concept-1-a"))
    for nonsense in ("x", "-", "20260101-a-b-c", "20260102120000000000-concept-99999999999999-a", "%00"):
        assert get(f"/people/eda/?after={nonsense}").status_code == 200
