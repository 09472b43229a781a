"""What is new since somebody's last visit, and that they say so themselves."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import concept, revise
from tests.together import together
from tests.wiki.views.forms import fields_of
from tests.wiki.views.pages import html, text
from wiki.models import Visit

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def knots(monkeypatch, ada):
    """Three concepts of three days; it is noon of the third."""
    made = []
    for day in range(3):
        monkeypatch.setattr(timezone, "now", lambda day=day: NOON + datetime.timedelta(days=day, microseconds=7))
        made.append(concept(f"Knot {day}", "A.", by=ada))
    return made


def seen(client, until, **more):
    return client.post("/changes/seen/", {"until": until}, **more)


def fields(response):
    """Return what the form “Mark all as seen” sends, but for its token."""
    return {name: value for name, value in fields_of(response, "until").items() if name == "until"}


@pytest.mark.both
def test_a_visit_that_was_marked_divides_new_from_seen(knots, client_of, ben, eda):
    client = client_of(ben)
    first = client.get("/changes/")
    assert "New" not in text(first).replace("Newer", "") and "your next visit shows what is new since then" in text(
        first
    )
    assert not Visit.objects.exists()  # looking writes nothing
    response = client.post("/changes/seen/", fields(first))
    assert response.status_code == 303 and response["Location"] == "/changes/"
    assert Visit.objects.get(person=ben).changes_seen_at == NOON + datetime.timedelta(days=2, microseconds=7)
    assert "seen" not in html(client.get("/changes/")).split("<main")[1].replace("Seen before", "")
    concept("Knot 3", "B.", by=eda)
    Visit.objects.update(changes_seen_at=NOON + datetime.timedelta(days=1, hours=1))
    words = text(client.get("/changes/"))
    assert "2 new since your last visit" in words
    assert words.index("Knot 2 New") < words.index("Knot 3 New") < words.index("Seen before, up to 3 March 2026, 13:00")
    assert words.index("Seen before") < words.index("Knot 1") and "Knot 1 New" not in words
    assert "New" not in text(client_of(eda).get("/changes/"))


def test_what_one_did_oneself_is_not_new(knots, client_of, ada):
    Visit.objects.create(person=ada, changes_seen_at=NOON)
    words = text(client_of(ada).get("/changes/"))
    assert "New" not in words.replace("Nothing new", "") and "but what you did yourself" in words


def test_nothing_unseen_is_marked(knots, client_of, ben, eda, monkeypatch):
    client = client_of(ben)
    page = client.get("/changes/")
    monkeypatch.setattr(timezone, "now", lambda: NOON + datetime.timedelta(days=5))
    revise(knots[0], by=eda, body="B.", summary="while Ben was reading")
    client.post("/changes/seen/", fields(page))
    assert "Knot 0 New" in text(client.get("/changes/"))


@pytest.mark.both
def test_an_older_page_takes_nothing_back_and_the_future_is_not_seen(knots, client_of, ben):
    client = client_of(ben)
    seen(client, "2026-03-03T12:00:00Z")
    seen(client, "2026-03-02T12:00:00Z")
    assert Visit.objects.get().changes_seen_at == NOON + datetime.timedelta(days=1)
    seen(client, "2999-01-01T00:00:00+00:00")
    assert Visit.objects.get().changes_seen_at == timezone.now()


@pytest.mark.both
@together(
    "until",
    [
        "",
        "x",
        "2026-03-02",
        "2026-03-02T12:00:00",
        "2026-13-02T12:00:00Z",
        "9" * 999,
        "\0",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_nonsense_is_refused_on_the_page(knots, client_of, ben, until):
    response = seen(client_of(ben), until)
    assert response.status_code == 422 and "did not say up to when" in html(response) and "Knot 2" in html(response)
    assert not Visit.objects.exists()


def test_the_button_stands_only_where_all_that_is_new_could_be(knots, client_of, ben, client, eda):
    assert "Mark all as seen" in html(client_of(ben).get("/changes/"))
    assert "Mark all as seen" not in html(client_of(ben).get("/changes/?kind=concept"))
    assert "Mark all as seen" not in html(client_of(ben).get("/changes/?after=20270101000000000000-r-a-1-a"))
    page = client.get("/changes/")
    assert "Mark all as seen" not in html(page) and "csrfmiddlewaretoken" not in html(page)
    assert seen(client, "2026-03-02T12:00:00Z").status_code == 403


def test_only_a_page_with_all_that_is_new_marks_by_itself(knots, client_of, ben, eda):
    Visit.objects.create(person=ben, changes_seen_at=NOON)
    assert "data-seen" in html(client_of(ben).get("/changes/"))
    for at in range(60):
        revise(knots[0], by=eda, body=f"B {at}.")
    page = client_of(ben).get("/changes/")
    assert "data-seen" not in html(page) and "50 and more new" in text(page)
