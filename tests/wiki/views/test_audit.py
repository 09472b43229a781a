"""The audit log: complete, in order, filtered, exported."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from accounts.log import record
from accounts.models import Event
from tests.factories import PRIVATE, concept
from tests.together import together
from tests.wiki.views.pages import QUOTED, addresses, html, not_raw, text
from wiki.actions import deleting, publishing
from wiki.models import Act, PublicationRequest, VisibilityChange
from wiki.readers.audit_sources import GROUPS
from wiki.readers.audit_words import said
from wiki.views.audit import as_text

pytestmark = pytest.mark.django_db
Kind = Event.Kind


@pytest.fixture
def happened(ada, eda, monkeypatch):
    """One thing of each kind, a minute after another."""
    start = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    clock = iter(start + datetime.timedelta(minutes=at) for at in range(10_000))
    monkeypatch.setattr(timezone, "now", lambda: next(clock))
    record(Kind.SIGN_IN, by=eda, address="192.0.2.9")
    record(Kind.FAILURE, name="mallory", address="198.51.100.7")
    record(Kind.ROLE, by=ada, person=eda, was="reader", role="editor")
    entry = concept("Canary", visibility=PRIVATE)
    publishing.publish([entry], by=ada, reason="ripe")
    PublicationRequest.objects.create(
        entry=entry, visibility="private", number=1, by=eda, note="too early", decision="decline", decided_by=ada,
        decided_at=timezone.now(), reason="it stays",
    )  # fmt: skip
    deleting.delete(concept("Hull", visibility=PRIVATE), by=eda, reason="sunk")
    record(Kind.SETTINGS, by=ada, subject="Site", name_of_site=["Old", "New"])
    return start


def lines(response):
    return [row.what for row in response.context["page"].rows]


def test_admins_only(get, client_of, ada, eda, ben, nobody):
    for who in (eda, ben, nobody):
        assert get("/audit/", who).status_code == 403
        assert client_of(who).post("/audit.csv").status_code == 403
    assert client_of(ada).get("/audit.csv").status_code == 405  # looking changes nothing, taking away is written down
    assert "Sign in" in text(get("/audit/"))


def test_everything_stands_in_one_list_by_time(happened, get, ada):
    page = get("/audit/", ada)
    assert lines(page) == [
        "Settings changed", "Deleted", "Request declined", "Made public", "Role changed", "Sign-in failed", "Signed in",
    ]  # fmt: skip
    words = text(page)
    for said_there in (
        "mallory 198.51.100.7",
        "role: editor; was: reader",
        "ripe",
        "too early",
        "sunk",
        "“Old”, now “New”",
    ):
        assert said_there in words, said_there
    assert {"/people/eda/", "/concepts/canary/"} <= set(addresses(page))
    assert "/concepts/hull/" not in addresses(page)


@pytest.mark.both
@together(
    ("query", "found"),
    [
        ("kind=sign-ins", ["Signed in"]),
        ("kind=failures", ["Sign-in failed"]),
        ("kind=roles", ["Role changed"]),
        ("kind=visibility", ["Made public"]),
        ("kind=requests", ["Request declined"]),
        ("kind=deletions", ["Deleted"]),
        ("kind=settings", ["Settings changed"]),
        ("kind=exports", []),
        ("person=MALLORY", ["Sign-in failed"]),
        ("person=eda", ["Deleted", "Request declined", "Role changed", "Signed in"]),
        ("q=ripe", ["Made public"]),
        ("q=canary+early", ["Request declined"]),
        ("since=2026-03-02", []),
        ("until=2026-02-28", []),
        ("since=0001-01-01&until=2026-02-28", []),
        ("since=2026-03-01&until=2026-03-01&kind=roles", ["Role changed"]),
    ],
)
def test_it_is_filtered(happened, get, ada, query, found):
    assert lines(get(f"/audit/?{query}", ada)) == found


@pytest.mark.both
def test_what_cannot_be_understood_is_said(happened, get, ada):
    page = get("/audit/?since=yesterday&kind=gossip", ada)
    assert page.status_code == 422 and "year-month-day" in text(page) and "yesterday" in html(page)
    for after in ("x", "a-b-c", "20260301120000000000-0-99999999999999999999999", "%00", "20260301-1-²"):
        assert get(f"/audit/?after={after}", ada).status_code == 200


def test_every_kind_belongs_to_one_group():
    kinds = [kind for _, members in GROUPS.values() for kind in members]
    assert sorted(map(repr, kinds)) == sorted(map(repr, [*Kind, *Act.Kind]))


@pytest.mark.both
def test_pages_go_on_across_the_tables_without_gaps_and_with_as_many_queries(get, queries, ada, eda, monkeypatch):
    noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    entry = concept("Canary", visibility=PRIVATE)
    record(Kind.SIGN_IN, by=eda)
    few = queries("/audit/", ada)
    for at in range(40):
        record(Kind.SIGN_IN, by=eda, reason=f"event {at}")
        Act.objects.create(kind="restore", entry=entry, title="Canary", by=ada, reason=f"act {at}")
        VisibilityChange.objects.create(entry=entry, by=ada, visibility="public", number=1, reason=f"change {at}")
    address, found = "/audit/?q=%20", []
    while address:
        page = get(address, ada)
        found += [(row.place, row.reason) for row in page.context["page"].rows]
        older = page.context["page"].older_url
        address = f"/audit/{older}" if older else ""
    assert len(found) == len(set(found)) == 121
    assert found == sorted(found, key=lambda row: (-row[0][0].timestamp(), row[0][1], -row[0][2]))
    assert queries("/audit/", ada) == few <= 14


@pytest.mark.both
def test_the_export_holds_all_of_it_and_is_logged(happened, client_of, ada):
    for at in range(510):
        record(Kind.SIGN_OUT, by=ada, reason=f"{at}")
    response = client_of(ada).post("/audit.csv", {"person": "ada"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert rows[0] == ["when", "what", "who", "whom", "details", "reason", "address"]
    assert rows[1][1:5] == ["Exported", "ada", "Audit log", "person: ada"]
    assert len(rows) == 1 + 1 + 510 + 4
    assert "attachment" in response["Content-Disposition"] and response["Content-Type"].startswith("text/csv")
    act = Act.objects.get(kind="export")
    assert (act.by, act.title, act.details) == (ada, "Audit log", {"person": "ada"})


@pytest.mark.both
@together("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(client_of, ada, cell):
    assert as_text(cell) == f"'{cell}"
    record(Kind.FAILURE, name=cell, reason=cell)
    response = client_of(ada).post("/audit.csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode(), newline="")))
    assert not [field for row in rows for field in row if field[:1] in "=+-@\t\r\n" and field]


def test_names_are_escaped(get, ada):
    record(Kind.FAILURE, name=QUOTED, reason=QUOTED)
    assert not_raw(get("/audit/", ada))


def test_details_are_words():
    assert said({"was": "a", "ok": True, "x": ["1", "2\n3"]}) == "ok: yes; was: a; x: “1”, now “2 3”"
    assert len(said({"text": "x" * 5000})) < 400


@pytest.mark.both
def test_no_row_is_changed_in_the_admin(happened, client_of, ada):
    for name, row in (("wiki_act", Act.objects.first()), ("wiki_visibilitychange", VisibilityChange.objects.first())):
        assert (
            client_of(ada).post(f"/admin/{name.replace('_', '/')}/{row.pk}/change/", {"reason": "x"}).status_code == 403
        )
