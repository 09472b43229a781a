"""The document form of an entry: what `parse` understands and what `write` promises."""

import dataclasses
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.document.strategies import documents
from wiki.document.document import (
    Document,
    is_own_writing,
    opens_with_title,
    parse,
    without_title_heading,
    write,
)


@settings(deadline=None)
@given(documents)
@example(Document(title="Rain", body="# Rain\n\nWater that falls."))
@example(Document(title="It's", body="# It's\n"))
@example(Document(title="", body="---\ntitle: no\n---\n"))
@example(Document(title="x", body="\n"))
@example(Document(title="x", body="\r\n\r\nb"))
def test_what_was_written_reads_back_exactly(document):
    assert parse(write(document)) == document
    assert parse(write(document, visibility="public")) == dataclasses.replace(document, visibility="public")
    assert not parse(write(document)).problems


@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("ab=.[]{},\n'\"1#-: "), max_size=40).map("+++\n{}\n+++\n".format),
        st.text(st.sampled_from("-\r\n:[]{}&*a,?|>'\"#% \ufeff"), max_size=60).map("---\n{}\n---\n".format),
    )
)
def test_parse_never_raises_and_its_documents_are_stable(text):
    document = parse(text)
    if document.unread or not document.extra:
        assert document.body == text or text.endswith(document.body)
    assert parse(write(document)) == dataclasses.replace(document, visibility="")


READ = [
    ("title: Rain\ntags: [a, b]", {"title": "Rain", "tags": ("a", "b")}),
    ("tags: a b", {"tags": ("a", "b")}),
    ("tags: '#a #b'", {"tags": ("a", "b")}),
    ("tags: social ecology, water", {"tags": ("social ecology", "water")}),
    ("tags: null", {"tags": ()}),
    ("tags:", {"tags": ()}),
    ("tags: [2023, null, {x: y}, 2024-01-05, true]", {"tags": ("2023", "2024-01-05", "true")}),
    ("tags: [[a, b], [c]]", {"tags": ("a", "b", "c")}),
    ("aliases: one name", {"aliases": ("one name",)}),
    ("aliases: one, two", {"aliases": ("one", "two")}),
    ("aliases: ['one, two']", {"aliases": ("one, two",)}),
    ("alias: DP\naliases: [x]", {"aliases": ("DP", "x")}),
    ("aliases:\n  -", {"aliases": ()}),
    ("related: [[rain]]", {"related": ("rain",)}),
    ("related: [[rain|the rain]]", {"related": ("rain",)}),
    ("related: [[rain, snow]]", {"related": ("rain, snow",)}),
    ("related:\n  - [[a b]]\n  - '[[c|d]]'\n  - e", {"related": ("a b", "c", "e")}),
    ("related: [[[a]], [[b#c]]]", {"related": ("a", "b")}),
    ("related: [[a], [b]]", {"related": ("a", "b")}),
    ("title: 1984", {"title": "1984"}),
    ("title: 2024-01-05", {"title": "2024-01-05"}),
    ("title: yes", {"title": "yes"}),
    ("title: ~", {"title": ""}),
    ("title: >-\n  two\n  lines", {"title": "two lines"}),
    ("Title: Rain\nTAGS: [a]", {"title": "Rain", "tags": ("a",)}),
    ("author: [Ann, Ben]", {"author": "Ann, Ben"}),
    ("type: Writing\nurl: https://example.org/a", {"kind": "essay", "source_url": "https://example.org/a"}),
    ("type: project", {"kind": "concept", "type": "project"}),
    ("published: 2021", {"published": "2021", "extra": ""}),
    ("published: true", {"published": "", "extra": "published: true\n"}),
    ("visibility: Public ", {"visibility": "public", "extra": ""}),
    ("Visibility: public", {"visibility": "", "extra": "Visibility: public\n"}),
    ("visibility: [public]", {"visibility": "[public]"}),
    ("x: 1\ntitle: a\ny:  'two' # three\n# after", {"extra": "x: 1\ny:  'two' # three\n# after\n"}),
    ("  title: a\n  x: 1\n  y:\n    - 2", {"title": "a", "extra": "x: 1\ny:\n  - 2\n"}),
    ("{title: a, x: [1,\n 2]}", {"title": "a", "extra": "x: [1,\n  2]\n"}),
    ("title: &t a\nx: *t\ny: 2", {"title": "a", "extra": "y: 2\n"}),
    ("a: &a [1, 1]\nb: [*a, *a]", {"extra": "a: &a [1, 1]\nb: [*a, *a]\n"}),
    ("a: 1\na: 2", {"extra": "a: 2\n"}),
]


