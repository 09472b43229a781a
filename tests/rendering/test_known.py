"""What is known to be plain is exactly what bleach would leave as it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.attacks import ATTACKS
from wiki.rendering import sanitize
from wiki.rendering.known import is_known
from wiki.rendering.markdown import draft
from wiki.rendering.sanitize import clean, clean_with_bleach, clean_with_nh3

PROSE = """
# Knots

A *knot* holds a **rope**, says [[Bowline|the sailor]] & others; see https://ropes.example/a?b=1#c
and ~~this~~ `x < y`.[^1]

> Said ==twice==.
> > And again.

1. one
   - two, as [written](https://ropes.example/)
   - three ^here

   More of one.

---

```python
if a < b:
    print("&")
```

> [!note] A note
> with text.

[^1]: Ashley, *The book*, 1944.
"""

OPENED = [
    *("<p>", '<h2 id="a">', '<h2 id="fn-1">', '<h2 id="UI-x">', "<ul>", "<ol>", "<li>", "<blockquote>", "<em>"),
    *("<strong>", "<code>", "<del>", "<mark>", "<pre>", "<pre><code>", '<pre><code class="language-c">', "<table>"),
    *('<a href="wikilink:1">', '<a href="wikilink:x">', '<a href="https://a.example/" class="external" rel="x">'),
    *('<a href="https://a.example/%" class="external" rel="nofollow noopener">', '<a href="#fn-1">', "<a>"),
    *('<a href="javascript:x">', '<a href="//a.example">', '<sup class="note-ref" data-note="1" id="fnref-1">'),
    *('<section class="notes" data-notes="">', '<li data-note="1" id="fn-1">', '<p id="^a">', '<p id="a">'),
    *('<div class="callout callout-note">', '<div class="callout callout-x">', '<p class="callout-title">', "<div>"),
    *("<P>", "<p >", "<p/>", "<svg>", "<style>", "<script>", "<template>", "<select>", "<title>", "<noscript>"),
]
TEXTS = [
    *(
        "a",
        " ",
        "\n",
        "\n\n",
        "\t",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&nbsp;",
        "&#60;",
        "&amp",
        "&",
        "<",
        ">",
        '"',
        "'",
    ),
    *(
        "\r",
        "\0",
        "\x0c",
        "\x7f",
        "\x80",
        "\xa0",
        "\ufeff",
        "\ufffe",
        "\ufdd0",
        "é",
        "数",
        "\U0001f600",
        "`",
        "<!--",
        "-->",
    ),
    *("<![CDATA[", "<br>", "<hr>", "<br/>", "<img>", "</", "</p", "<?x?>"),
]


def closing(tag):
    name = re.match(r"<(\w*)", tag)[1].lower()
    return "</code></pre>" if tag.startswith("<pre><code") else f"</{name}>"


def wrapped(children):
    return st.tuples(st.sampled_from(OPENED), st.lists(children, max_size=4)).map(
        lambda pair: pair[0] + "".join(pair[1]) + closing(pair[0])
    )


trees = st.lists(st.recursive(st.sampled_from(TEXTS), wrapped, max_leaves=12), max_size=5).map("".join)
heaps = st.lists(st.sampled_from([*OPENED, *map(closing, OPENED), *TEXTS]), max_size=12).map("".join)


@settings(max_examples=600)
@given(st.one_of(trees, heaps))
def test_bleach_would_change_nothing_in_what_is_known(html):
    if is_known(html):
        assert clean_with_bleach(html) == html


@pytest.mark.parametrize("opened", OPENED)
def test_nor_in_one_element_with_text_and_others_in_it(opened):
    whole = ["", "a", "\n", "<em>a</em>", "<p>a</p>", "<ul>\n<li>a</li>\n</ul>", '<a href="cite:1">a</a>']
    for inner in [*whole, *OPENED, *(f"{tag}a{closing(tag)}" for tag in OPENED)]:
        html = opened + inner + closing(opened)
        if is_known(html):
            assert clean_with_bleach(html) == html


def test_nor_in_an_attack():
    for attack in ATTACKS:
        for html in (attack, clean_with_nh3(attack), clean_with_nh3(draft(attack).html)):
            if is_known(html):
                assert clean_with_bleach(html) == html


def test_prose_is_not_read_a_second_time(monkeypatch):
    html = clean_with_bleach(clean_with_nh3(draft(PROSE).html))
    assert all(mark in html for mark in ("<pre><code", "callout-note", "fnref-1", "<mark>", "<hr>", "wikilink:0"))
    monkeypatch.setattr(sanitize, "clean_with_bleach", lambda html: pytest.fail(html))
    assert clean(draft(PROSE).html) == html


@pytest.mark.parametrize(
    "html",
    [
        *("<p>a", "a</p>", "<p>a</em>", "<p><p>a</p></p>", "<p><ul></ul></p>", "<em><p>a</p></em>", "<li>a</li>"),
        *("<ul>\n<p>a</p></ul>", '<a href="cite:1"><em><a href="cite:2">a</a></em></a>', "<pre>\na</pre>"),
        *("<p><hr></p>", "<p>a\0</p>", "<p>&nbsp;</p>", "<script>a</script>", "<p onclick=x>", "<table></table>"),
        *('<a href="javascript:a()">a</a>', '<a href="wikilink:1" onclick="a()">a</a>', '<h2 id="ui-menu">a</h2>'),
        "<em>" * 100 + "</em>" * 100,
    ],
)
def test_what_a_parser_would_move_or_change_is_not_known(html):
    assert not is_known(html)
