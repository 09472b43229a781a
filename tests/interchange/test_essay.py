"""Essays that were copied as text, as records."""

import pytest

from tests.interchange.strategies import MORE, PROSE
from wiki.interchange.formats.detect import detect, read_document
from wiki.interchange.formats.plaintext import paragraphs
from wiki.interchange.records import Options


def read(text, **options):
    record = read_document(text.encode(), "x.txt", Options(**options))
    assert record.format == "essay"
    return record


BODY = f"{PROSE}\n\n{MORE}\n"
PAGES = {
    "newsletter": (
        f"What the river knows\nOn listening to water\nAnn Brook\nMar 03, 2022\n12\n4\nShare\n"
        f"{PROSE}\nSubscribe now\n{MORE}\nThanks for reading River Letters! Subscribe for free to receive new posts.\n"
        "4 Comments\nBob\nMar 4\nNice post!\nLike",
        ("What the river knows", "Ann Brook", "2022-03-03"),
        f"On listening to water\n\n{BODY}",
    ),
    "blog": (
        f"What the River Knows\n\nAnn Brook\n\nFollow\n\n5 min read\n·\nMar 3, 2022\n\nListen\n\nShare\n\n"
        f"{PROSE}\n\n{MORE}\n\nWritten by Ann Brook\n\n120 Followers",
        ("What the River Knows", "Ann Brook", "2022-03-03"),
        BODY,
    ),
    "no space": (
        f"What the River Knows:\n\nAnn Brook\n2 min readMar 3, 2022\n\n{PROSE}\n\n{MORE}\n\n\n\nAnn Brook\n\n"
        "I write about rivers. Follow me on Mastodon",
        ("What the River Knows", "Ann Brook", "2022-03-03"),
        BODY,
    ),
    "byline": (
        f"What does it know?\nBy Ann Brook | January 5, 2020\n\n{PROSE}\n\n{MORE}\n\nFollow me on Mastodon.",
        ("What does it know?", "Ann Brook", "2020-01-05"),
        BODY,
    ),
    "origin": (
        f"What it knows\n\n{PROSE}\n\n{MORE}\n\nOriginally published at https://example.org on March 3, 2021.",
        ("What it knows", "", "2021-03-03"),
        BODY,
    ),
    "comments": (
        f"What it knows\n\n{PROSE}\n{MORE}\nFor weekly news, you can follow me on Mastodon.\n"
        "So grateful for this.\nA fine read.",
        ("What it knows", "", ""),
        BODY,
    ),
    "title twice": (
        f"What it knows\n\nWhat It Knows\n\nPublished in The Letter\n\n2 min read\n\n--\n\n{PROSE}\n\n{MORE}",
        ("What it knows", "", ""),
        BODY,
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_belongs_to_the_page_is_left_out_and_named(page):
    text, (title, author, published), body = PAGES[page]
    record = read(text)
    assert (record.title, record.author, record.published, record.guessed) == (title, author, published, False)
    assert record.body == body
    kept = {line for line in body.split("\n") if line}
    named = " ".join(message.text for message in record.messages)
    for line in (line.strip() for line in text.split("\n")[1:] if line.strip()):
        assert line in kept or line[:60] in named, line
    assert record.raw == text.encode()


def test_each_line_of_a_text_without_blank_lines_is_a_paragraph():
    record = read(f'{PROSE}\n{MORE}\n"[It] {PROSE}"\n{MORE}')
    assert record.body == f'{PROSE}\n\n{MORE}\n\n"[It] {PROSE}"\n\n{MORE}\n'


def test_a_title_is_guessed_from_the_first_words():
    record = read(f"Mills are older than roads. {PROSE}\n\n{MORE}")
    assert (record.title, record.guessed) == ("Mills are older than roads", True)
    assert record.body.startswith("Mills are older than roads. Rivers")
    long = read(f"{'word ' * 40}. {PROSE}\n\n{MORE}").title
    assert len(long) <= 81 and long.endswith("word…")


def test_options_win():
    record = read(
        PAGES["blog"][0], title="Rivers", author="A. Brook", published="2022", source_url="https://example.org"
    )
    assert (record.title, record.author, record.published) == ("Rivers", "A. Brook", "2022")
    assert record.source_url == "https://example.org"
    assert record.body == BODY
    assert read(PAGES["blog"][0], type="concept").kind == "concept"


def test_words_about_following_inside_of_an_essay_stay():
    text = (
        f"On paths\n\n{PROSE}\n\nFollow me on this path, and it will lead to the weir.\n\n{MORE}\n\n{PROSE}\n\n{MORE}\n"
    )
    assert "Follow me on this path" in read(text).body


@pytest.mark.parametrize(
    ("lines", "markdown"),
    [
        (
            ["# sign", "> arrow", "- dash", "1984. A year", "plain"],
            "\\# sign\n\n\\> arrow\n\n\\- dash\n\n1984. A year\n\nplain\n",
        ),
        (["[a]: b", "```", "=== ", ": x", "#tag", "-dash"], "\\[a]: b\n\n\\```\n\n---\n\n\\: x\n\n\\#tag\n\n-dash\n"),
        (["a", "* * *", "b"], "a\n\n---\n\nb\n"),
    ],
)
def test_what_markdown_would_misread_is_escaped(lines, markdown):
    assert paragraphs([(number * 2, line.strip()) for number, line in enumerate(lines)]) == markdown


def test_lists_and_lines_broken_by_hand_stay_together():
    wrapped = [
        (1, "these words were broken by hand at"),
        (2, "some width"),
        (4, "a list:"),
        (5, "• one"),
        (6, "- two"),
        (8, "end"),
    ]
    assert paragraphs(wrapped) == "these words were broken by hand at\nsome width\n\na list:\n\n- one\n- two\n\nend\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{PROSE}\n\n{MORE}", "essay"),
        (f"# 1 reason\n\n{PROSE}\n\n{MORE}", "garden"),
        (f"{PROSE}\n\n# 1 reason\n\n{MORE}", "essay"),
        (f"{PROSE} [[weir]]\n\n{MORE}", "garden"),
        (f"{PROSE} `[[weir]]`\n\n{MORE}", "essay"),
        (f"---\ntitle: x\n---\n{PROSE}\n\n{MORE}", "garden"),
        ("A short note.", "garden"),
        (f"Title\n\nAnn\n\n2 min read · Mar 3, 2022\n\n{PROSE}", "essay"),
        (f"{PROSE}\n\n<references/>", "mediawiki"),
        (f'{PROSE} `class="wikilink"` {MORE}\n\n{PROSE}', "essay"),
        ("", "garden"),
    ],
)
def test_content_tells_the_format(text, kind):
    assert detect(text) == kind
    if text == "A short note.":
        assert detect(text, as_essay=True) == "essay"