@pytest.mark.parametrize(("front", "expected"), READ)
def test_odd_values_become_text(front, expected):
    document = parse(f"---\n{front}\n---\nBody.\n")
    assert {name: getattr(document, name) for name in expected} == expected
    assert document.body == "Body.\n"
    again = parse(write(document))
    assert again == dataclasses.replace(document, visibility="")


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("tags: [a, {b: c}]", 2),
        ("x: 1\ntags: [a, null]", 3),
        ("a: 1\na: 2", 3),
        ("tags: [a]\nTags: [b]", 3),
        ("title: &t a\nx: *t", 3),
    ],
)
def test_what_is_left_out_is_named_with_its_line(front, line):
    (problem,) = parse(f"---\n{front}\n---\n").problems
    assert (problem.line, problem.serious) == (line, False)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("---\ntitle: Foo: Bar\n---\nbody", 2, 11),
        ("---\ntitle: a\nb: [\n---\nbody", 4, 1),
        ("---\ntitle: *nothing\n---\nbody", 2, 8),
        ("---\ntitle: a\x07b\n---\nbody", 2, 9),
        ("---\ntitle: never closed\n\nbody", 1, 1),
        ("---\nx: " + "[" * 5000 + "\n---\n", 2, 24),
        ("---\nx: 1\n" + "y: z\n" * 30_000 + "---\n", 2, 1),
    ],
)
def test_unreadable_front_matter_keeps_the_whole_text(text, line, column):
    document = parse(text)
    assert document.unread
    assert document.body == text
    assert (document.problems[0].line, document.problems[0].column) == (line, column)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain.",
        "---",
        "---\n",
        "---\n\nA rule above.\n",
        "---\n\nNote: this\n\n---\n\nMore.",
        "--- a\nb: c\n---\n",
        "- x\n---\n",
    ],
)
def test_a_text_without_front_matter_is_all_body(text):
    assert parse(text) == Document(body=text)
    assert not parse(text).problems


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: x\n---\nbody", "body"),
        ("---\ntitle: x\n---\n\nbody", "body"),
        ("---\ntitle: x\n---\n\n\nbody\n\n", "\nbody\n\n"),
        ("---\r\ntitle: x\r\n---\r\n\r\nbody\r\n", "body\r\n"),
        ("\ufeff---\ntitle: x\n---\nbody", "body"),
        ("\n \n---\ntitle: x\n---\nbody", "body"),
        ("---\ntitle: x\n...\nbody", "body"),
        ("---\ntitle: x\n---", ""),
    ],
)
def test_the_body_begins_after_one_blank_line(text, body):
    assert parse(text).title == "x"
    assert parse(text).body == body


def test_keys_are_written_in_a_fixed_order():
    document = Document(
        kind="essay", title="On rain",
        aliases=("Wet: a study",), tags=("water", "1984"), author="Ann", published="2021-01-04",
        source_url="https://example.org/rain", extra="mood: grey\n", body="It rained.\n",
    )  # fmt: skip
    assert write(document, visibility="public") == (
        "---\ntitle: On rain\ntype: essay\nvisibility: public\naliases: [\"Wet: a study\"]\ntags: [water, \"1984\"]\n"
        "author: Ann\npublished: 2021-01-04\nsource_url: https://example.org/rain\nmood: grey\n---\n\nIt rained.\n"
    )  # fmt: skip
    assert write(Document()) == '---\ntitle: ""\ntype: concept\n---\n'


