import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.resolve import Cite, Target, resolve

LINK = '<p>See <a href="wikilink:0">the <em>label</em></a>.</p>'
NOT_WRITTEN = '<span class="vh"> (not written yet)</span>'


@pytest.mark.parametrize(
    ("target", "link"),
    [
        (Target("/concepts/a/", "live"), '<a href="/concepts/a/">the <em>label</em></a>'),
        (Target("/concepts/a/#roots", "live"), '<a href="/concepts/a/#roots">the <em>label</em></a>'),
        (Target("/a/", "live", "Title"), '<a href="/a/" title="Title">the <em>label</em></a>'),
        (Target("/a/", "live", "", "New & <old>"), '<a href="/a/">New &amp; &lt;old&gt;</a>'),
        (Target("/a/", "live", "", ""), '<a href="/a/"></a>'),
        (Target("", "live"), "the <em>label</em>"),
        (
            Target("/new/?t=x&u=y", "red"),
            f'<a class="red" href="/new/?t=x&amp;u=y">the <em>label</em>{NOT_WRITTEN}</a>',
        ),
        (Target("", "red", "Hidden title"), f'<span class="red">the <em>label</em>{NOT_WRITTEN}</span>'),
        (Target("", "red", "", "A"), f'<span class="red">A{NOT_WRITTEN}</span>'),
        (
            Target("/a/", "private"),
            '<a class="private" href="/a/"><span class="vh">private: </span>the <em>label</em></a>',
        ),
        (Target("/a/", "private", "", "A"), '<a class="private" href="/a/"><span class="vh">private: </span>A</a>'),
        (Target("", "private"), "the <em>label</em>"),
        (Target("/a/", "choose"), '<a class="choose" href="/a/">the <em>label</em></a>'),
        (Target("/a/", "text"), "the <em>label</em>"),
        (Target("/a/", "text", "", "A"), "A"),
    ],
)
def test_a_link_in_each_state(target, link):
    assert resolve(LINK, {0: target}) == f"<p>See {link}.</p>"


def test_a_number_without_target_is_text():
    assert resolve(LINK, {1: Target("/a/", "live")}) == "<p>See the <em>label</em>.</p>"


def test_an_unknown_state_is_an_error():
    with pytest.raises(ValueError, match="state"):
        Target("/a/", "hidden")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "a b", "/a\nb", " /a", "wikilink:1"]
)
def test_an_address_that_is_none_makes_no_link(url):
    assert resolve(LINK, {0: Target(url, "live")}) == "<p>See the <em>label</em>.</p>"
    assert resolve('<a href="cite:0">@k</a>', {}, cites={0: Cite(url)}) == "@k"
    assert "href" not in resolve(LINK, {0: Target(url, "red")})


def test_addresses_and_titles_are_escaped():
    html = resolve(LINK, {0: Target('/a?"><script>&x', "live", "\"'><img src=x>")})
    assert "<script" not in html and "<img" not in html
    assert Tags(html).attributes("a") == [{"href": '/a?"><script>&x', "title": "\"'><img src=x>"}]


def test_citations():
    html = '<p><a href="cite:0">@ember, p. 3</a> <a href="cite:1">@none</a></p>'
    cites = {0: Cite("/citations/ember/", "Ember 1990", "Ember & Holt")}
    assert resolve(html, {}, cites=cites) == (
        '<p><a class="cite" href="/citations/ember/" title="Ember 1990">Ember &amp; Holt</a> @none</p>'
    )


def test_other_links_stay():
    html = '<p><a href="https://x.org/?a=wikilink:0" class="external">x</a> <a href="#fn-1">1</a></p>'
    assert resolve(html, {0: Target("/a/", "live")}) == html


