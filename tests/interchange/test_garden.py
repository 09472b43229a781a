"""Notes of a digital garden as records."""

import dataclasses
import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.document.strategies import documents
from wiki.document.document import write
from wiki.document.names import title_key
from wiki.interchange.dates import iso_date
from wiki.interchange.formats.detect import read_document
from wiki.interchange.records import Options


def read(text, path="note.md", **options):
    return read_document(text.encode(), path, Options(**options))


def levels(record):
    return [message.level for message in record.messages if message.level != "info"]


NOTE = """---
title: "Slow Water"
type: concept
visibility: public
tags: [rivers, Rivers, "#care"]
aliases: [Slow Water, standing water, 'Slow Water - by Ann - The River Letter']
related: [[mill-race]]
updated: "2026-01-02"
publish: true
---

# Slow Water

It stands. See [[mill-race]].
"""


def test_a_note_is_read():
    record = read(NOTE)
    assert (record.format, record.kind, record.title, record.marked) == ("garden", "concept", "Slow Water", "public")
    assert record.tags == ("rivers", "care")
    assert record.aliases == ("standing water", "Slow Water - by Ann - The River Letter")
    assert record.related == ("mill-race",)
    assert record.extra == 'updated: "2026-01-02"\npublish: true\n'
    assert record.publish_values == {"visibility": "public", "publish": "true"}
    assert record.body == "It stands. See [[mill-race]].\n"
    assert record.raw == NOTE.encode()
    assert levels(record) == ["warning"]  # the alias that is the title of a web page


def test_an_essay_with_its_source():
    record = read(
        "---\ntitle: On weirs\ntype: writing\nauthor: '[[Ann Brook]]'\npublication: ''\nurl: https://example.org/w\n"
        "published: March 9, 2022\nstatus: done\n---\nText."
    )
    assert (record.kind, record.author, record.publication) == ("essay", "Ann Brook", "")
    assert (record.source_url, record.published, record.extra) == (
        "https://example.org/w",
        "2022-03-09",
        "status: done\n",
    )


@pytest.mark.parametrize("kind", ["project", "about", ""])
def test_other_types_are_concepts_with_a_warning(kind):
    record = read(f"---\ntitle: X\ntype: {kind}\n---\nText.")
    assert (record.kind, levels(record)) == ("concept", ["warning"])
    assert read(f"---\ntitle: X\ntype: {kind}\n---\nText.", type="essay").kind == "essay"


@pytest.mark.parametrize(
    ("front", "option", "marked"),
    [
        ("visibility: Public ", "", "public"),
        ("visibility: publik", "", "publik"),
        ("publish: true", "", ""),
        ("publish: true", "publish", "public"),
        ("publish: false", "publish", ""),
        ("draft: false", "draft", "public"),
        ("draft: true", "draft", ""),
        ("visibility: private\npublish: true", "publish", "private"),
        ("dg-publish: true", "publish", ""),
        ("published: true", "published", "public"),
        ("published: 2021-01-01", "published", ""),
        ("share: yes", "share", "public"),
        ("Visibility: public", "", ""),
    ],
)
def test_only_visibility_marks_a_note_unless_an_option_maps_another_key(front, option, marked):
    assert read(f"---\ntitle: X\ntype: concept\n{front}\n---\n", map_publish=option).marked == marked


def test_unreadable_front_matter_is_stored_as_text():
    text = "---\ntitle: Foo: Bar\ntype: essay\nvisibility: public\n---\nText."
    record = read(text)
    assert record.stored_as_text
    assert (record.kind, record.title, record.marked, record.body) == ("essay", "Foo: Bar", "", text)
    assert [(m.line, m.column) for m in record.messages if m.level == "error"] == [(2, 11)]


@pytest.mark.parametrize(
    ("text", "path", "title", "body"),
    [
        ("# A **bold** start\n\nText.", "n.md", "A bold start", "Text."),
        ("Text [[x]].", "Some note.md", "Some note", "Text [[x]]."),
        ("Two words. More [[x]].", "003_70239bb32da74ed7.txt", "Two words", "Two words. More [[x]]."),
        ("---\ntitle: C# [draft]\n---\nText.", "n.md", "C♯ (draft)", "Text."),
        ("---\ntitle: a\u202eb\n---\nText.", "n.md", "ab", "Text."),
        ("---\ntitle: Real\n---\n## Real\n", "n.md", "Real", "## Real\n"),
    ],
)
def test_titles(text, path, title, body):
    record = read(text, path)
    assert (record.title, record.body) == (title, body)
    assert record.guessed == path.startswith("003")


