"""`manage.py prepare`: from a checkout to a server that can start."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

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