class TestEmbeds:
    def test_alone_in_its_paragraph(self):
        html = '<p>a</p>\n<p><a href="wikiembed:3">t</a></p>\n<p>b</p>'
        assert (
            resolve(html, {}, embeds={3: "<p>body</p>"}) == '<p>a</p>\n<div class="embed"><p>body</p></div>\n<p>b</p>'
        )

    def test_keeps_the_id_of_its_paragraph(self):
        html = '<p id="^b1"><a href="wikiembed:0">t</a>\n</p>'
        assert resolve(html, {}, embeds={0: "x"}) == '<div class="embed" id="^b1">x</div>'

    @pytest.mark.parametrize(
        "html",
        [
            '<p>a <a href="wikiembed:0">t</a></p>',
            '<p><a href="wikiembed:0">t</a> b</p>',
            '<li><a href="wikiembed:0">t</a></li>',
        ],
    )
    def test_among_words_acts_as_a_link(self, html):
        got = resolve(html, {0: Target("/a/", "live")}, embeds={0: "<p>body</p>"})
        assert got == html.replace("wikiembed:0", "/a/")

    def test_without_html_acts_as_a_link(self):
        assert resolve('<p><a href="wikiembed:0">t</a></p>', {0: Target("/a/", "live")}) == '<p><a href="/a/">t</a></p>'

    def test_what_belongs_to_its_own_page_goes(self):
        inner = (
            '<h2 id="roots" title="id=&quot;x&quot;">R</h2><sup class="note-ref" id="fnref-1" data-note="1">'
            '<a href="#fn-1">1</a></sup><section class="notes" data-notes=""><a href="/b/#c">b</a></section>'
            '<code>id="kept"</code>'
        )
        assert resolve('<p><a href="wikiembed:0">t</a></p>', {}, embeds={0: inner}) == (
            '<div class="embed"><h2 title="id=&quot;x&quot;">R</h2><sup class="note-ref"><a>1</a></sup>'
            '<section class="notes"><a href="/b/#c">b</a></section><code>id="kept"</code></div>'
        )

    def test_placeholders_inside_do_not_take_the_targets_of_the_page(self):
        got = resolve(
            '<p><a href="wikiembed:0">t</a></p>', {1: Target("/a/", "live")}, embeds={0: '<a href="wikilink:1">z</a>'}
        )
        assert got == '<div class="embed">z</div>'


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def attributes(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


TEXTS = st.text(alphabet="ab <>&\"'é:", max_size=8)
PIECES = st.one_of(
    st.builds(
        lambda scheme, n: f'<a href="{scheme}:{n}">',
        st.sampled_from(["wikilink", "wikiembed", "cite"]),
        st.sampled_from(["0", "1", "2", "99999999999", "x", ""]),
    ),
    st.sampled_from(
        [
            "</a>",
            "<p>",
            "</p>",
            "<em>",
            "</em>",
            '<a title="a>b" href="wikilink:1" class="x">',
            '<a class="x" href="https://e.org">',
            '<p id="^a">',
            "text wikilink:0 ",
            'href="wikilink:1"',
            "<abbr>",
            "\n",
        ]
    ),
    TEXTS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
)
TARGETS = st.builds(
    Target,
    st.sampled_from(["", "/a/", '/b/?x="&y', "wikilink:3"]),
    st.sampled_from(["live", "red", "private", "choose", "text"]),
    TEXTS,
    st.none() | TEXTS,
)


@given(
    st.lists(PIECES, max_size=14).map("".join),
    st.dictionaries(st.integers(0, 2), TARGETS),
    st.dictionaries(st.integers(0, 2), st.sampled_from(["", "<p>x</p>", '<a href="cite:0">x</a>'])),
)
def test_no_placeholder_survives(html, links, embeds):
    for _, attributes in Tags(resolve(html, links, embeds=embeds)).found:
        for value in attributes.values():
            assert not (value or "").startswith(("wikilink:", "wikiembed:", "cite:"))


@pytest.mark.parametrize(
    "piece", ["<a ", '<a "', '<a href="wikilink:0">', "</a>", '<p><a href="wikiembed:0">x</a></p>', '<a href="']
)
def test_time_is_linear(piece):
    html = piece * (400_000 // len(piece))
    begin = time.process_time()
    resolve(html, {0: Target("/a/", "red", "", "x")}, embeds={0: "<p>x</p>"})
    assert time.process_time() - begin < 2