def test_a_title_with_direction_characters_is_reported():
    assert any(
        "Invisible" in message.text for message in read('---\ntitle: "a\\u202Eb"\ntype: concept\n---\n').messages
    )


def test_templates_are_skipped():
    for text in ("---\ntitle: <% tp.file.title %>\n---\n", "# {{title}}\n[[x]]\n", "---\na: {{date:YYYY}} x\n---\n"):
        assert read(text).kind == "skipped", text
    assert read("# On templates\n\nWrite `{{date}}` there. [[x]]").kind == "concept"


def test_a_note_without_any_word_fails():
    assert read("", "0123456789abcdef.md").kind == "failed"
    assert read("", "Empty.md").title == "Empty"


@settings(deadline=None)
@given(documents, st.sampled_from(["", "public", "private"]))
def test_what_an_export_writes_is_read_back_exactly(document, visibility):
    assume(document.title and iso_date(document.published) == document.published)
    assume("\0" not in document.body and "\r" not in document.body and "\ufeff" not in document.body)
    folded = [{title_key(name) for name in names} for names in (document.aliases, document.tags, document.related)]
    assume([len(names) for names in folded] == [len(document.aliases), len(document.tags), len(document.related)])
    assume(title_key(document.title) not in folded[0])
    assume(not any(name.endswith(".md") for name in document.related))
    text = write(document, visibility=visibility)
    record = read(text, "any.md")
    for field in dataclasses.fields(document):
        if field.compare and field.name != "visibility":
            assert getattr(record, field.name) == getattr(document, field.name), field.name
    assert record.marked == visibility
    assert levels(record) == [] or all("web page" in m.text for m in record.messages if m.level == "warning")


def test_a_heading_of_the_first_level_gives_the_title_and_loses_no_link():
    for text, title, body in (
        ("# Slow water\n\nIt stands.", "Slow water", "It stands."),
        ("# On [[Weir|weirs]]\n\nThey hold.", "On weirs", "# On [[Weir|weirs]]\n\nThey hold."),
        ("# Water[^1]\n\n[^1]: Wet.", "Water", "# Water[^1]\n\n[^1]: Wet."),
        ("## Uses\n\nMany.", "Mill race", "## Uses\n\nMany."),
    ):
        record = read(text, "Mill race.md")
        assert (record.title, record.body) == (title, body)


def test_an_exported_body_keeps_its_own_title_heading():
    from wiki.document.document import Document

    document = Document(title="Rain", body="# Rain\n\n{{date}} stays too.\n")
    assert read(write(document, visibility="public")).body == document.body


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), st.sampled_from(["", "essay"]))
def test_no_bytes_make_it_raise(raw, kind):
    for start in (b"", b"---\n", b"1. REDIRECT [[", b'<a class="wikilink" href="'):
        record = read_document(start + raw, "x.md", Options(type=kind))
        assert record.raw == start + raw
        assert record.title or record.kind in ("failed", "skipped")


def test_the_seeds_of_gardens(shared):
    for name, title in (("000_50cc5e820439f367", "Dual Power"), ("004_b408cc62f465cf44", "Parallel Construction")):
        record = read_document((shared / "seeds" / f"{name}.txt").read_bytes(), f"{name}.txt", Options())
        assert (record.format, record.kind, record.title, record.marked) == ("garden", "concept", title, "public")
        assert len(record.tags) == 3 and len(record.aliases) == 2 and len(record.related) == 4
        assert record.extra.startswith("updated:") and not record.body.startswith("#")
        assert not record.messages


def test_the_tables_of_titles_and_front_matter(shared):
    cases = json.loads((shared / "cases" / "links.json").read_text())["cases"]
    for case in (case for case in cases if case["area"] == "fm"):
        record = read(case["input"], case.get("file", "some-file.md"))
        expected = case["expect"]
        assert record.kind in ("concept", "essay"), case["id"]
        assert record.title == expected.get("title", record.title), case["id"]
        for key in ("tags", "aliases"):
            if key in expected:
                assert list(getattr(record, key)) == expected[key], case["id"]
        assert record.marked == "public" if expected.get("visibility") == "public" else record.marked != "public"
