"""Only some of the changes: the filters of the list."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITOR
from tests.cast import person
from tests.factories import PRIVATE, concept, essay, revise
from tests.together import together
from tests.visibility.crawl import essence
from tests.wiki.views.pages import addresses, html, text
from wiki.actions import publishing
from wiki.models import Edit

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def wiki(monkeypatch, eda, ada):
    """A concept that Eda revised, one that Ada revised days before, an essay."""
    User.objects.filter(pk=ada.pk).update(first_name="Ada", last_name="Brandl")
    made = []
    for days, title, by in ((40, "Hitch", ada), (5, "Bowline", eda)):
        monkeypatch.setattr(timezone, "now", lambda days=days: NOON - datetime.timedelta(days=days))
        made.append(concept(title, "A knot.", tags=[f"Tied {title}"], by=by))
        revise(made[-1], by=by, body="A loop.", summary=f"by {by}")
    made.append(essay("On knots", "Words.", tags=["a/b"]))
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return made


FOUND = [
    ("", {"Hitch", "Bowline", "On knots"}),
    ("kind=concept", {"Hitch", "Bowline"}),
    ("kind=essay", {"On knots"}),
    ("by=eda", {"Bowline"}),
    ("by=Ada+Brandl", {"Hitch"}),
    ("by=ADA", {"Hitch"}),
    ("tag=tied-hitch", {"Hitch"}),
    ("tag=Tied+Hitch", {"Hitch"}),
    ("tag=a%2Fb", {"On knots"}),
    ("tag=a", {"On knots"}),
    ("days=7", {"Bowline", "On knots"}),
    ("days=90", {"Hitch", "Bowline", "On knots"}),
    ("days=all&kind=", {"Hitch", "Bowline", "On knots"}),
    ("days=3", set()),
    ("kind=concept&by=eda&tag=tied-bowline&days=30", {"Bowline"}),
    ("by=eda&tag=tied-hitch", set()),
    ("by=nobody", set()),
    ("tag=nothing", set()),
    ("own=hide", {"Hitch", "Bowline", "On knots"}),  # nobody is signed in
]


@pytest.mark.both
@together(("query", "expected"), FOUND)
def test_what_is_asked_for_is_shown(wiki, get, query, expected):
    page = get(f"/changes/?{query}")
    assert page.status_code == 200 and 'class="error"' not in html(page)
    assert {
        name for name in ("Hitch", "Bowline", "On knots") if name in text(page).replace("Tied Hitch", "")
    } == expected
    narrows = query not in ("", "days=all&kind=", "own=hide")
    assert ('<a href="/changes/">All changes</a>' in html(page)) == narrows


@pytest.mark.both
def test_what_is_set_is_shown_as_it_is_set(wiki, get):
    source = html(get("/changes/?kind=essay&by=eda&tag=Tied+%22x%22&days=7"))
    assert '<option value="essay" selected>' in source and '<option value="7" selected>' in source
    assert 'value="eda"' in source and 'value="Tied &quot;x&quot;"' in source
    assert "Nothing of this kind was changed" in source


NONSENSE = ["kind=person", "days=8", "days=-1", "days=1e9", "tag=%21%21", f"tag={'x' * 300}", f"by={'x' * 300}"]


@pytest.mark.both
@together("query", NONSENSE)
def test_nonsense_is_left_out_with_a_word(wiki, get, query):
    page = get(f"/changes/?{query}")
    assert page.status_code == 200 and 'class="error"' in html(page) and "Bowline" in text(page)


ODD = ["after=x", "after=-", "after=20260101-r-b-c-d", "after=20260302120000000000-r-concept-99999999999999-a",
       "after=20260302120000000000-r-concept--1-a", "after=20260302120000000000-z-x-1-", "after=%00", "by=%00",
       "tag=a%00b", "kind=concept&kind=essay", "by=%25", "by=_da", "tag=%5B%5B",
       "after=99991231235959999999-a-z-0-z"]  # fmt: skip


@pytest.mark.both
@together("query", ODD)
def test_odd_questions_get_a_page(wiki, get, eda, query):
    assert get(f"/changes/?{query}").status_code == 200
    assert get(f"/changes/?{query}", eda).status_code == 200


@pytest.mark.both
def test_wildcards_are_letters(wiki, get):
    for query in ("by=%25", "by=_da", "by=e%25"):
        assert "Nothing of this kind" in text(get(f"/changes/?{query}"))


@pytest.mark.both
def test_one_hides_ones_own(wiki, get, eda, ada):
    page = get("/changes/?own=hide", eda)
    assert "by ada" in text(page) and "by eda" not in text(page)
    assert "by eda" in text(get("/changes/?own=hide", ada)) and "by eda" in text(get("/changes/", eda))
    publishing.hide([wiki[1]], by=ada, reason="ada did it")
    assert "ada did it" in text(get("/changes/", ada)) and "ada did it" not in text(get("/changes/?own=hide", ada))
    assert "own" not in html(get("/changes/")).split("<main")[1].split("</form>")[0]


@pytest.mark.both
def test_pages_of_a_filtered_list_keep_the_filter(wiki, get, eda):
    for at in range(60):
        revise(wiki[1], by=eda, body=f"Loop {at}.")
    page = get("/changes/?by=eda&kind=concept&days=all")
    (older,) = [href for href in addresses(page) if href and "after=" in href]
    assert older.startswith("?by=eda&kind=concept&after=")
    assert "/changes/?by=eda&kind=concept" in addresses(get(f"/changes/{older}"))
    assert "by ada" not in text(get(f"/changes/{older}"))


def only_private(writer, wiki):
    concept("Canary", by=writer, tags=["cage"], visibility=PRIVATE)


def a_publication(writer, wiki):
    concept("Canary", by=writer)


def below_the_horizon(writer, wiki):
    entry = concept("Canary", visibility=PRIVATE)
    revise(entry, by=writer, body="It sings.")
    publishing.publish([entry], by=None)


def suppressed(writer, wiki):
    made = revise(wiki[1], by=writer, body="It sings.").edit
    Edit.objects.filter(pk=made.pk).update(author_suppressed=True)


@pytest.mark.both
@together("make", [only_private, a_publication, below_the_horizon, suppressed])
def test_somebody_of_whom_one_sees_nothing_is_nobody(wiki, client_of, nobody, ben, make):
    make(person("zoe", EDITOR), wiki)
    for who in (nobody, ben):
        client = client_of(who)
        for more in ("", "&kind=concept", "&days=30"):
            known, unknown = (essence(client.get(f"/changes/?by={name}{more}")) for name in ("zoe", "yan"))
            assert known[2].replace(b"zoe", b"yan") == unknown[2] and known[:2] == unknown[:2]
            assert b"Nothing of this kind" in unknown[2]


def test_a_tag_that_only_private_entries_carry_is_none(wiki, client_of, nobody, ben, eda):
    only_private(eda, wiki)
    for who in (nobody, ben):
        known, unknown = (essence(client_of(who).get(f"/changes/?tag={name}")) for name in ("cage", "cave"))
        assert known[2].replace(b"cage", b"cave") == unknown[2]
    assert "Canary" in text(client_of(eda).get("/changes/?tag=cage"))
