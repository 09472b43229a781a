"""The disk is full: who saves gets the text back, reading goes on, and with room again saving does."""

import errno
import re
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories import concept, essay
from tests.wiki.views.forms import fields_of
from tests.wiki.views.pages import html
from wiki import metrics
from wiki.integrity.check import check
from wiki.models import Concept, Edit
from wiki.rendering import process
from wiki.rendering.pool import Pool
from wiki.views import home, room

LONG = "A low dam holds the water back, and the boats wait below it until the tide comes in.\n\n" * 3000
WRITES = re.compile(r"\s*(UPDATE|DELETE|REPLACE)\b|.*\bINSERT\b", re.S)


@contextmanager
def sqlite_without_room():
    """No page can be added to the file: what SQLite says then is what it says of a disk that is full."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page in it is free
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def postgresql_without_room():
    """What PostgreSQL says when a table cannot grow, said wherever a revision is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend"
            " file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute("CREATE TRIGGER no_room BEFORE INSERT ON reversion_version EXECUTE FUNCTION no_room()")
        try:
            yield
        finally:
            cursor.execute("DROP TRIGGER no_room ON reversion_version")
            cursor.execute("DROP FUNCTION no_room()")


def without_room():
    return {"sqlite": sqlite_without_room, "postgresql": postgresql_without_room}[connection.vendor]()


@contextmanager
def nothing_written():
    """Whatever writes is refused, the smallest row too."""

    def execute(do, sql, *more):
        if WRITES.match(sql):
            raise OperationalError("database or disk is full")
        return do(sql, *more)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def window(client_of, eda):
    client = client_of(eda)
    client.raise_request_exception = False
    return client


@pytest.mark.django_db(transaction=True)
def test_the_text_comes_back_reading_goes_on_and_later_it_can_be_saved(window):
    concept("Weir", "A dam.")
    fields = fields_of(window.get("/concepts/weir/edit/"))
    with without_room():
        answers = [
            window.post("/concepts/weir/edit/", fields | {"body": LONG, "summary": "All of it"}),
            window.post("/concepts/new/", {"title": "Sluice", "body": LONG, "action": "save", "base": "0"}),
        ]
        for response in answers:
            assert response.status_code == 507 and response["Cache-Control"] == "no-store"
            assert "disk of this wiki is full, so nothing was saved" in html(response)
            assert LONG in html(response).replace("&#x27;", "'")
        assert "All of it</textarea>" in html(answers[0]) and "\nSluice</textarea>" in html(answers[1])
        for client in (Client(), window):
            assert "A dam." in html(client.get("/concepts/weir/"))
            assert client.get("/concepts/sluice/").status_code == 404
    assert Edit.objects.count() == 1 and not [finding for finding in check() if not finding.is_warning]
    assert window.post("/concepts/weir/edit/", fields | {"body": LONG}).status_code == 303
    assert Concept.objects.get().body.strip() == LONG.strip() and Concept.objects.get().number == 2


@pytest.mark.django_db(transaction=True)
def test_every_page_is_shown_as_ever(window, settings):
    settings.RATE_LIMITS = {"edit": (60, 60), "search": (1, 60)}
    concept("Weir", "A [[dam]].[^1]\n\n[^1]: A book.", tags=["Water"])
    essay("On water", "A weir.", author="Somebody")
    pages = ["/", "/concepts/", "/essays/", "/tags/", "/tags/water/", "/citations/", "/changes/", "/feeds/changes.atom"]
    pages += [f"/concepts/weir/{act}" for act in ("", "history/", "history/1/", "links/", "graph/", "feed.atom")]
    pages += ["/concepts/weir.md", "/essays/on-water/", "/wanted/", "/graph/data.json", "/readyz", "/help/"]
    pages += ["/search/?q=dam", "/search/suggest?q=we"] * 30  # now and then one is counted
    with nothing_written():
        for client in (Client(raise_request_exception=False), window):
            assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)
        member = ["/concepts/weir/edit/", "/concepts/new/", "/drafts/", "/bin/", "/orphans/", "/health/", "/notices/"]
        assert {path: window.get(path).status_code for path in member} == dict.fromkeys(member, 200)
        preview = {"title": "Weir", "body": "A *dam*.", "action": "preview", "part": "preview", "base": "1"}
        assert "<em>dam</em>" in html(window.post("/concepts/weir/edit/", preview))  # it is counted in no table
        draft = window.post("/concepts/weir/edit/", {"title": "Weir", "body": "Kept.", "base": "1", "action": "draft"})
        assert draft.status_code == 507 and "\nKept.</textarea>" in html(draft)


@pytest.mark.django_db
def test_who_signs_in_is_told(eda):
    from tests.cast import PASSWORD

    window = Client(raise_request_exception=False)
    with nothing_written():
        response = window.post("/accounts/login/", {"login": "eda", "password": PASSWORD})
    assert response.status_code == 507 and PASSWORD not in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507),
        (OSError(errno.EIO, "Input/output error"), 500),
        (OperationalError("disk I/O error"), 503),
    ],
)
def test_what_is_a_full_disk(window, monkeypatch, error, status):
    def broken(*args):
        raise error

    monkeypatch.setattr(home.readers, "home_page", broken)
    response = window.get("/")
    assert response.status_code == status
    assert ("so this page cannot be shown" in html(response)) == (status == 507)


@pytest.mark.django_db
def test_whoever_looks_after_it_is_told(client, monkeypatch):
    if connection.vendor != "sqlite":
        assert room.free_bytes() is None and room.has_room()
        return
    local = Client(headers={"host": "127.0.0.1"})
    assert (
        b"disk" not in client.get("/readyz").content
        and b"\ncommonplace_disk_free_bytes " in local.get("/metrics").content
    )
    monkeypatch.setattr(room, "free_bytes", lambda: 4096)
    response = client.get("/readyz")
    assert (
        response.status_code == 200 and response.content.decode().splitlines()[-1] == "disk: full, nothing can be saved"
    )
    assert room.is_full(OperationalError("disk I/O error"))


def test_counting_needs_no_disk(monkeypatch, tmp_path):
    """A map of a file for which there is no room would end the whole process at the first write."""

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(metrics.os, "posix_fallocate", full)
    monkeypatch.setattr(metrics, "_numbers", None)
    monkeypatch.setenv("METRICS_DIR", str(tmp_path))
    metrics.request("home", "GET", 200, 0.1)
    assert metrics._numbers._file is None


def test_rendering_needs_no_disk(monkeypatch):
    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(process.tempfile, "TemporaryFile", full)
    pool = Pool(1)
    try:
        child = pool.borrow(process.time.monotonic() + 30)
        assert child.ready and child.last_words() == b""
        pool.give_back(child)
    finally:
        pool.close()