def test_markup_of_a_page_that_is_markdown_stays():
    record = read(
        f"# What the River Knows\n\nAnn Brook\n\n5 min read · Mar 3, 2022\n\n{PROSE}\n\n## Part **two**\n\n{MORE}"
    )
    assert (record.title, record.body) == ("What the River Knows", f"{PROSE}\n\n## Part **two**\n\n{MORE}\n")


def test_a_whole_page(request):
    fixture = request.path.parents[1] / "fixtures" / "interchange" / "river-essay.txt"
    record = read(fixture.read_text())
    assert (record.title, record.author, record.published) == ("What the River Knows", "Ann van Brook", "2022-03-09")
    assert record.body.startswith("Rivers carve") and record.body.endswith("remembers why.\n")
    assert (
        '\n\n"[A river] has' in record.body and "\n\n1984. That" in record.body and "\n\n\\# is the sign" in record.body
    )


def test_the_seeds_of_essays(shared):
    record = read((shared / "seeds" / "002_70239bb32da74ed7.txt").read_text())
    assert record.kind == "essay" and record.guessed
    assert record.title == "Dual power is a concept that gets discussed a lot on the Left"
    source = (shared / "seeds" / "002_70239bb32da74ed7.txt").read_text().strip().split("\n")
    assert record.body.strip().split("\n\n") == source[:-3]
    record = read((shared / "seeds" / "003_7495d5a9ba0f3e40.txt").read_text())
    assert (record.title, record.author) == ("An Anarchist Dual Power", "The Anarchist Environmentalist")
    assert (record.published, record.guessed) == ("2021-01-04", False)
    source = (shared / "seeds" / "003_7495d5a9ba0f3e40.txt").read_text()
    assert record.body.strip() == "\n\n".join(line for line in source.split("\n") if len(line) > 130)
