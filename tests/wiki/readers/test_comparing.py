"""What a comparison of two documents holds."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.document.document import Document
from wiki.readers.comparing import DiffPage, compare

WORDS = st.sampled_from(["weir", "is", "low", "high", "fish", "[[mill]]", "*and*", "## Uses", "\n\n", "\n", " "])
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


def blocks(comparison):
    return [block for part in comparison.parts for block in part.rows]


@given(TEXTS, TEXTS)
def test_one_stream_holds_both_sides(old, new):
    for block in blocks(compare(Document(body=old), Document(body=new))):
        line = [(span.text, span.kind) for span in block.line]
        assert [item for item in line if item[1] != "ins"] == [(span.text, span.kind) for span in block.old]
        assert [item for item in line if item[1] != "del"] == [(span.text, span.kind) for span in block.new]


@given(TEXTS, TEXTS)
def test_every_word_that_changed_is_shown(old, new):
    shown = blocks(compare(Document(body=old), Document(body=new)))
    before, after = old.split(), new.split()
    for word in set(before) ^ set(after):
        side = "del" if word in before else "ins"
        assert any(span.kind == side and word in span.text for block in shown for span in block.line), word


@given(TEXTS)
def test_a_document_differs_from_itself_in_nothing(text):
    document = Document(title="A", aliases=("b",), extra="c: d\n", body=text)
    assert compare(document, document).is_empty


@pytest.mark.parametrize(
    ("field", "old", "new", "removed", "added", "reordered"),
    [
        ("tags", ("a", "b"), ("b", "c"), ["a"], ["c"], False),
        ("aliases", ("a", "b"), ("b", "a"), [], [], True),
        ("related", (), ("x",), [], ["x"], False),
        ("author", "A", "B", ["A"], ["B"], False),
        ("published", "", "1901", [], ["1901"], False),
        ("extra", "a: 1\nb: 2\n", "b: 2\nc: 3\n", ["a: 1"], ["c: 3"], False),
        ("extra", "a: 1\nb: 2\n", "b: 2\na: 1\n", [], [], True),
    ],
)
def test_a_field_is_a_line(field, old, new, removed, added, reordered):
    (line,) = compare(Document(**{field: old}), Document(**{field: new})).lines
    assert (line.removed, line.added, line.is_reordered) == (removed, added, reordered)


@pytest.mark.parametrize(
    ("between", "said"), [(0, ""), (1, "one edit between"), (9, "nine edits between"), (10, "10 edits between")]
)
def test_how_many_stand_between(between, said):
    assert DiffPage(None, None, None, 0, between=between).between_text == said


def test_two_long_texts_are_compared_at_once():
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmno", k=chance.randint(2, 10))) for _ in range(2000)]
    paragraphs = [" ".join(chance.choices(words, k=75)) + "." for _ in range(40)]
    touched = [
        " ".join(chance.choice(words) if chance.random() < 0.15 else word for word in paragraph.split())
        for paragraph in paragraphs
    ]
    old, new = (Document(body="\n\n".join(text)) for text in (paragraphs, touched[:20] + paragraphs[20:]))
    assert len(old.body) > 20_000

    def spent():
        start = time.process_time()
        compare(old, new)
        return time.process_time() - start

    assert min(spent() for _ in range(5)) < 0.06  # some 20 ms where nothing else runs
