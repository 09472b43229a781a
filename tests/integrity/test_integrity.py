"""Whatever does not agree is found, and what is found can be mended by the command that the line names."""

from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import concept, essay, revise
from wiki import history
from wiki.actions.deleting import delete
from wiki.actions.derived import rebuild
from wiki.integrity.check import check
from wiki.models import Alias, Citation, Edit, Entry, Essay, Link, Tag
from wiki.search import index, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def wiki(db, monkeypatch):
    """A small wiki with one of everything. Where a transaction is around the test, the check begins none."""
    if connection.in_atomic_block:
        monkeypatch.setattr("wiki.integrity.check.one_moment", nullcontext)
    concept("Bowline", "A [[hitch]] and a [[Sheepshank]].[^1]\n\n[^1]: Ashley, *Knots*, 1944.", tags=["Knots/Loops"])
    concept("Secret hitch", "Private.", visibility="private", aliases=["hitch"])
    essay("On knots", "The bowline holds, says [[bowline]] of old. A bowline!", author="Somebody")
    gone = concept("Gone", "A [[bowline]] too.", aliases=["Lost"])
    revise(Entry.objects.get(title="Bowline").concept, body="A [[hitch]].[^1]\n\n[^1]: Ashley, *Knots*, 1944.")
    delete(gone, by=None)


def findings(thorough=True):
    return [finding for finding in check(thorough) if not finding.is_warning]


