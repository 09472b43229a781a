"""Files, folders and zips as records, whatever they hold."""

import os
import shutil
import stat
import zipfile

import pytest

from wiki.interchange import archive, reading
from wiki.interchange.records import Options

NOTE = "---\ntitle: {}\ntype: concept\n---\n\nText.\n"
FILES = {
    "a.md": NOTE.format("A"),
    "b/c.md": NOTE.format("C"),
    "b/Ä.md": NOTE.format("Ä"),
    ".obsidian/app.json": "{}",
    ".obsidian/deep/x.md": "x",
    ".trash.md": "x",
    ".DS_Store": "\0\0",
    "b/._c.md": "x",
    ".!4711!c.md": "x",
    "Templates/new.md": "# {{title}}",
    "blank.md": "# {{title}}",
    "data.json": "{}",
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "bytes.md": bytes(range(32)) * 10,
}
KINDS = {
    ".!4711!c.md": "skipped",
    ".DS_Store": "skipped",
    ".obsidian/": "skipped",
    ".trash.md": "skipped",
    "Templates/": "skipped",
    "a.md": "concept",
    "b/._c.md": "skipped",
    "b/c.md": "concept",
    "b/Ä.md": "concept",
    "blank.md": "skipped",
    "bytes.md": "skipped",
    "data.json": "skipped",
    "picture.png": "skipped",
}


@pytest.fixture
def vault(tmp_path):
    folder = tmp_path / "vault"
    fill(folder, FILES)
    return folder


