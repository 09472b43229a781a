"""How the merged text of two people's changes is divided for its page."""

import time

import pytest

from wiki.readers.editing import Piece


def test_a_piece_is_shown_in_paragraphs_and_headings():
    text = "\n# Tides\n \t\n\nOne.\nTwo.\n\n#Three\n"
    assert Piece(text).blocks == [(True, "Tides"), (False, "One.\nTwo."), (False, "#Three")]


@pytest.mark.parametrize(
    "between", ["\n" * 100_000, " \n" * 50_000, "\n" + " " * 100_000 + "\n", "\n \r\n" + " " * 100_000]
)
def test_long_blanks_between_paragraphs_take_no_long_time(between):
    begun = time.process_time()
    blocks = Piece(f"# {' ' * 100_000}a{between}x").blocks
    assert [(heading, text.strip()) for heading, text in blocks] == [(True, "a"), (False, "x")]
    assert time.process_time() - begun < 2
