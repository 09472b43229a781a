"""The Markdown dialect, item by item: source, what the draft's html must hold, what it must not hold."""

import re

import pytest

from wiki.rendering.markdown import draft


def html_of(source):
    return re.sub(r"\s*\n\s*", "", draft(source).html)


CASES = [
    # Lists
    ("two-space nested list", "- a\n  - b\n    - c", ["<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"], []),
    ("four-space nested list", "- a\n    - b", ["<li>a<ul><li>b</li></ul></li>"], []),
    ("tab nested list", "- a\n\t- b", ["<li>a<ul><li>b</li></ul></li>"], []),
    (
        "bullets in a numbered list, 3 spaces",
        "1. a\n   - b\n2. c",
        ["<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"],
        [],
    ),
    ("list right after a paragraph", "para\n- a\n- b", ["<p>para</p><ul><li>a</li><li>b</li></ul>"], []),
    ("1. interrupts a paragraph", "para\n1. a", ["<p>para</p><ol><li>a</li></ol>"], []),
    ("17. does not interrupt a paragraph", "the number is\n17. or so", ["17. or so</p>"], ["<ol"]),
    ("numbered list keeps its start", "3. a\n4. b", ['<ol start="3"><li>a</li><li>b</li></ol>'], []),
    ("another mark begins another list", "- a\n+ b", ["</ul><ul>"], []),
    ("second paragraph in an item by 2 spaces", "- a\n\n  b\n- c", ["<li><p>a</p><p>b</p></li>"], []),
    ("a blank line between items makes it loose", "- a\n\n- b", ["<li><p>a</p></li><li><p>b</p></li>"], []),
    ("fence in a loose item", "- a\n\n  ```\n  x\n\n  y\n  ```\n", ["<p>a</p><pre><code>x"], ["```"]),
    (
        "fence in a tight item",
        "- a\n  ```\n  x\n  ```\n- b",
        ["<li>a<pre><code>x</code></pre></li><li>b</li>"],
        ["```"],
    ),
    ("a year is not a list", "1984. A year", ["<p>1984. A year</p>"], ["<ol"]),
    ("three digits are a list", "198. a", ['<ol start="198">'], []),
    # Fences
    ("fence in a quote", "> ```\n> x\n> ```", ["<blockquote><pre><code>x</code></pre></blockquote>"], ["```"]),
    ("fence glued to a paragraph", "para\n```\nx\n```\nmore", ["<p>para</p><pre><code>x</code></pre><p>more</p>"], []),
    ("unclosed fence runs to the end", "```\na\n\n- b", ["<pre><code>a- b</code></pre>"], ["<li>", "```"]),
    ("info string with braces", "```js {1,3}\nx\n```", ['<code class="language-js">x'], ["{1"]),
    ("info string with a title", '```python title="a"\nx\n```', ['<code class="language-python">x'], ["title"]),
    ("tilde fence", "~~~\na\n~~~", ["<pre><code>a</code></pre>"], []),
    ("code is not markup", "```\n<b> &amp; *x* [[y]]\n```", ["&lt;b&gt; &amp;amp; *x* [[y]]"], ["<em>", "wikilink"]),
    ("tabs in code survive", "```\na\tb\n```", ["a\tb"], []),
    # Task lists
    ("open task", "- [ ] a", ['<li class="task"><input disabled type="checkbox"> a</li>'], ["[ ]"]),
    ("done task", "- [x] a", ["checked", "> a</li>"], ["[x]"]),
    ("nested task", "- [ ] a\n  - [X] b", ['a<ul><li class="task"><input checked disabled'], ["[X]"]),
    ("task in a loose list", "- [ ] a\n\n- b", ['<li class="task"><p><input disabled type="checkbox"> a</p></li>'], []),
    # Struck, marked
    ("struck", "~~a b~~", ["<del>a b</del>"], ["~~"]),
    ("struck around emphasis", "~~a *b*~~", ["<del>a <em>b</em></del>"], []),
    ("marked", "==a b==", ["<mark>a b</mark>"], ["=="]),
    ("comparison is not marked", "if a == b and c == d", ["a == b and c == d"], ["<mark>"]),
    ("a lone tilde is text", "about ~5 or ~6", ["~5 or ~6"], ["<del>"]),
    # Callouts
    (
        "callout with a title",
        "> [!info] Title *x*\n> body",
        ['<div class="callout callout-info"><p class="callout-title">Title <em>x</em></p><p>body</p></div>'],
        ["[!"],
    ),
    ("callout without a title", "> [!warning]\n> body", ['<p class="callout-title">Warning</p><p>body</p>'], ["[!"]),
    (
        "callout folded",
        "> [!FAQ]- Q\n> A",
        ['<details class="callout callout-faq"><summary>Q</summary><p>A</p></details>'],
        [],
    ),
    ("callout unfolded", "> [!tip]+ Q\n> A", ['<details class="callout callout-tip" open><summary>Q'], []),
    (
        "callout in a callout",
        "> [!note] a\n> > [!tip] b\n> > c",
        ['callout-note"><p class="callout-title">a</p><div class="callout callout-tip">'],
        ["[!", "<blockquote"],
    ),
    ("unknown callout is a note", "> [!nonsense] x\n> y", ["callout callout-note"], ["nonsense"]),
    ("callout without a body", "> [!note] only", ['<p class="callout-title">only</p></div>'], []),
    ("callout with a list", "> [!note] t\n> - a\n> - b", ["<ul><li>a</li><li>b</li></ul></div>"], []),
    (
        "python-markdown's own callout",
        '!!! note "T"\n    body',
        ['callout-note"><p class="callout-title">T</p><p>body</p>'],
        ["!!!"],
    ),
    ("a quote stays a quote", "> [link] x", ["<blockquote><p>[link] x</p></blockquote>"], ["callout"]),
    ("two quotes", "> a\n\n> b", ["<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>"], []),
    # Notes
    (
        "footnote",
        "a[^1]\n\n[^1]: note",
        [
            '<sup class="note-ref" data-note="1" id="fnref-1"><a href="#fn-1">1</a></sup>',
            '<li data-note="1" id="fn-1">note <a class="note-back" href="#fnref-1">↩</a></li>',
        ],
        ["[^1]"],
    ),
    ("footnotes without blank lines", "a[^x] b[^y]\n[^x]: one\n[^y]: two", ['id="fn-1">one', 'id="fn-2">two'], ["[^"]),
    ("footnote with two paragraphs", "a[^1]\n\n[^1]: p1\n\n    p2\n\nb", ["<p>p1</p><p>p2 <a", "<p>b</p><section"], []),
    ("footnote with a list", "a[^1]\n\n[^1]: p\n    - x\n    - y", ["<ul><li>x</li><li>y</li></ul>"], []),
    ("second use of a footnote", "a[^1] b[^1]\n\n[^1]: n", ['id="fnref-1-2"', 'href="#fnref-1-2"'], []),
    ("numbers in the order of use", "[^b] [^a]\n\n[^a]: A\n[^b]: B", ['id="fn-1">B', 'id="fn-2">A'], []),
    ("unused footnote is dropped", "text\n\n[^u]: unused", ["<p>text</p>"], ["unused", "notes"]),
    ("footnote without definition", "a[^x]", ["a[^x]"], ["<sup"]),
    ("note in the line", "a^[inline *n*] b", ['id="fn-1">inline <em>n</em>', "</sup> b"], ["^["]),
    (
        "note in the line holds a link",
        "a^[see [[X]] and [y](/z)]",
        ['see <a href="wikilink:0">X</a>', '<a href="/z">y</a>'],
        [],
    ),
    # Comments
    ("comment in the line", "a %%hidden%% b", ["a  b"], ["hidden", "%%"]),
    ("comment as a block", "a\n\n%%\nhidden\n\n- b\n%%\n\nc", ["<p>a</p><p>c</p>"], ["hidden", "<li>"]),
    ("comment in code stays", "`%%x%%`\n\n```\n%%y%%\n```", ["<code>%%x%%</code>", "%%y%%"], []),
    ("an unclosed comment hides nothing", "%% a\n\nb", ["%% a", "b"], []),
    # Addresses
    (
        "bare address",
        "see https://example.org/a_b_c.",
        ['href="https://example.org/a_b_c"', ">https://example.org/a_b_c</a>."],
        ["<em>"],
    ),
    ("bare address in brackets", "(https://example.org/x_(y))", [">https://example.org/x_(y)</a>)"], []),
    (
        "bare address in a link's text",
        "[https://a.org](https://b.org)",
        ['href="https://b.org"'],
        ['href="https://a.org"'],
    ),
    ("bare address between wide letters", "见https://e.org/x。好", ["见<a", ">https://e.org/x</a>。好"], []),
    ("bare address in wide brackets", "（https://e.org/x）好", [">https://e.org/x</a>）好"], []),
    ("bare address that is marked", "==https://e.org/x== a", ["<mark><a", ">https://e.org/x</a></mark> a"], []),
    ("bare address in bold", "**https://e.org/x**", ["<strong><a", ">https://e.org/x</a></strong>"], []),
    ("bare address in code", "`https://a.org`", ["<code>https://a.org</code>"], ["<a"]),
    (
        "external links say so",
        "[x](https://a.org)",
        ['<a class="external" href="https://a.org" rel="nofollow noopener">x</a>'],
        [],
    ),
    ("address in angle brackets", "<https://example.org>", ['href="https://example.org"'], ["&lt;"]),
    ("mail address in angle brackets", "<a@example.org>", ['href="mailto:a@example.org"'], []),
    ("script address is no link", "[x](javascript:alert(1))", ["[x](javascript:alert(1))"], ["<a"]),
    # Block ids
    ("block id on a paragraph", "text ^ab-1", ['<p id="^ab-1">text</p>'], []),
    ("block id on an item", "- a ^id1\n- b", ['<li id="^id1">a</li>'], []),
    ("block id alone marks the block before", "> q\n\n^q1", ['<blockquote id="^q1">'], ["<p>^q1"]),
    ("block id twice: the first keeps it", "a ^x\n\nb ^x", ['<p id="^x">a</p><p>b</p>'], []),
    # Wikilinks
    ("wikilink", "[[a|b *c*]]", ['<a href="wikilink:0">b <em>c</em></a>'], ["[["]),
    ("wikilink in code", "`[[a]]`", ["<code>[[a]]</code>"], ["wikilink"]),
    ("escaped wikilink", r"\[[a]]", ["[[a]]"], ["wikilink"]),
    ("escaped pipe", r"[[a\|b]]", [">b</a>"], []),
    ("code in a wikilink's label", "[[a|`b`]]", ["<code>b</code></a>"], ["[["]),
    ("embed", "![[note]]", ['<p><a href="wikiembed:0">note</a></p>'], ["[["]),
    (
        "embedded image with a size",
        "![[image.png|100x145]]",
        ['alt="image.png"', 'width="100"', 'height="145"', 'class="missing"'],
        ["src", "<a"],
    ),
    (
        "remote image is a link",
        "![alt](https://e.org/i.png)",
        ['<a class="external image" href="https://e.org/i.png"', ">alt</a>"],
        ["<img"],
    ),
    ("remote image without text", "![](https://e.org/dir/i.png)", [">i.png</a>"], []),
    ("local image is a mark", "![alt|50](img/i.png)", ['alt="alt"', 'width="50"', 'class="missing"'], ["src"]),
    ("linked remote image", "[![a](https://e.org/i.png)](https://e.org)", ["<span>a</span></a>"], ["i.png"]),
    # Tables
    (
        "table with a wikilink",
        "| a | b |\n|---|:-:|\n| [[x\\|y]] | z |",
        ['<td><a href="wikilink:0">y</a></td><td align="center">z</td>'],
        [],
    ),
    (
        "table with an unescaped pipe in a wikilink",
        "| a | b |\n|---|---|\n| [[x|y]] | z |",
        [">y</a></td><td>z</td>"],
        [],
    ),
    ("table right after a paragraph", "para\n| a | b |\n|---|---|\n| 1 | 2 |", ["<p>para</p><table>"], ["|"]),
    ("table without outer pipes", "a | b\n--|--\n1 | 2", ["<th>a</th><th>b</th>", "<td>1</td><td>2</td>"], []),
    ("escaped pipe in a cell", "|a|\n|-|\n|x \\| y|", ["<td>x | y</td>"], []),
    ("cells beyond the header are cut", "|a|\n|-|\n|1|2|3|", ["<td>1</td></tr>"], ["<td>2"]),
    ("a table ends at a blank line", "|a|\n|-|\n|1|\n\nb", ["</table><p>b</p>"], []),
    ("more than 64 columns stay text", "|a" * 65 + "\n" + "|-" * 65 + "\n" + "|b" * 65, ["|a|a"], ["<table"]),
    # Breaks, escapes, headings
    ("backslash at the end of a line", "a\\\nb", ["a<br>b"], ["\\"]),
    ("two spaces at the end of a line", "a  \nb", ["a<br>b"], []),
    (
        "every ASCII mark can be escaped",
        "\\!\\\"\\#\\$\\%\\&\\'\\(\\)\\*\\+\\,\\-\\.\\/\\:\\;\\<\\=\\>\\?\\@\\[\\\\\\]\\^\\_\\`\\{\\|\\}\\~",
        ["!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~"],
        ["<em>"],
    ),
    ("a tag is no heading", "#tag", ["<p>#tag</p>"], ["<h1"]),
    ("heading in any script", "## 数字", ['<h2 id="数字">数字</h2>'], []),
    ("the same heading twice", "## Same\n\n## Same", ['id="same"', 'id="same_1"'], []),
    (
        "a heading cannot take an id of the page",
        "# ui-menu\n# fn-1\n# fnref-1",
        ['id="h-ui-menu"', 'id="h-fn-1"', 'id="h-fnref-1"'],
        [],
    ),
    ("underlined heading", "a\n===\nb\n---", ["<h1", "<h2"], ["==="]),
    ("snake_case", "a_b_c and snake_case_word", ["a_b_c and snake_case_word"], ["<em>"]),
    # HTML
    (
        "Markdown in details",
        "<details>\n<summary>S</summary>\n\n- *a*\n\n</details>",
        ["<details><summary>S</summary><ul><li><em>a</em></li></ul></details>"],
        [],
    ),
    ("short list of tags", "H<sub>2</sub>O <kbd>x</kbd>", ["H<sub>2</sub>O <kbd>x</kbd>"], []),
    ("no links in raw html", 'a <a href="wikilink:0" onclick="x">b</a>', ["a b"], ["<a", "wikilink"]),
    (
        "no attributes but a few",
        '<td colspan="2" class="x" id="y" style="z">a</td>',
        ['<td colspan="2">a</td>'],
        ["class", "id=", "style"],
    ),
    ("unknown tags are text", "Vec<T> and <foo>", ["Vec&lt;T&gt; and &lt;foo&gt;"], []),
    ("scripts go with what is in them", "<script>alert(1)</script>", [], ["alert", "script"]),
    ("forged placeholders", "[a](wikilink:0) [b](cite:0) <wikiembed:1>", ["[a](wikilink:0)"], ["<a"]),
    ("entities", "&copy; &amp; &lt;b&gt;", ["&copy; &amp; &lt;b&gt;"], ["<b>"]),
    # The rest
    (
        "definition list",
        "Term\n: def *x*\n: second",
        ["<dl><dt>Term</dt><dd>def <em>x</em></dd><dd>second</dd></dl>"],
        [],
    ),
    (
        "definition after a blank line",
        "A\n\n: one\n\nB\n\n: two",
        ["<dt>A</dt><dd>one</dd><dt>B</dt><dd>two</dd></dl>"],
        [],
    ),
    ("abbreviation", "HTML x\n\n*[HTML]: Hyper Text", ['<abbr title="Hyper Text">HTML</abbr> x'], ["*["]),
    ("math in the line", "$a_b$ and $c_d$", ['<span class="math">$a_b$</span>'], ["<em>"]),
    ("math as a block", "$$\na_b < c\n$$", ['<div class="math">$$a_b &lt; c$$</div>'], ["<em>"]),
    ("math on one line", "$$x^2$$", ['<div class="math">$$x^2$$</div>'], []),
    ("prices are not math", "$5 and $6", ["$5 and $6"], ["math"]),
    ("citation of the library", "[@key, p. 12]", ['<a href="cite:0">@key, p. 12</a>'], ["[@"]),
    ("two citations at once", "[see @a; @b]", ['see <a href="cite:0">@a</a>; <a href="cite:1">@b</a>'], []),
    ("a mail address is no citation", "[me@example.org]", ["[me@example.org]"], ["cite"]),
    ("a name in a link is no citation", "[@name](https://e.org)", [">@name</a>"], ["cite"]),
]


@pytest.mark.parametrize(("source", "has", "has_not"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_dialect(source, has, has_not):
    html = html_of(source)
    for piece in has:
        assert piece in html
    for piece in has_not:
        assert piece not in html


def test_control_characters_and_line_ends_are_normalised():
    assert html_of("a\x00b\x02wzxhzdk:0\x03\x07") == "<p>abwzxhzdk:0</p>"
    assert html_of("# a\r\n\r\nb\u2028\u2029c") == '<h1 id="a">a</h1><p>b</p><p>c</p>'
    assert html_of("\ud800") == "<p>\ufffd</p>"


@pytest.mark.parametrize("source", ["", " \n\t\n", "%%\nx\n%%", "[a]: b", "[^u]: unused"])
def test_nothing_to_show(source):
    rendered = draft(source)
    assert (rendered.html, rendered.text, rendered.lead, rendered.links) == ("", "", "", ())


def test_each_draft_stands_alone():
    draft("[x]: https://a.org\n\n*[HTML]: y\n\na[^1]\n\n[^1]: n ^b")
    assert html_of("[x] HTML a[^1] ^b") == '<p id="^b">[x] HTML a[^1]</p>'
