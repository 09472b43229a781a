"""The ledger: headings, links with their sentences, citations, text and lead of a draft."""

import json

import pytest

from wiki.rendering.markdown import draft
from wiki.rendering.rendered import Heading, from_json, to_json
from wiki.rendering.sources import is_source, isbn_of

TEXT = """\
A *garden* grows. It needs [[Water]] and [[care|patient **care**]] each day! Later it rests.

## Roots & soil ^r1

- See [[Soil#Clay#Wet]] first.
  - Then ![[worm]], or [this](../a/Rain%20fall.md#In%20May).

| who | what |
|-----|------|
| Mole | [[dig\\|digs]] |

### Further Reading

Not a list: [[one]].

- [[writing/two|Two]], the best.

#### More

- [[three]]

## End

- [[four]]
"""


@pytest.fixture(scope="module")
def rendered():
    return draft(TEXT)


def test_headings(rendered):
    assert rendered.headings == (
        Heading(2, "roots-soil", "Roots & soil"),
        Heading(3, "further-reading", "Further Reading"),
        Heading(4, "more", "More"),
        Heading(2, "end", "End"),
    )
    assert '<h2 id="roots-soil">' in rendered.html
    assert 'id="^r1"' in rendered.html


def test_links_in_reading_order(rendered):
    assert [link.n for link in rendered.links] == list(range(10))
    assert [(link.target, link.fragment, link.label, link.kind) for link in rendered.links] == [
        ("Water", "", None, "link"),
        ("care", "", "patient care", "link"),
        ("Soil", "wet", None, "link"),
        ("worm", "", None, "embed"),
        ("a/Rain fall", "in-may", "this", "link"),
        ("dig", "", "digs", "link"),
        ("one", "", None, "link"),
        ("writing/two", "", "Two", "further"),
        ("three", "", None, "further"),
        ("four", "", None, "link"),
    ]


def test_every_placeholder_has_its_mention(rendered):
    for link in rendered.links:
        scheme = "wikiembed" if link.kind == "embed" else "wikilink"
        assert f'href="{scheme}:{link.n}"' in rendered.html


@pytest.mark.parametrize(
    ("n", "sentence", "shown", "section"),
    [
        (0, "It needs Water and patient care each day!", "Water", ("", "")),
        (1, "It needs Water and patient care each day!", "patient care", ("", "")),
        (2, "See Soil#Clay#Wet first.", "Soil#Clay#Wet", ("Roots & soil", "roots-soil")),
        (4, "Then worm, or this.", "this", ("Roots & soil", "roots-soil")),
        (5, "digs", "digs", ("Roots & soil", "roots-soil")),
        (7, "Two, the best.", "Two", ("Further Reading", "further-reading")),
    ],
)
def test_the_sentence_of_a_link(rendered, n, sentence, shown, section):
    link = rendered.links[n]
    assert link.sentence == sentence
    assert link.sentence[link.start : link.start + link.length] == shown
    assert (link.section, link.section_id) == section


def test_a_link_in_a_heading_belongs_to_it():
    (link,) = draft("# About [[X]]").links
    assert (link.sentence, link.start, link.section, link.section_id) == ("About X", 6, "About X", "about-x")


def test_a_link_without_any_text_is_numbered_too():
    rendered = draft("[](x.md)\n\n[[y]]")
    assert [(link.n, link.target, link.label, link.length) for link in rendered.links] == [
        (0, "x", None, 0),
        (1, "y", None, 1),
    ]
    assert '<a href="wikilink:0"></a>' in rendered.html


def test_long_sentences_are_cut_around_the_link():
    (link,) = draft("word " * 200 + "[[Target]] " + "more " * 200).links
    assert len(link.sentence) <= 300
    assert link.sentence[link.start : link.start + link.length] == "Target"


def test_soft_breaks_do_not_end_a_sentence():
    (link,) = draft("The first line\nholds [[X]] and\nends here.").links
    assert link.sentence == "The first line holds X and ends here."


def test_text_is_one_line_a_block():
    source = "# T &amp; u\n\na  *b*\nc %%no%%\n\n```\ncode\n```\n\n- x\n  - y[^1]\n\n<p>raw</p>\n\n[^1]: The note."
    assert draft(source).text == "T & u\na b c\nx\ny\nraw\nThe note."


