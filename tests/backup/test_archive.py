"""A backup file is whole, or it is refused; while it is written there is nothing in its place."""

import stat

import pytest

from wiki.backup.archive import BackupRefused, reading, writing

PARTS = {"one": b"first " * 400, "two": bytes(range(256)) * 8, "empty": b""}


def write(path, **options):
    with writing(path, {"database": "none"}, **options) as writer:
        for name, content in PARTS.items():
            writer.add(name, [content[:7], content[7:]])
    return path


def read(path):
    with reading(path) as reader:
        return {name: b"".join(reader.chunks(name)) for name in reader.manifest["parts"]}


@pytest.fixture
def archive(tmp_path):
    return write(tmp_path / "wiki.backup")


def test_what_was_written_is_read(archive):
    assert read(archive) == PARTS


def test_nobody_else_may_read_it(archive, tmp_path):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with writing(tmp_path / "other", {}) as writer:
        writer.add("one", [b"1"])
        (unfinished,) = tmp_path.glob(".other.*")
        assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600


def test_every_byte_counts(archive):
    sound = archive.read_bytes()
    for place in range(len(sound)):
        archive.write_bytes(sound[:place] + bytes([sound[place] ^ 0x10]) + sound[place + 1 :])
        with pytest.raises(BackupRefused, match=r"damaged|no backup|not hold|newer"):
            read(archive)


def test_no_part_of_it_is_enough(archive):
    sound = archive.read_bytes()
    for length in [*range(0, len(sound), 7), len(sound) - 1]:
        archive.write_bytes(sound[:length])
        with pytest.raises(BackupRefused):
            read(archive)
    archive.write_bytes(sound + b"\n")
    with pytest.raises(BackupRefused):
        read(archive)


@pytest.mark.parametrize("content", [b"", b"a letter", b"PK\x05\x06" + b"\0" * 18])
def test_other_files_are_refused(tmp_path, content):
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(BackupRefused, match="no backup"):
        read(tmp_path / "other")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BackupRefused, match="cannot be read"):
        read(tmp_path / "none")


def test_a_file_that_is_there_stays(archive):
    with pytest.raises(BackupRefused, match="there already"):
        write(archive)
    assert read(write(archive, force=True)) == PARTS


def test_what_fails_leaves_nothing_behind(archive, tmp_path):
    before = archive.read_bytes()
    with pytest.raises(OSError, match="full"), writing(archive, {}, force=True) as writer:
        writer.add("one", [b"1"])
        raise OSError("full")
    assert archive.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == [archive.name]
