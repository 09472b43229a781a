"""A wiki is backed up while people write, and is the same after it was restored."""

import json
import os
import secrets
import stat
import threading
import zipfile
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.roles import EDITOR
from tests.cast import person
from tests.factories import concept, essay, revise
from wiki.backup import archive, state, whole
from wiki.backup.archive import BackupRefused
from wiki.integrity.check import check
from wiki.models import Concept, Edit, Entry

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def an_empty_place(tmp_path):
    """Let the connection lead to a database without tables."""
    settings = connection.settings_dict
    name, options = settings["NAME"], settings["OPTIONS"]
    schema = f"place_{secrets.token_hex(4)}"
    if connection.vendor == "postgresql":
        run(f"CREATE SCHEMA {schema}")
    connection.close()
    if connection.vendor == "postgresql":
        settings["OPTIONS"] = {**options, "options": f"-c search_path={schema}"}
    else:
        settings["NAME"] = str(tmp_path / "place" / "wiki.sqlite3")
        (tmp_path / "place").mkdir()
    try:
        yield
    finally:
        connection.close()
        settings["NAME"], settings["OPTIONS"] = name, options
        if connection.vendor == "postgresql":
            run(f"DROP SCHEMA {schema} CASCADE")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def content():
    """What people wrote, and how it is derived, as the database holds it."""
    documents = Edit.objects.order_by("pk").values_list("entry", "number", "version__serialized_data", "revision__user")
    return list(documents), list(Entry.objects.order_by("pk").values())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "wiki.backup"


@pytest.fixture
def wiki():
    eda = person("eda", EDITOR)
    entry = concept("Bowline", "A [[hitch]].", tags=["Knots"], by=eda)
    concept("Secret", "Private.", visibility="private", aliases=["hitch"])
    essay("On knots", "The bowline holds. ∮ é 漢", author="Somebody")
    revise(entry, body="A [[hitch]], \\N and \t a tab.")


def test_a_wiki_comes_back_as_it_was(wiki, file, tmp_path, capsys):
    before = content()
    call_command("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    with an_empty_place(tmp_path):
        call_command("restore", str(file))
        assert content() == before
        assert [finding for finding in check() if not finding.is_warning] == []
        concept("After", "New keys are free.")
        with pytest.raises(CommandError, match="holds entries"):
            call_command("restore", str(file))
    assert "Restored 3 entries and 1 people" in capsys.readouterr().out
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(file))
    assert content() == before


def test_a_backup_during_writing_is_of_one_moment(wiki, file, tmp_path):
    saved, stop = [], threading.Event()

    def write(number):
        try:
            entry = concept(f"Log {number}", "Line 0.")
            for line in range(1, 200):
                if stop.is_set():
                    return
                revise(entry, body=f"Line {line}. See [[Log {1 - number}]].")
                saved.append((entry.pk, line + 1))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    try:
        while len(saved) < 4:
            assert any(thread.is_alive() for thread in threads)
            stop.wait(0.01)
        acknowledged = list(saved)
        whole.backup(file)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    with an_empty_place(tmp_path):
        whole.restore(file)
        assert [finding for finding in check() if not finding.is_warning] == []
        kept = set(Edit.objects.values_list("entry", "number"))
        assert kept.issuperset(acknowledged)


def rewritten(file, **changes):
    """Let the manifest of a backup say something else, under a digest that fits."""
    with zipfile.ZipFile(file) as old:
        manifest = json.loads(old.read(archive.MANIFEST)) | changes
        parts = {name: old.read(name) for name in manifest.pop("parts")}
    with archive.writing(file, manifest, force=True) as writer:
        for name, content in parts.items():
            writer.add(name, [content])


REFUSED = {
    "newer": ({"migrations": [["wiki", "9999_from_tomorrow"]]}, "of a newer program"),
    "newer form": ({"version": 2}, "newer program"),
    "foreign": ({"format": "another"}, "no backup"),
    "other database": ({"database": "oracle"}, "export_entries"),
}


def test_what_does_not_fit_is_refused_and_nothing_touched(wiki, file, tmp_path):
    whole.backup(file)
    sound = file.read_bytes()
    with an_empty_place(tmp_path):
        for changes, said in REFUSED.values():
            file.write_bytes(sound)
            rewritten(file, **changes)
            with pytest.raises(BackupRefused, match=said):
                whole.restore(file)
        file.write_bytes(sound[: len(sound) // 2])
        with pytest.raises(BackupRefused, match="no backup, or damaged"):
            whole.restore(file)
        with connection.cursor() as cursor:
            assert connection.introspection.table_names(cursor) == []


def test_a_backup_of_an_older_program_is_brought_up_to_date(wiki, file, tmp_path, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(name) FROM django_migrations WHERE app = 'reversion'")
        (last,) = cursor.fetchone()
    whole.backup(file)
    called = []
    with an_empty_place(tmp_path):
        monkeypatch.setattr("wiki.backup.state.call_command", lambda *command, **options: called.append(command))
        whole.restore(file)
        run(f"DELETE FROM django_migrations WHERE name = '{last}' AND app = 'reversion'")
        state.bring_up_to_date()
    assert called == [("migrate",)]


def test_a_wiki_with_people_is_no_empty_place(wiki, file):
    whole.backup(file)
    Entry.objects.all().delete()
    with pytest.raises(BackupRefused, match="holds people"):
        whole.restore(file)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_an_empty_database_that_is_in_use_stays(wiki, file, tmp_path):
    import sqlite3

    whole.backup(file)
    with an_empty_place(tmp_path):
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE wiki_entry (id)")
        with pytest.raises(BackupRefused, match="in use"):
            whole.restore(file)
        other.close()
        whole.restore(file)
        assert Concept.objects.count() == 2
        assert stat.S_IMODE(os.stat(connection.settings_dict["NAME"]).st_mode) == 0o600


def test_the_key_comes_along_when_asked(wiki, file, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    with pytest.raises(BackupRefused, match="not in the data folder"):
        whole.backup(file, with_key=True)
    key = settings.DATA_DIR / "secret_key"
    key.write_text("the old key")
    whole.backup(file, with_key=True)
    key.write_text("a new key")
    with an_empty_place(tmp_path):
        whole.restore(file)
    assert key.read_text() == "the old key" and stat.S_IMODE(key.stat().st_mode) == 0o600