def run(*arguments):
    """Return (exit status, lines) of the command."""
    out, status = StringIO(), 0
    try:
        call_command("integrity", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as stopped:
        status = stopped.code
    return status, out.getvalue().splitlines()


def test_a_sound_wiki_is_clean(wiki):
    assert run() == (0, ["4 entries checked: everything agrees."])
    assert run("--quick") == (0, ["4 entries checked quickly: everything agrees."])


def test_what_another_process_wrote_is_the_same_row():
    """The order of a set of words differs from process to process; that of a row may not."""
    tags = [f"Rope {number}" for number in range(12)]
    rows = index._Rows([concept("Splice", tags=tags)])
    signs = rows.of(rows.entries[0])[3].split()
    assert [sign for sign in signs if sign.startswith("tag:")] == [f"tag:rope-{number}" for number in range(12)]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written():
    concept("Before", "A [[hitch]].")
    marks = {"sqlite": "PRAGMA query_only", "postgresql": "SHOW transaction_read_only"}
    said = set()
    with connection.cursor() as cursor:
        for _ in check(progress=lambda done, total: said.add(asked(cursor, marks[connection.vendor]))):
            pass
    assert said in ({1}, {"on"})
    concept("After", "Writing works again.")


def asked(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchone()[0]


def sql(text, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)


def newest(title):
    return Edit.objects.get(entry__title=title, number=Entry.objects.get(title=title).number)


def set_entry(title, **columns):
    Entry.objects.filter(title=title).update(**columns)


DAMAGE = {  # part of the finding, whether it is found quickly too, what mends it, and what is done to a sound wiki
    "html": ("html", False, "html", lambda: set_entry("Bowline", html="<p>Other</p>")),
    "plain text": ("html", False, "html", lambda: set_entry("Bowline", text="Other")),
    "old renderer": ("html", True, "html", lambda: set_entry("Bowline", renderer=0)),
    "names": ("names", True, "html", lambda: set_entry("Bowline", fold="other")),
    "words": ("html", False, "html", lambda: Essay.objects.update(words=" other ")),
    "target": ("links", True, "links", lambda: Link.objects.filter(target="hitch").update(target_all=None)),
    "leak": (
        "links",
        True,
        "links",
        lambda: Link.objects.filter(target="hitch").update(target_public=Entry.objects.get(title="Secret hitch")),
    ),
    "lost link": ("links", False, "links", lambda: Link.objects.filter(target="hitch").delete()),
    "lost mention": ("mentions", False, "links", lambda: Link.objects.filter(kind="mention").delete()),
    "lost citation": ("citations", False, "links", lambda: Citation.objects.all().delete()),
    "search": ("search", True, "search", lambda: sql(f"DELETE FROM {tables.ALL}")),
    "search of readers": ("search", True, "search", lambda: sql(f"DELETE FROM {tables.PUBLIC}")),
    "private in the index of readers": (
        "search",
        True,
        "search",
        lambda: tables.dialect().put(tables.PUBLIC, [(Entry.objects.get(title="Secret hitch").pk, *["x"] * 7)]),
    ),
    "deleted in the index": (
        "search",
        True,
        "search",
        lambda: tables.dialect().put(tables.ALL, [(Entry.objects.get(title="Gone").pk, *["x"] * 7)]),
    ),
    "text": ("revisions", True, "", lambda: set_entry("Bowline", body="Other")),
    "number": ("revisions", True, "", lambda: set_entry("Bowline", number=1)),
    "gap": ("revisions", True, "", lambda: Edit.objects.filter(entry__title="Bowline", number=1).delete()),
    "no revision": ("revisions", True, "", lambda: history.forget(Entry.objects.get(title="On knots"))),
    "old revision": (
        "revisions",
        False,
        "",
        lambda: history.kept().filter(edit__number=1, edit__entry__title="Bowline").update(serialized_data="cut"),
    ),
    "another's text": (
        "revisions",
        True,
        "",
        lambda: history.kept().filter(edit=newest("Bowline")).update(revision=newest("On knots").revision),
    ),
    "text without revision": ("revisions", True, "", lambda: newest("Gone").delete()),
    "horizon": ("visibility", True, "", lambda: set_entry("Bowline", public_from=9)),
    "log": ("visibility", True, "", lambda: set_entry("Bowline", visibility="private")),
    "alias": ("aliases", True, "", lambda: Alias.objects.filter(text="hitch").update(fold="other")),
    "tag": ("tags", True, "", lambda: Tag.objects.update(slug="other")),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_with_what_mends_it(wiki, name):
    part, is_quick, mend, harm = DAMAGE[name]
    harm()
    quickly = [finding for finding in findings(thorough=False) if finding.part == part]
    assert bool(quickly) == is_quick
    found = quickly or [finding for finding in findings() if finding.part == part]
    assert found
    if mend:
        assert all(finding.mend == f"manage.py rebuild {mend}" for finding in found)


def test_what_is_derived_comes_back(wiki):
    for _, _, mend, harm in DAMAGE.values():
        if mend:
            harm()
    rebuild()
    assert findings() == []


def test_the_command_says_each_finding_in_a_line_and_exits_with_1(wiki):
    set_entry("Bowline", renderer=0)
    status, lines = run()
    assert status == 1 and lines[-1].endswith("1 findings, 0 warnings.")
    assert lines[0].startswith("FINDING html: concept “Bowline”") and lines[0].endswith("→ manage.py rebuild html")


def test_what_nothing_uses_is_a_warning(wiki):
    Tag.objects.create(name="alone", slug="alone")
    Citation.objects.create(key="alone-1", identity="0" * 64)
    status, lines = run()
    assert status == 0 and [line.partition(":")[0] for line in lines[:-1]] == ["WARNING tags", "WARNING citations"]


def test_a_counter_behind_its_rows_is_found(wiki):
    if connection.vendor == "sqlite":
        sql("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'wiki_entry'")
    else:
        sql("SELECT setval(pg_get_serial_sequence('wiki_entry', 'id'), 1)")
    assert [finding.part for finding in findings()] == ["database"]


def test_a_lost_row_of_a_kind_is_found(wiki):
    Essay.objects.all()._raw_delete("default")
    assert "entries" in {finding.part for finding in findings()}


def test_an_outdated_database_is_not_checked(wiki):
    sql("DELETE FROM django_migrations WHERE app = 'wiki' AND name = '0012_changes_index'")
    try:
        with pytest.raises(Exception, match="not up to date"):
            call_command("integrity")
    finally:
        sql("INSERT INTO django_migrations (app, name, applied) VALUES ('wiki', '0012_changes_index', '2026-01-01')")
