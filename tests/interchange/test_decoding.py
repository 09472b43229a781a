"""Bytes become text, and what was odd about them is said."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.interchange.decoding import decode, is_binary, repair_mojibake


@pytest.mark.parametrize(
    ("raw", "text", "said"),
    [
        (b"plain", "plain", []),
        ("é".encode(), "é", []),
        (b"\xef\xbb\xbfx", "x", ["info"]),
        (b"a\r\nb\rc", "a\nb\nc", ["info"]),
        (b"caf\xe9 \x93x\x94", "café “x”", ["warning"]),
        (b"a\xc2\nb", "a\ufffd\nb", ["warning"]),
        ("é".encode() + b"\xe9", "é\ufffd", ["warning"]),
        (b"a\0b", "ab", ["warning"]),
        (b"\xff\xfea\0b\0", "ab", ["info"]),
    ],
)
def test_letters(raw, text, said):
    found, messages = decode(raw)
    assert found == text
    assert [message.level for message in messages] == said


def test_a_lone_byte_is_reported_with_its_place():
    _, (message,) = decode(b"ok\na\xc2b")
    assert (message.line, message.column) == (2, 2)


@given(st.binary(max_size=200))
def test_decode_never_raises_and_gives_clean_text(raw):
    text, _ = decode(raw)
    assert "\0" not in text and "\r" not in text
    text.encode()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("growingâ€”the", "growing—the"),
        ("cafÃ© SÃO", "café SÃO"),
        ("Â£5 â‚¬6", "£5 €6"),
        ("naïve—“x” SÃO 数字 Ã la", None),
        ("ðŸ˜€", "😀"),
    ],
)
def test_mojibake_is_repaired_only_when_it_is_certain(broken, whole):
    text, messages = repair_mojibake(broken)
    assert text == (whole or broken)
    assert bool(messages) == (whole is not None)


def test_text_is_told_from_other_files():
    assert is_binary(b"\x89PNG\r\n\x1a\n....") and is_binary(bytes(range(32)) * 9) and is_binary(b"RIFF\0\0\0\0WAVE")
    assert not any(map(is_binary, (b"", b"a\0b", b"RIFF is a format", "数字".encode(), b"\xff\xfea\0b\0")))


def test_the_tables_of_encodings(shared):
    for case in json.loads((shared / "cases" / "links.json").read_text())["cases"]:
        if case["area"] == "enc":
            raw = bytes.fromhex(case["input_hex"]) if case.get("input_hex") else case["input"].encode()
            assert decode(raw)[1]
