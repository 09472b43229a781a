"""MediaWiki pages that went through pandoc, as records."""

import json
import time

import pytest

from wiki.interchange.formats import mediawiki
from wiki.interchange.formats.detect import detect, read_document
from wiki.interchange.records import Options


def read(text, path="Weir.md", **options):
    return mediawiki.read(text, path, Options(**options))


def texts(record):
    return " ".join(message.text for message in record.messages)


A = '<a href="X_y.md" class="wikilink" title="X y">{}</a>'
LINKS = [
    (A.format("X y"), "[[X y]]"),
    (A.format("label"), "[[X y|label]]"),
    (A.format("two\n words"), "[[X y|two words]]"),
    ('"<a   href="x.md" class="wikilink"\ntitle="x">"x</a> (y)', "[[x]] (y)"),
    ('He says "' + A.format("X y") + '" often', 'He says "[[X y]]" often'),
    ('He says "' + A.format("X y") + ' and more" often', 'He says "[[X y]] and more" often'),
    ('a "' + A.format("X y") + ' and "' + A.format("z"), "a [[X y]] and [[X y|z]]"),
    ('> a "<a   href="X_y.md" class="wikilink"\n> title="X y">X\n> y</a> z', "> a [[X y]] z"),
    ('[Main page](Main_Page "wikilink")', "[[Main Page|Main page]]"),
    ("[Other](Other_(x)#Part_one){.wikilink}", "[[Other (x)#Part one|Other]]"),
    ('[two\nlines](Foo.md\n"wikilink")', "[[Foo|two lines]]"),
    ('<a href="a&amp;amp;b" class="wikilink" title="x">y</a>', "[[a&amp;b|y]]"),
    ('<a href="millers&#39;_guild.md#Who_is" class="wikilink">g</a>', "[[millers' guild#Who is|g]]"),
    ('<a href=":Category:Mills.md" class="wikilink">:Category:Mills</a>', "[[Category:Mills]]"),
    ("| a | " + A.format("b") + " |\n|---|---|", None),
    ('<a href="https://example.org">out</a>', '<a href="https://example.org">out</a>'),
    ("`" + A.format("code") + "`", None),
    ('<a href="A{B" class="wikilink">label</a>', "label"),
    ('<a href="X" class="wikilink"><em>a</em> [b] | c</a>', "[[X|a (b) / c]]"),
]


@pytest.mark.parametrize(("source", "stored"), LINKS)
def test_links_become_wikilinks(source, stored):
    if source.startswith("|"):
        stored = "| a | [[X y\\|b]] |\n|---|---|"
    assert read(source).body == (stored or source) + "\n"


def test_categories_become_tags_wherever_they_stand():
    record = read(
        "Text.\n\n" + '<a href="Category:River_Works.md" class="wikilink">Category:River\nWorks</a> '
        '<a href="category:Mills" class="wikilink">k</a>\n' + '- [Category:Old](Category:Old "wikilink")\n'
    )
    assert (record.body, record.tags) == ("Text.\n", ("River Works", "Mills", "Old"))


def test_files_that_did_not_come_along_are_named():
    record = read(
        'A <a href="File:Map.jpg" class="wikilink">thumb</a> b ![](pic.png) c ![](https://example.org/x.png)\n\n'
        '<figure>\n<img src="a.jpg" />\n<figcaption>cap</figcaption>\n</figure>\n\nEnd.'
    )
    assert record.body == "A b c ![](https://example.org/x.png)\n\nEnd.\n"
    assert all(name in texts(record) for name in ("Map.jpg", "pic.png", "a.jpg"))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('1.  REDIRECT <a href="Low_wall" class="wikilink" title="Low wall">Low wall</a>', "Low wall"),
        ("#REDIRECT [[Low wall#Part]]", "Low wall"),
        ('1.  redirect [Low wall](Low_wall "wikilink")\n\n[Category:X](Category:X "wikilink")', "Low wall"),
    ],
)
def test_redirects(text, target):
    assert detect(text) == "mediawiki"
    record = read(text, "Dam_(low).md")
    assert (record.kind, record.title, record.redirect_to) == ("redirect", "Dam (low)", target)
    assert read(text, "000_50cc5e820439f367.txt").kind == "skipped"


