"""The words of a note that are emphasised, found again in the html."""

import pytest

from wiki.rendering.markdown import draft
from wiki.rendering.note_emphasis import set_out


@pytest.mark.parametrize(
    "note, parts",
    [
        ("Ann Quiet, *Hills*, 1999.", [("Ann Quiet, ", False), ("Hills", True), (", 1999.", False)]),
        ("*Hills*  and *more*, 1999.", [("Hills", True), (" and ", False), ("more", True), (", 1999.", False)]),
        ("***Hills*** & *“<3”*, 1999.", [("Hills", True), (" & ", False), ("“<3”", True), (", 1999.", False)]),
        ("A. Quiet, **Hills**, 1999.", [("A. Quiet, Hills, 1999.", False)]),
        ("A. Quiet, Hills*, 1999.", [("A. Quiet, Hills*, 1999.", False)]),
        (
            "A. Quiet, *the [[Mill]]*, 1999.\n\n    *And* https://example.org/x",
            [
                ("A. Quiet, ", False),
                ("the Mill", True),
                (", 1999. ", False),
                ("And", True),
                (" https://example.org/x", False),
            ],
        ),
    ],
)
def test_emphasis_is_found_again(note, parts):
    made = draft(f"One.[^a] Two.[^b]\n\n[^a]: First, *not this*, 2000.\n\n[^b]: {note}\n")
    assert set_out(made.html, 2, made.citations[1].text) == parts


def test_other_words_are_left_as_they_are():
    html = '<section class="notes"><ol><li data-note="1" id="fn-1"><em>Hills</em></li></ol></section>'
    assert set_out(html, 1, "Hills") == [("Hills", True)]
    assert set_out(html, 1, "Hil") == [("Hil", True)]
    for number, text in ((1, "Other"), (2, "Hills"), (0, "Hills")):
        assert set_out(html, number, text) == [(text, False)]
    assert set_out("", 1, "Hills") == [("Hills", False)]