@pytest.mark.parametrize(
    ("source", "lead"),
    [
        ("# T\n\nOne. Two.", "One. Two."),
        ("> [!note] t\n> no\n\nYes.", "Yes."),
        ("- only\n- items", "only"),
        ("# T", ""),
        ("# T\n\n[^1]\n\n[^1]: Not the lead.", ""),
        ("A short one. " + "Then a very long one " * 20 + ".", "A short one."),
    ],
)
def test_lead(source, lead):
    assert draft(source).lead == lead


def test_lead_is_cut_at_a_word():
    lead = draft("word " * 100).lead
    assert len(lead) <= 240
    assert lead.endswith("word…")


# Citations


def test_a_footnote_that_names_a_source_is_a_citation():
    rendered = draft(
        "## S\n\nA claim.[^a] Another.[^b] A third.[^a]\n\n"
        "[^a]: Mills, *The Wheel* (1923), https://example.org/wheel. doi:10.1000/xyz123\n[^b]: Only a remark.\n"
    )
    first, second = rendered.citations
    assert (first.n, first.label, first.key, first.url, first.doi) == (
        1, "a", "", "https://example.org/wheel", "10.1000/xyz123",
    )  # fmt: skip
    assert first.text == "Mills, The Wheel (1923), https://example.org/wheel. doi:10.1000/xyz123"
    assert (first.sentence, first.section, first.section_id) == ("A claim.", "S", "s")
    assert (second.n, second.sentence) == (1, "A third.")


def test_a_linked_source_gives_its_address():
    (citing,) = draft("a[^1]\n\n[^1]: [Title](https://example.org/t?a=1&b=2)").citations
    assert citing.url == "https://example.org/t?a=1&b=2"


def test_keys_of_the_library():
    rendered = draft("As [@mills1923, p. 12] and [see @b; @c, ch. 2] say.")
    assert [(c.n, c.key, c.locator, c.text) for c in rendered.citations] == [
        (0, "mills1923", "p. 12", ""),
        (0, "b", "", ""),
        (0, "c", "ch. 2", ""),
    ]
    assert all(f'href="cite:{n}"' in rendered.html for n in range(3))


def test_the_number_of_a_key_counts_all_citations():
    rendered = draft("a[^1] [@k] b[^2]\n\n[^1]: A. Name, 1999.\n[^2]: Not one.")
    assert [(c.n, c.key) for c in rendered.citations] == [(1, ""), (0, "k")]
    assert 'href="cite:1"' in rendered.html


def test_links_in_notes_belong_to_the_section_of_their_use():
    rendered = draft("## A\n\nx[^1]\n\n## B\n\n[[y]]\n\n[^1]: see [[z]] there")
    assert [(link.target, link.section) for link in rendered.links] == [("y", "B"), ("z", "A")]
    assert rendered.links[1].sentence == "see z there"


@pytest.mark.parametrize(
    ("label", "text", "italics", "expected"),
    [
        ("1", "See https://example.org", [], True),
        ("1", "doi:10.1000/182", [], True),
        ("1", "ISBN 978-0-306-40615-7", [], True),
        ("1", "Mills, The Wheel, 1923.", [], True),
        ("1", "Mills, “The Wheel”.", [], True),
        ("1", "Anna Mills, The Wheel.", ["The Wheel"], True),
        ("1", "миллс, «Колесо»", [], False),
        ("1", "Миллс, «Колесо»", [], True),
        ("1", "Only a remark.", [], False),
        ("1", "This is really not so.", ["really"], False),
        ("1", "This really helps.", ["really"], False),
        ("1", "Anna van Mills The Wheel", ["The Wheel"], True),
        ("1", "In the year 1066 or 12345 or 3.1999.", [], False),
        ("1", "he said “no”", [], False),
        ("note-x", "Mills, The Wheel, 1923, https://example.org", [], False),
    ],
)
def test_what_is_a_source(label, text, italics, expected):
    assert is_source(label, text, italics) is expected


def test_isbn_is_kept_without_hyphens():
    assert isbn_of("ISBN-13: 978-0-306-40615-7.") == "9780306406157"
    assert isbn_of("ISBN 0-8044-2957-X") == "080442957X"


# JSON


def test_json_and_back(rendered):
    assert from_json(json.loads(json.dumps(to_json(rendered)))) == rendered


def test_json_of_something_else_is_refused():
    with pytest.raises((KeyError, TypeError)):
        from_json({"html": ""})
