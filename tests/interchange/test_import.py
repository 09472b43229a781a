"""From files to entries and back, by the commands."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError

from tests.factories import revise
from tests.interchange.notes import NOTE, NOTES
from wiki.actions import publishing
from wiki.interchange import applying, checking, reading
from wiki.interchange.records import Options
from wiki.management.commands.import_entries import Command
from wiki.models import Alias, Concept, Edit, Entry, Essay, Link, Origin, VisibilityChange

pytestmark = pytest.mark.django_db


def by_path(report):
    return {item["path"]: item for item in report["files"]}


@pytest.mark.usefixtures("own_children")
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
    report, _, _ = load(vault({"concepts/bowline.md": NOTE.replace("holds", "grips")}))
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


TWO = NOTE.rstrip() + "\n\nSailors trust it. Climbers do too.\n"


def test_a_changed_file_and_an_edited_entry_are_brought_together_again_and_again(vault, load):
    load(vault({"concepts/bowline.md": TWO}))
    entry = Concept.objects.get(slug="bowline")
    revise(entry, body=entry.body.replace("Sailors", "Riggers"), tags=["knots", "loops"])
    root = vault({"concepts/bowline.md": TWO.replace("Climbers", "Cavers")})
    dry, _, _ = load(root, dry_run=True)
    report, status, _ = load(root)
    row = by_path(report)["concepts/bowline.md"]
    assert (status, row["status"], dry["counts"]) == (0, "changed", report["counts"])
    assert "brought together" in str(row["messages"])
    entry.refresh_from_db()
    assert "Riggers trust it. Cavers do too." in entry.body
    assert "loops" in entry.document().tags
    assert load(root)[0]["counts"]["same"] == 1
    load(vault({"concepts/bowline.md": TWO.replace("Climbers", "Miners")}))
    entry.refresh_from_db()
    assert "Riggers trust it. Miners do too." in entry.body
    assert "loops" in entry.document().tags


def test_both_sides_changed_is_a_conflict_with_choices(vault, load):
    load(vault(NOTES))
    entry = Concept.objects.get(slug="bowline")
    revise(entry, body="Edited here.")
    root = vault({"concepts/bowline.md": NOTE.replace("holds", "grips")})
    report, status, _ = load(root)
    row = by_path(report)["concepts/bowline.md"]
    assert (status, row["status"]) == (2, "conflict")
    assert "in 1 place of the text" in str(row["messages"])
    assert Concept.objects.get(pk=entry.pk).body == "Edited here."
    report, status, _ = load(root, on_conflict="skip")
    assert (status, report["counts"]["skipped"] >= 1) == (0, True)
    load(root, on_conflict="revise")
    assert "grips" in Concept.objects.get(pk=entry.pk).body
    assert Concept.objects.get(pk=entry.pk).number == 3


def test_no_import_brings_a_text_before_readers_that_does_not_say_public(vault, load):
    load(vault(NOTES), publish_as_marked=True)
    for said in ("visibility: private\n", "visibility: Publik\n", ""):
        changed = NOTE.replace("holds", "grips").replace("visibility: public\n", said)
        for decision in ("stop", "revise", "qualify"):
            report, status, _ = load(vault({"concepts/bowline.md": changed}), on_conflict=decision)
            assert (status, by_path(report)["concepts/bowline.md"]["status"]) == (2, "conflict")
        assert load(vault({"concepts/bowline.md": changed}), on_conflict="skip")[1] == 0
    other = vault({"b/Bowline.md": "---\ntitle: Bowline\n---\nPrivate words.\n"}, "other")
    assert load(other, on_conflict="revise")[1] == 2
    assert Concept.objects.get(slug="bowline").number == 1


def test_a_file_that_never_said_anything_revises_what_was_published_since(vault, load):
    root = vault({"Rope.md": "**Rope** is long.\n", "moved/Rope.md": ".", "sheet.md": "---\ntitle: Sheet\n---\nOld.\n"})
    (root / "moved/Rope.md").unlink()
    load(root)
    publishing.publish(list(Concept.objects.all()), by=None)
    (root / "Rope.md").write_text("**Rope** is strong.\n")
    (root / "sheet.md").write_text("---\ntitle: Sheet\n---\nNew.\n")
    report, status, _ = load(root)
    assert (status, report["counts"]["changed"]) == (0, 2)
    # Moved and changed, it is no longer surely the same file.
    (root / "Rope.md").unlink()
    (root / "moved/Rope.md").write_text("**Rope** is secret.\n")
    assert load(root)[1] == 2


def test_the_summary_of_an_import_does_not_tell_where_the_file_lay(vault, load):
    load(vault({"people/Jane Doe/bowline.md": NOTE}), publish_as_marked=True)
    assert set(Edit.objects.values_list("revision__comment", flat=True)) == {"Imported"}
    assert VisibilityChange.objects.get().reason == "Imported"


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(vault, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("import_entries", str(vault(NOTES)), report=tmp_path / "nowhere" / "r.json")
    with pytest.raises(CommandError, match=r"no type|invalid choice"):
        call_command("import_entries", str(vault(NOTES)), type="poem", report=tmp_path / "r.json")
    assert not (tmp_path / "r.json").exists()
    assert not Entry.objects.exists()


def test_a_wrong_option_does_not_look_like_a_conflict(capsys):
    with pytest.raises(SystemExit) as stop:
        Command().run_from_argv(["manage.py", "import_entries", "x.md", "--no-such-option"])
    assert stop.value.code == 1
    assert "--no-such-option" in capsys.readouterr().err


def test_a_second_import_at_the_same_time_finds_its_files_the_same(vault, load, monkeypatch):
    root, save, ran = vault(NOTES), applying.save_entries, []

    def late(drafts, *, by):
        if not ran:
            ran.append(1)
            load(root)
        return save(drafts, by=by)

    monkeypatch.setattr(applying, "save_entries", late)
    report, status, _ = load(root)
    assert (status, report["counts"]["same"], report["counts"]["failed"]) == (0, 3, 0)
    ran.clear()
    (root / "concepts/bowline.md").write_text(NOTE.replace("holds", "grips"))
    report, status, _ = load(root)
    assert (status, report["counts"]["same"], Edit.objects.count()) == (0, 3, 4)


@pytest.mark.parametrize("error", [DataError, IntegrityError])
def test_what_the_database_refuses_fails_alone(vault, load, monkeypatch, error):
    save = applying.save_entries

    def refuse(submissions, *, by):
        if any(submission.document.title == "Hitch" for submission in submissions):
            raise error("value too long\nCONTEXT")
        return save(submissions, by=by)

    monkeypatch.setattr(applying, "save_entries", refuse)
    report, status, _ = load(vault(NOTES))
    hitch = by_path(report)["concepts/hitch.md"]
    assert (status, report["counts"]["new"], hitch["status"]) == (1, 2, "failed")
    assert "value too long." in str(hitch["messages"])


def test_a_file_that_changes_while_it_is_imported_fails(vault, load, monkeypatch):
    root, check = vault(NOTES), checking.check

    def slow(records, rules):
        items = check(records, rules)
        (root / "concepts/hitch.md").write_text("Other bytes.")
        return items

    monkeypatch.setattr(checking, "check", slow)
    report, status, _ = load(root)
    assert (status, by_path(report)["concepts/hitch.md"]["status"]) == (1, "failed")
    assert report["counts"]["new"] == 2


def test_a_plan_holds_no_bytes_and_no_text_of_what_is_the_same(vault, load):
    root = vault(NOTES)
    plan = lambda: {  # noqa: E731
        item.record.path: item for item in checking.check(reading.read([root], Options()), checking.Rules())
    }
    assert not any(item.record.raw for item in plan().values())
    load(root)
    (root / "concepts/hitch.md").write_text("---\ntitle: Hitch\n---\n\nIt grips.\n")
    held = {path: bool(item.record.body) for path, item in plan().items()}
    assert held == {
        "concepts/bowline.md": False,
        "concepts/hitch.md": True,
        "writing/on-knots.md": False,
        ".obsidian/": False,
    }


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