def test_leftovers_go_with_the_headings_they_leave_empty():
    record = read(
        "Text[^1].\n\n## See also\n\n{{stub|a={{b}}}}\n\n### Deeper\n\n<references />\n\n## Kept\n\n{{x}}\n\nWords.\n\n"
        "## Empty before\n\n## References\n\n<references/>\n\n[^1]: Ann 1999\n"
    )
    assert record.body == "Text[^1].\n\n## Kept\n\nWords.\n\n## Empty before\n\n[^1]: Ann 1999\n"
    assert "stub" in texts(record)
    assert read("```\n{{x}}\n```\n").body == "```\n{{x}}\n```\n"


def test_empty_notes_are_merged_when_it_is_known_with_which():
    record = read("A[^1] b[^2].\n\n[^1]: Ann 1999\n\n[^2]:\n")
    assert record.body == "A[^1] b[^1].\n\n[^1]: Ann 1999\n"
    record = read("A[^1] b[^2] c[^3].\n\n[^1]: Ann 1999\n\n[^2]: Ben 2000\n\n[^3]:\n")
    assert record.body == "A[^1] b[^2] c.\n\n[^1]: Ann 1999\n\n[^2]: Ben 2000\n"
    assert "[^3]" in texts(record)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("Dual_weir.md", "Dual weir"),
        ("a/Dual_weir(1).md", "Dual weir"),
        ("Dual weir (2).txt", "Dual weir"),
        ("weir.md", "Weir"),
        ("What%27s_a_weir%3F.md", "What's a weir?"),
        ("001_dae50812405fe381.txt", "low weir"),
        ("8a3c0f1e2d.txt", "low weir"),
    ],
)
def test_titles_come_from_the_file_name_else_from_the_bold_words(path, title):
    record = read("The **low\nweir** is <references/>", path)
    assert (record.title, record.guessed) == (title, False)
    assert record.body.startswith("The **low\nweir**")


def test_a_whole_page(request):
    fixture = request.path.parents[1] / "fixtures" / "interchange" / "weir.md"
    record = read_document(fixture.read_bytes(), "001_0123456789abcdef.txt", Options())
    assert (record.format, record.kind, record.title) == ("mediawiki", "concept", "Weir")
    assert record.tags == ("River Works", "Mills")
    assert record.body == (
        "**Weir** is a low wall across a river. The word was used by\n[[Ada Millwright]] for any step in a bed.[^1]\n\n"
        "> A wall that the water climbs is no wall, but a step—the\n> [[mill race]] knows it.[^2]\n\n"
        "- Uses of [[millers' guild]] rights\n\n"
        '[^1]: Millwright, Ada. "Steps," 1902\n\n[^2]: <https://example.org/race>\n'
    )
    assert "repaired" in texts(record) and "reflist" in texts(record)


@pytest.mark.parametrize(
    "unit",
    [
        '"<a href="',
        '<a href="x" class="wikilink">',
        '[a](b "wikilink',
        "[",
        "{{a",
        "![a](",
        "<figure>",
        "# a\n{{b}}\n",
        "[x]((a",
        "â€",
    ],
)
def test_time_grows_with_the_text(unit):
    started = time.process_time()
    read(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 4


def test_the_seed_of_a_wiki(shared):
    record = read_document(
        (shared / "seeds" / "001_dae50812405fe381.txt").read_bytes(), "001_dae50812405fe381.txt", Options()
    )
    assert (record.format, record.kind, record.title, record.guessed) == ("mediawiki", "concept", "Dual power", False)
    assert len(record.tags) == 8 and "Anarchist Concepts" in record.tags
    assert record.body.count("[^") == 18 and record.body.count("[[") == 23 and record.body.count("> ") > 20
    for trace in ('"[[', "Category:", "<a", "â", "<references", "## References", "wikilink"):
        assert trace not in record.body
    assert record.body.startswith("**Dual power** refers")
    assert "[[workers' cooperatives]]" in record.body and "growing—the Soviets" in record.body


def test_the_tables_of_markdown_links(shared):
    cases = json.loads((shared / "cases" / "links.json").read_text())["cases"]
    for case in (case for case in cases if case["area"] == "mdlink" and int(case["id"][-2:]) >= 13):
        record = read_document(case["input"].encode(), case.get("file", "Page.md"), Options())
        expected = case["expect"]
        assert record.format == "mediawiki"
        for link in expected.get("links", []):
            target, _, label = record.body.split("[[", 1)[1].split("]]", 1)[0].partition("|")
            assert (target.casefold(), label or target) == (link["target"].casefold(), link["text"])
        assert record.redirect_to == expected.get("redirect", "")
        assert list(record.tags) == expected.get("tags", [])
        if expected.get("text") == "":
            assert record.body.strip() == ""