def fill(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(path, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


def read(*paths, **options):
    return list(reading.read(paths, Options(**options)))


def kinds(records):
    return {record.path: record.kind for record in records}


def said(record):
    return " ".join(message.text for message in record.messages)


def test_a_folder_is_read_in_the_order_of_its_paths(vault):
    records = read(vault)
    assert kinds(records) == KINDS
    assert [record.path for record in records] == sorted(KINDS)
    assert all(record.messages for record in records if record.kind == "skipped")
    (record,) = [record for record in records if record.path == "a.md"]
    assert (record.title, record.raw.decode(), len(record.sha256)) == ("A", NOTE.format("A"), 64)


@pytest.mark.parametrize("prefix", ["", "vault/", "other/"])
def test_a_zip_reads_as_its_folder(vault, tmp_path, prefix):
    path = zipped(tmp_path / "vault.zip", {prefix + name: content for name, content in FILES.items()})
    assert read(path) == read(vault)


def test_the_folder_of_entries_in_a_zip_is_no_root(tmp_path):
    assert kinds(read(zipped(tmp_path / "export.zip", {"concepts/a.md": NOTE.format("A")}))) == {
        "concepts/a.md": "concept"
    }


def test_macos_zips(tmp_path):
    entries = {"vault/A\u0308.md": NOTE.format("x"), "__MACOSX/vault/._A\u0308.md": "x"}
    assert kinds(read(zipped(tmp_path / "x.zip", entries))) == {"Ä.md": "concept", "__MACOSX/": "skipped"}


def test_names_that_lead_out_of_a_zip_are_refused(tmp_path):
    entries = {"../evil.md": "x", "/abs.md": "x", "C:\\x.md": "x", "a/../../b.md": "x", "good.md": NOTE.format("G")}
    found = kinds(read(zipped(tmp_path / "x.zip", entries)))
    assert found.pop("good.md") == "concept"
    assert len(found) == 4 and set(found.values()) == {"failed"}
    assert not (tmp_path.parent / "evil.md").exists()


def test_bombs_are_refused_whole(tmp_path, monkeypatch):
    (record,) = read(zipped(tmp_path / "x.zip", {"a.md": b"0" * 3_000_000}))
    assert record.kind == "failed" and "bomb" in said(record)
    monkeypatch.setattr(archive, "MAX_ENTRIES", 2)
    assert kinds(read(zipped(tmp_path / "y.zip", dict.fromkeys("abc", "x")))) == {"y.zip": "failed"}
    monkeypatch.setattr(archive, "MAX_TOTAL", 5)
    assert kinds(read(zipped(tmp_path / "z.zip", {"a": "123456"}))) == {"z.zip": "failed"}


def test_broken_zips_and_entries(tmp_path):
    (tmp_path / "cut.zip").write_bytes(zipped(tmp_path / "x.zip", {"a.md": "text " * 99}).read_bytes()[:60])
    assert kinds(read(tmp_path / "cut.zip")) == {"cut.zip": "failed"}
    raw = bytearray(
        zipped(tmp_path / "y.zip", {"a.md": "text", "b.md": NOTE.format("B")}, zipfile.ZIP_STORED).read_bytes()
    )
    raw[raw.index(b"text")] = 0x54
    (tmp_path / "y.zip").write_bytes(raw)
    assert kinds(read(tmp_path / "y.zip")) == {"a.md": "failed", "b.md": "concept"}


def test_encrypted_entries_and_links_in_a_zip(tmp_path):
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr(link, "/etc/passwd")
        file.writestr("locked.md", "x")
    raw = bytearray((tmp_path / "x.zip").read_bytes())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(raw)
    assert kinds(read(tmp_path / "x.zip")) == {"link.md": "skipped", "locked.md": "failed"}


def test_links_are_not_followed(tmp_path):
    secret = fill(tmp_path, {"secret.md": "secret"}) / "secret.md"
    folder = fill(tmp_path / "vault", {"a.md": NOTE.format("A")})
    (folder / "out.md").symlink_to(secret)
    (folder / "in.md").symlink_to(folder / "a.md")
    (folder / "dead.md").symlink_to(folder / "none")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    records = read(folder)
    assert {record.path for record in records if record.kind == "concept"} == {"a.md"}
    assert {record.kind for record in records} == {"concept", "skipped"}
    assert not any(b"secret" in record.raw for record in records)


def test_what_is_not_there_or_may_not_be_read_fails_with_a_message(tmp_path, monkeypatch):
    (record,) = read(tmp_path / "none.md")
    assert (record.path, record.kind) == ("none.md", "failed") and "no such file" in said(record)
    fill(tmp_path, {"a.md": "x"})

    def refuse(*args):
        raise PermissionError(13, "no")

    monkeypatch.setattr(reading.Path, "open", refuse)
    assert "permission" in said(read(tmp_path)[0])


def test_large_files(tmp_path):
    fill(tmp_path, {"a.md": "word " * 200_001, "b.md": "word " * 199_999, "c.md": b"x" * 4_000_001})
    assert kinds(read(tmp_path)) == {"a.md": "failed", "b.md": "essay", "c.md": "failed"}


def test_title_and_author_are_for_a_single_file(tmp_path):
    fill(tmp_path, {"a.md": NOTE.format("A"), "b.md": NOTE.format("B"), ".x": ""})
    (record,) = read(tmp_path / "a.md", title="Other", author="Ann")
    assert (record.title, record.author) == ("Other", "Ann")
    records = [
        record for record in read(tmp_path, title="Other", author="Ann", type="essay") if record.kind != "skipped"
    ]
    assert [(record.title, record.author, record.kind) for record in records] == [
        ("A", "", "essay"),
        ("B", "", "essay"),
    ]
    assert sum("single file" in said(record) for record in records) == 1


@pytest.mark.parametrize("article", ["Low_wall(1).md", None])
def test_a_redirect_that_took_the_place_of_its_page(tmp_path, article):
    redirect = '1.  REDIRECT <a href="Low_Wall" class="wikilink" title="Low Wall">Low Wall</a>'
    fill(tmp_path, {"Low_wall.md": redirect})
    if article:
        fill(tmp_path, {article: '**Low wall** is a <a href="Weir" class="wikilink">weir</a>.'})
    records = {record.path: record for record in read(tmp_path)}
    assert records["Low_wall.md"].kind == ("skipped" if article else "redirect")
    assert ("is read from" if article else "is not here") in said(records["Low_wall.md"])
    if article:
        assert records[article].title == "Low wall"


def test_office_documents_and_zips_inside_are_no_entries(tmp_path):
    assert kinds(read(zipped(tmp_path / "x.docx", {"[Content_Types].xml": "", "a.md": "x"}))) == {"x.docx": "skipped"}
    folder = tmp_path / "vault"
    folder.mkdir()
    zipped(folder / "inner.zip", {"a.md": "x"})
    assert kinds(read(folder)) == {"inner.zip": "skipped"}


@pytest.mark.parametrize("options", [{"type": "poem"}, {"map_publish": "publsih"}])
def test_options_that_mean_nothing_are_refused(tmp_path, options):
    with pytest.raises(reading.CannotRead):
        read(tmp_path, **options)


def test_web_pages_are_skipped(tmp_path):
    fill(tmp_path, {"a.txt": "<!DOCTYPE html>\n<html><p>x</p></html>", "b.txt": NOTE.format("B")})
    assert kinds(read(tmp_path)) == {"a.txt": "skipped", "b.txt": "concept"}
    assert [source.path for source in reading.listing([tmp_path])] == ["a.txt", "b.txt"]


def test_reading_is_lazy(vault, monkeypatch):
    opened = []
    monkeypatch.setattr(
        reading, "read_document", lambda raw, path, options: opened.append(path) or reading.failed(path, "")
    )
    records = reading.read([vault], Options())
    assert next(record for record in records if record.path == "a.md")
    assert opened == ["a.md"]


def test_all_seeds_at_once(shared, tmp_path):
    shutil.copytree(shared / "seeds", tmp_path / "seeds", ignore=shutil.ignore_patterns(".*"))
    records = read(tmp_path / "seeds")
    assert [record.kind for record in records] == ["concept", "concept", "essay", "essay", "concept"]
    assert [record.format for record in records] == ["garden", "mediawiki", "essay", "essay", "garden"]
    assert [record.marked for record in records] == ["public", "", "", "", "public"]
    assert all(record.raw and not record.stored_as_text for record in records)
