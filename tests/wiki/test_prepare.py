"""`manage.py prepare`: from a checkout to a server that can start."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from wiki import schema
from wiki.management.commands import prepare
from wiki.models import Entry

LINK = re.compile(r"^http://127\.0\.0\.1:8000/accounts/first-admin/[\w-]+/$", re.MULTILINE)


@pytest.fixture
def run(db):
    def run(*arguments):
        out = StringIO()
        call_command("prepare", *arguments, stdout=out)
        return out.getvalue()

    return run


def test_the_link_stands_on_a_line_of_its_own_and_works(run, client):
    (link,) = LINK.findall(run())
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_with_an_admin_nothing_is_printed(run, ada):
    assert run() == ""


def test_without_a_sample_the_wiki_stays_empty(run):
    run()
    assert not Entry.objects.exists()


def test_the_sample_is_loaded_once(run):
    run("--sample")
    assert Entry.objects.filter(visibility="public").count() > 10
    kept = Entry.objects.first()
    Entry.objects.exclude(pk=kept.pk).update(visibility="private")
    run("--sample")
    assert list(Entry.objects.filter(visibility="public")) in ([], [kept])


def test_static_files_are_collected_once(run, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "collected"
    run()
    assert list(settings.STATIC_ROOT.rglob("*.css"))
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    run()
    assert called == ["migrate"]
    monkeypatch.setattr(prepare, "fingerprint", lambda: "changed")
    run()
    assert called == ["migrate", "migrate", "collectstatic"]


def test_an_image_has_its_static_files_already(run, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    assert LINK.search(run("--no-static"))
    assert not settings.STATIC_ROOT.exists()


LOCKED = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database AND datname = current_database() "
    "WHERE locktype = 'advisory' AND objid = %s AND granted"
)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one machine")
def test_of_machines_that_start_together_one_changes_the_tables(run, monkeypatch):
    def locked():
        with connection.cursor() as cursor:
            cursor.execute(LOCKED, [schema.TABLES])
            return cursor.fetchone()[0]

    asked = []
    monkeypatch.setattr(prepare, "call_command", lambda *_, **__: asked.append(locked()))
    run("--no-static")
    assert asked == [1] and locked() == 0


def test_a_newer_version_has_been_here_and_nothing_is_changed(run, monkeypatch):
    monkeypatch.setattr(schema, "state", lambda: schema.NEWER)
    monkeypatch.setattr(prepare, "call_command", lambda *_, **__: 1 / 0)
    for arguments in ([], ["--check"]):
        with pytest.raises(CommandError, match="used by a newer version"):
            run(*arguments)


def test_a_database_that_does_not_answer(run, monkeypatch, capsys):
    def away():
        raise OperationalError("secret-host")

    monkeypatch.setattr(schema, "state", away)
    with pytest.raises(CommandError, match=r"does not answer \(OperationalError\). Is DATABASE_URL right"):
        run()
    assert run("--check") == ""
    (line,) = capsys.readouterr().err.splitlines()
    assert "Pages say so until it does" in line


def test_a_server_is_told_of_pending_migrations(run, monkeypatch, capsys):
    monkeypatch.setattr(prepare, "call_command", lambda *_, **__: 1 / 0)
    assert run("--check") == "" and capsys.readouterr().err == ""
    monkeypatch.setattr(schema, "state", lambda: schema.PENDING)
    run("--check")
    (line,) = capsys.readouterr().err.splitlines()
    assert "run `manage.py prepare` before the server" in line
