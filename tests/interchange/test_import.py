"""From files to entries and back, by the commands."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from tests.factories import revise
from wiki.interchange import applying
from wiki.models import Alias, Concept, Edit, Entry, Essay, Link, Origin, VisibilityChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def vault(tmp_path):
    """`vault({path: text})`: a folder of notes."""

    def make(files, name="vault"):
        root = tmp_path / name
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make


@pytest.fixture
def load(tmp_path):
    """`load(path, **options)`: (report, exit status, what was printed)."""

    def load(*paths, **options):
        report, out = tmp_path / "report.json", io.StringIO()
        status = 0
        try:
            call_command("import_entries", *map(str, paths), report=report, stdout=out, **options)
        except SystemExit as stop:
            status = stop.code
        return json.loads(report.read_text()), status, out.getvalue()

    return load


def by_path(report):
    return {item["path"]: item for item in report["files"]}


NOTE = "---\ntitle: Bowline\ntype: concept\nvisibility: public\ntags: [knots]\nmood: calm\n---\n\nIt [[Hitch|holds]].\n"
NOTES = {
    "concepts/bowline.md": NOTE,
    "concepts/hitch.md": "---\ntitle: Hitch\nvisibility: Publik\n---\n\nIt slips off a [[bowline]].\n",
    "writing/on-knots.md": "---\ntitle: On knots\ntype: writing\nauthor: Rigger\n---\n\nA bowline is a hitch.\n",
    ".obsidian/app.json": "{}",
}


def test_a_vault_comes_in_private_with_its_links(vault, load):
    report, status, _ = load(vault(NOTES))
    assert (status, report["counts"]["new"], report["counts"]["failed"]) == (0, 3, 0)
    assert set(Entry.objects.values_list("visibility", flat=True)) == {"private"}
    assert Concept.objects.get(slug="bowline").extra == "mood: calm\n"
    assert Essay.objects.get(slug="on-knots").author == "Rigger"
    link = Link.objects.get(source__slug="bowline")
    assert (link.target_all.slug, link.target_public) == ("hitch", None)
    assert Edit.objects.get(entry__slug="bowline").kind == "import"


def test_only_what_says_exactly_public_is_published_and_only_when_told(vault, load, eda):
    report, _, _ = load(vault(NOTES), publish_as_marked=True)
    files = by_path(report)
    assert files["concepts/bowline.md"]["visibility"] == "public"
    assert files["concepts/hitch.md"]["visibility"] == "private"
    assert "unknown" in str(files["concepts/hitch.md"]["messages"])
    assert VisibilityChange.objects.get().entry.slug == "bowline"


def test_an_editor_imports_but_does_not_publish(vault, load, eda, ada, ben):
    report, _, _ = load(vault(NOTES), publish_as_marked=True, user="eda")
    assert by_path(report)["concepts/bowline.md"]["visibility"] == "private"
    assert Edit.objects.filter(revision__user=eda).count() == 3
    with pytest.raises(CommandError, match="may not write"):
        load(vault(NOTES), user="ben")


def test_a_dry_run_gives_the_same_numbers_and_writes_nothing(vault, load):
    root = vault(NOTES)
    expected, _, _ = load(root, dry_run=True)
    assert not Entry.objects.exists()
    report, _, _ = load(root)
    assert report == expected


def test_a_second_run_changes_nothing_and_a_zip_is_its_folder(vault, load, tmp_path):
    root = vault(NOTES)
    load(root)
    stamps = list(Entry.objects.order_by("pk").values_list("number", "changed_at"))
    archive = tmp_path / "vault.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path, text in NOTES.items():
            file.writestr(f"vault/{path}", text)
    for source in (root, archive):
        report, status, _ = load(source)
        assert (status, report["counts"]["same"], report["counts"]["new"]) == (0, 3, 0)
    assert list(Entry.objects.order_by("pk").values_list("number", "changed_at")) == stamps


def test_a_changed_file_is_a_revision_and_keeps_the_visibility(vault, load):
    load(vault(NOTES), publish_as_marked=True)
    changed = NOTE.replace("holds", "grips").replace("visibility: public", "visibility: private")
    report, _, _ = load(vault({"concepts/bowline.md": changed}))
    assert by_path(report)["concepts/bowline.md"]["status"] == "changed"
    entry = Concept.objects.get(slug="bowline")
    assert ("grips" in entry.body, entry.number, entry.visibility) == (True, 2, "public")


def test_a_moved_file_is_known_again(vault, load):
    load(vault(NOTES))
    report, _, _ = load(vault({"knots/bowline.md": NOTE}, "moved"))
    assert report["counts"]["same"] == 1
    report, _, _ = load(vault({"knots/bowline.md": NOTE.replace("holds", "grips")}, "moved"))
    assert report["counts"]["changed"] == 1
    assert Concept.objects.filter(title="Bowline").count() == 1


def test_both_sides_changed_is_a_conflict_with_choices(vault, load):
    load(vault(NOTES))
    entry = Concept.objects.get(slug="bowline")
    revise(entry, body="Edited here.")
    root = vault({"concepts/bowline.md": NOTE.replace("holds", "grips")})
    report, status, _ = load(root)
    assert (status, by_path(report)["concepts/bowline.md"]["status"]) == (2, "conflict")
    assert Concept.objects.get(pk=entry.pk).body == "Edited here."
    report, status, _ = load(root, on_conflict="skip")
    assert (status, report["counts"]["skipped"] >= 1) == (0, True)
    load(root, on_conflict="revise")
    assert "grips" in Concept.objects.get(pk=entry.pk).body
    assert Concept.objects.get(pk=entry.pk).number == 3


CLASH = {"a/bowline.md": NOTE, "b/Bowline.md": "**Bowline** is a knot.\n"}


def test_two_files_of_one_title_stop_the_import(vault, load):
    report, status, out = load(vault(CLASH))
    assert (status, report["counts"]["conflict"]) == (2, 1)
    assert by_path(report)["b/Bowline.md"]["status"] == "conflict"
    assert "--on-conflict" in out
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({"qualifier": "Rope book"}, ["Bowline", "Bowline (Rope book)"]),
        ({"on_conflict": "skip"}, ["Bowline"]),
    ],
)
def test_a_clash_is_decided_by_the_person(vault, load, options, titles):
    _, status, _ = load(vault(CLASH), **options)
    assert status == 0
    assert sorted(Entry.objects.values_list("title", flat=True)) == titles
    assert load(vault(CLASH), **options)[0]["counts"]["new"] == 0


def test_an_existing_entry_keeps_its_name_or_is_revised(vault, load):
    load(vault({"a/bowline.md": NOTE}))
    other = vault({"c/bowline.md": "---\ntitle: bowline\n---\nAnother text.\n"}, "other")
    assert load(other)[1] == 2
    load(other, qualifier="Other")
    assert set(Entry.objects.values_list("title", flat=True)) == {"Bowline", "bowline (Other)"}
    third = vault({"d/bowline.md": "---\ntitle: bowline\n---\nA third text.\n"}, "third")
    load(third, on_conflict="revise")
    assert Concept.objects.get(title="Bowline").body.strip() == "A third text."


def test_redirects_become_other_names(vault, load):
    report, status, _ = load(
        vault(
            {
                "Bowline.md": '**Bowline** is a knot. <a href="Rope.md" class="wikilink" title="Rope">rope</a>\n',
                "King_of_knots.md": '1.  REDIRECT <a href="Bowline" class="wikilink" title="Bowline">Bowline</a>\n',
                "King.md": "#REDIRECT [[King of knots]]\n",
                "Loop_a.md": "#REDIRECT [[Loop b]]\n",
                "Loop_b.md": "#REDIRECT [[Loop a]]\n",
                "Nowhere.md": "#REDIRECT [[Never]]\n",
            }
        )
    )
    files = by_path(report)
    assert status == 0
    names = Alias.objects.filter(entry__title="Bowline", kind="alias").values_list("text", flat=True)
    assert set(names) == {"King of knots", "King"}
    assert "circle" in str(files["Loop_a.md"]["messages"])
    assert "does not exist" in str(files["Nowhere.md"]["messages"])
    assert files["Loop_a.md"]["status"] == files["Nowhere.md"]["status"] == "skipped"


def test_links_into_unknown_folders_keep_their_label_and_lose_their_path(vault, load):
    text = "Ask [[vault/people/J Doe|John]], [[vault/x]], [[writing/rope|Rope]] and [[notes/here]]. `[[vault/y]]`\n"
    report, _, _ = load(vault({"notes/ask.md": "---\ntitle: Ask\n---\n" + text}))
    assert Entry.objects.get().body.strip() == "Ask John, x, [[writing/rope|Rope]] and [[notes/here]]. `[[vault/y]]`"
    assert "vault/people/J Doe" in str(by_path(report)["notes/ask.md"]["messages"])


def test_invalid_front_matter_is_stored_as_text_and_reported_with_its_place(vault, load):
    text = "---\ntitle: [Bowline\n---\nIt holds.\n"
    report, status, out = load(vault({"bad.md": text}))
    [item] = report["files"]
    assert (status, item["status"], item["visibility"]) == (1, "new", "private")
    assert text.strip() in Entry.objects.get().body
    assert any(message["line"] for message in item["messages"])
    assert "line" in out


@pytest.mark.parametrize(
    "raw", [b"a\0b text here", b"caf\xe9 text", b"\xef\xbb\xbfWith a mark", b"\xff\xfe\x00 \xd8", b""]
)
def test_odd_bytes_never_crash_and_stay_with_the_entry(vault, load, raw):
    report, _, _ = load(vault({"odd.md": raw, "fine.md": NOTE}))
    assert by_path(report)["fine.md"]["status"] == "new"
    origin = Origin.objects.filter(path="odd.md").first()
    assert origin is None or bytes(origin.raw) == raw


def test_a_title_or_text_that_cannot_be_stored_fails_alone(vault, load):
    files = {
        "a.md": f"---\ntitle: {'x' * 300}\n---\nText.\n",
        "b.md": NOTE,
        "c.md": "---\ntitle: C\n---\n" + "a " * 600_000,
    }
    report, status, _ = load(vault(files))
    statuses = {path: item["status"] for path, item in by_path(report).items()}
    assert statuses["b.md"] == "new"
    assert statuses["c.md"] == "failed"
    assert status == 1
    assert Entry.objects.filter(title="Bowline").exists()


def test_a_killed_import_is_completed_by_a_second_run(vault, load, monkeypatch):
    files = {f"knot-{n:02}.md": f"---\ntitle: Knot {n}\n---\nBefore [[Knot {n + 1}]].\n" for n in range(12)}
    root = vault(files)
    monkeypatch.setattr(applying, "BATCH", 5)
    save, calls = applying.save_entries, []

    def killed(*args, **options):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return save(*args, **options)

    monkeypatch.setattr(applying, "save_entries", killed)
    with pytest.raises(KeyboardInterrupt):
        load(root)
    assert Entry.objects.count() == 5
    report, _, _ = load(root)
    assert (report["counts"]["same"], report["counts"]["new"]) == (5, 7)
    assert Link.objects.filter(target_all=None).count() == 1
    assert Edit.objects.count() == 12


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


def test_the_five_documents(shared, load, client_of, nobody, eda, tmp_path):
    report, status, _ = load(shared / "seeds", qualifier="AnarWiki", publish_as_marked=True)
    assert (status, report["counts"]["new"]) == (0, 5)
    public, private = Concept.objects.get(slug="dual-power"), Concept.objects.get(slug="dual-power-anarwiki")
    assert (public.visibility, private.visibility) == ("public", "private")
    assert [use.name for use in public.tagged.all()] == ["governance", "strategy", "prefiguration"]
    assert len(public.related) == 4
    visitor = client_of(nobody)
    assert visitor.get("/concepts/counter-institutions/")["Location"] == "/concepts/dual-power/"
    assert (private.citation_uses.count(), private.tagged.count()) == (9, 8)
    for scrap in ('"[[', "Category:", "â€", "<a ", "<references"):
        assert scrap not in private.body
    assert "<blockquote>" in private.html
    essay = Essay.objects.get(title="An Anarchist Dual Power")
    assert (essay.author, str(essay.published_on)) == ("The Anarchist Environmentalist", "2021-01-04")
    for text in Essay.objects.all():
        named = Link.objects.filter(source=text.pk, kind="mention").values_list("target_all__slug", flat=True)
        assert "dual-power" in named
        assert "Follow me" not in text.body
        assert "For daily updates" not in text.body
    assert load(shared / "seeds", qualifier="AnarWiki", publish_as_marked=True)[0]["counts"]["same"] == 5
    call_command("export_entries", tmp_path / "out", all=True, stdout=io.StringIO())
    for file in (shared / "seeds").iterdir():
        assert (tmp_path / "out" / file.name).read_bytes() == file.read_bytes()
