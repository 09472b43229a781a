"""What an export writes, and where."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from tests.factories import concept, essay, revise
from tests.interchange.notes import NOTE, NOTES
from wiki.actions import publishing
from wiki.interchange import exporting
from wiki.interchange.places import own_path, places
from wiki.models import Concept, Entry, Essay

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path):
    """`export(**options)`: {path: bytes} of what the command wrote."""

    def export(name="out", **options):
        call_command("export_entries", tmp_path / name, stdout=io.StringIO(), **options)
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        return {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in files}

    return export


def test_untouched_files_come_back_byte_for_byte(vault, load, tmp_path):
    odd = "---\r\ntags:   [b,a]\r\ntitle:  'Odd'\r\n---\r\n\r\n# Odd\r\n\r\nText without an end"
    root = vault({**NOTES, "deep/odd.md": odd, "Long_splice.md": '**Long splice** joins. [Rope](Rope "wikilink")\n'})
    load(root)
    revise(Concept.objects.get(slug="hitch"), body="Edited.")
    call_command("export_entries", tmp_path / "out", all=True, stdout=io.StringIO())
    out = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md")}
    for path in ("deep/odd.md", "Long_splice.md", "writing/on-knots.md"):
        assert (tmp_path / "out" / path).read_bytes() == (root / path).read_bytes()
    assert "title: Hitch\ntype: concept\nvisibility: private\n" in (tmp_path / "out/concepts/hitch.md").read_text()
    # It says `public` and is private: the file no longer says what is true.
    assert "visibility: private" in (tmp_path / "out/concepts/bowline.md").read_text()
    assert len(out) == 5


def test_an_export_holds_what_the_person_sees(vault, load, tmp_path, eda):
    load(vault(NOTES), publish_as_marked=True)
    for name, options, count in (("p", {}, 1), ("e", {"user": "eda"}, 3), ("a", {"all": True}, 3)):
        call_command("export_entries", tmp_path / f"{name}.zip", stdout=io.StringIO(), **options)
        assert len(zipfile.ZipFile(tmp_path / f"{name}.zip").namelist()) == count
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_entries", tmp_path / "p.zip")


def test_an_export_imports_again_without_a_change(vault, load, tmp_path):
    load(vault(NOTES), publish_as_marked=True)
    documents = {entry.title: entry.document() for entry in (*Concept.objects.all(), *Essay.objects.all())}
    call_command("export_entries", tmp_path / "out", all=True, stdout=io.StringIO())
    Entry.objects.all().delete()
    load(tmp_path / "out", publish_as_marked=True)
    assert {e.title: e.document() for e in (*Concept.objects.all(), *Essay.objects.all())} == documents
    assert Entry.objects.get(slug="bowline").visibility == "public"


def test_bytes_go_to_readers_only_if_nothing_was_taken_out_of_them(vault, load, export, eda):
    public = "visibility: public"
    files = {
        "plain.md": f"---\ntags: [b, a]\ntitle:  'Plain'\n{public}\nmood: calm\n---\n\n# Plain\n\nText [[x]].",
        "folder.md": f"---\ntitle: Folder\n{public}\n---\nSaw [[vault/people/Jane Doe|her]].\n",
        "remark.md": f"---\ntitle: Remark\n{public} # Jane must not know\n---\nText.\n",
        "twice.md": f"---\ntitle: Jane\ntitle: Twice\n{public}\n---\nText.\n",
        "dropped.md": f"---\ntitle: Dropped\n{public}\naliases: [{{Jane: Doe}}]\n---\nText.\n",
        "Wiki_page.md": '**Wiki page** [here](Here "wikilink").\n\n[Category:Jane](Category:Jane "wikilink")\n',
    }
    root = vault(files)
    load(root, publish_as_marked=True)
    publishing.publish(list(Concept.objects.filter(visibility="private")), by=None)
    out = export("public", public=True)
    assert out["plain.md"] == (root / "plain.md").read_bytes()
    assert set(out) == {
        "plain.md",
        *(f"concepts/{n}.md" for n in ("folder", "remark", "twice", "dropped", "wiki-page")),
    }
    for slug in ("folder", "remark", "twice", "dropped"):
        assert b"Jane" not in out[f"concepts/{slug}.md"]
    for name, options in (("all", {"all": True}), ("editor", {"user": "eda"})):
        out = export(name, **options)
        assert all(out[path] == (root / path).read_bytes() for path in files if path != "Wiki_page.md")


def test_two_entries_never_meet(vault, load, export):
    load(vault({"concepts/zeta.md": NOTE, "x": "---\ntitle: Foo\n---\nOne.\n"}), publish_as_marked=True)
    load(vault({"x/y.md": "---\ntitle: Why\n---\nTwo.\n", "X.md": "---\ntitle: Ex\n---\nThree.\n"}, "b"))
    load(vault({"x.md": "---\ntitle: Small\n---\nFour.\n"}, "c"))
    concept("Zeta", "By hand.", visibility="private")
    out = export(all=True)
    assert sorted(out) == [
        "X.md",
        "concepts/bowline.md",
        "concepts/small.md",
        "concepts/why.md",
        "concepts/zeta.md",
        "x",
    ]
    assert b"By hand." in out["concepts/zeta.md"]
    assert b"holds" in out["concepts/bowline.md"]


@pytest.mark.parametrize(
    ("wishes", "paths"),
    [
        ([("a", "")], ["concepts/a.md"]),
        (
            [("a", "concepts/b.md"), ("b", "concepts/c.md"), ("c", "")],
            ["concepts/a.md", "concepts/b.md", "concepts/c.md"],
        ),
        ([("a", "concepts/b.md"), ("b", "concepts/a.md")], ["concepts/b.md", "concepts/a.md"]),
        ([("a", "concepts"), ("b", "")], ["concepts/a.md", "concepts/b.md"]),
        ([("a", "N.md"), ("b", "n.md")], ["N.md", "concepts/b.md"]),
        ([("a", "../n.md"), ("b", "/n.md"), ("c", "d//n.md")], ["concepts/a.md", "concepts/b.md", "concepts/c.md"]),
        ([("a", "d" * 241 + "/n.md"), ("b", "d/" * 600 + "n.md")], ["concepts/a.md", "concepts/b.md"]),
        ([("strasse", ""), ("straße", "")], ["concepts/strasse.md", own_path("concept", "straße", 8)]),
    ],
)
def test_places(wishes, paths):
    found = places([(slug, "concept", slug, old) for slug, old in wishes])
    assert [found[slug] for slug, _ in wishes] == paths


def test_long_names_are_cut_and_stay_different(export):
    for end in ("a", "b"):
        concept("数" * 100 + end, "x")
    out = export()
    assert len(out) == 2
    assert all(len(path.rpartition("/")[2].encode()) <= 240 for path in out)


@pytest.mark.parametrize("name", ["out", "out.zip", "there"])
def test_an_export_that_fails_leaves_nothing(tmp_path, monkeypatch, name):
    concept("One", "x"), essay("Two", "x")
    there = tmp_path / "there"
    there.mkdir()
    write = exporting.write

    def fail(document, **options):
        if document.title == "Two":
            raise OSError("The disk is full")
        return write(document, **options)

    monkeypatch.setattr(exporting, "write", fail)
    with pytest.raises(CommandError, match="full"):
        call_command("export_entries", tmp_path / name)
    assert list(tmp_path.rglob("*")) == [there]
    monkeypatch.undo()
    call_command("export_entries", tmp_path / name, stdout=io.StringIO())
    assert not list(tmp_path.rglob(".export*"))
    assert (tmp_path / name / "concepts/one.md").is_file() or name == "out.zip"