def test_publishing_keys_are_kept_as_written():
    document = parse("---\npublish: Yes\ndraft: false\nvisibility: Public\npublished: true\ndg-publish: 'true'\n---\n")
    assert dict(document.publishing) == {
        "publish": "Yes", "draft": "false", "visibility": "Public", "published": "true", "dg-publish": "true",
    }  # fmt: skip
    assert dict(parse("---\npublished: 2020-01-01\n---\n").publishing) == {}


def test_toml_is_read_and_kept_as_yaml():
    text = '+++\ntitle = "Rain"\ntags = ["a", "b"]\n'
    text += "date = 2020-01-02\ndraft = true\n[menu]\nmain = {weight = 1}\n+++\n\nBody."
    document = parse(text)
    assert (document.title, document.tags, document.body) == ("Rain", ("a", "b"), "Body.")
    assert document.extra == "date: 2020-01-02\ndraft: true\nmenu: {main: {weight: 1}}\n"
    assert dict(document.publishing) == {"draft": "true"}
    assert parse(write(document)) == document
    assert parse("+++\ntitle = \n+++\nBody.").unread
    assert parse("+++\nx = " + "[" * 50 + "]" * 50 + "\n+++\n").unread
    assert parse("+++ not\n+++\n") == Document(body="+++ not\n+++\n")


def test_alias_bombs_stay_small():
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    document = parse(f"---\na0: &a0 [x, x]\n{levels}tags: *a8\n---\nbody")
    assert document.body == "body"
    assert len(document.tags) <= 10_000


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("# Rain\n\nWet.", "Wet."),
        ("\n#  rain  #\nWet.", "Wet."),
        ("# Rain", ""),
        ("# Rain \t##\t \r\nWet.", "Wet."),
        ("# Rain##\nWet.", "Wet."),
        ("# Rain # #\n", None),
        ("# Rainy\n", None),
        ("## Rain\n", None),
        ("#Rain\n", None),
    ],
)
def test_a_heading_that_repeats_the_title_is_known(body, rest):
    assert opens_with_title(body, "Rain") == (rest is not None)
    assert without_title_heading(body, "Rain") == (body if rest is None else rest)


@pytest.mark.parametrize(
    "body",
    [
        "# Rain" + " " * 100_000 + "x",
        "# Rain" + " " * 50_000 + "#" * 50_000 + "x",
        "# Rain" + " #" * 50_000 + "x",
        "# Rain" + "\t\r" * 50_000 + "x",
        " \r\n" * 50_000 + "x",
    ],
    ids=["spaces", "signs behind spaces", "signs between spaces", "tabs and returns", "blank lines"],
)
def test_a_long_first_line_takes_no_long_time(body):
    begun = time.process_time()
    assert without_title_heading(body, "Rain") == body
    assert not opens_with_title(parse(write(Document(title="Rain", body=body))).body, "Rain")
    assert time.process_time() - begun < 2


def test_own_writing_is_told_from_a_hand_made_note():
    own = write(Document(title="Rain", body="# Rain\n\nWet."), visibility="public")
    assert is_own_writing(own, parse(own))
    by_hand = "---\ntitle: Rain\ntype: concept\nvisibility: public\n---\n\n# Rain\n\nWet."
    assert not is_own_writing(by_hand, parse(by_hand))


def test_the_tables_of_front_matter(shared):
    cases = json.loads((shared / "cases" / "links.json").read_text())["cases"]
    for case in (case for case in cases if case["area"] == "fm" and not case["debatable"]):
        document = parse(case["input"])
        for key in ("title", "tags", "aliases", "visibility"):
            if key in case["expect"] and case["expect"][key] != "private":
                value = getattr(document, key)
                expected = case["expect"][key]
                assert (
                    [*dict.fromkeys(map(str.lower, value))] == expected
                    if key == "tags"
                    else value in (expected, tuple(expected))
                )
