"""/llms.txt: what a program that reads for somebody should know, in the form of llmstxt.org."""

import re

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wiki import site
from wiki.addresses import absolute, address
from wiki.readers.llms import beginnings
from wiki.views.conditional import conditional, kept_list

MOST = 240  # characters of what stands behind a link
MARKS = re.compile(r"([\\`*_\[\]<>])")

ABOUT = """\
{name} is a wiki of concepts. The page of a concept says what an idea means, by which other names it goes, who said so
and which essays argue about it; essays are long texts by named authors. Links lead both ways: a page lists what links
to it, with the sentence.

Every entry can be read as Markdown with its front matter (title, other names, tags, related entries; for essays author
and place of publication): the address of a page, with `.md` in place of the last slash. The page names that address
in its `Link` header. In the text `[[Name]]` is a link to the entry of that name and `[@key]` cites a source. Revisions
have addresses of their own under `history/`; cite one of them for words that stay as they are."""


@require_safe
@kept_list
def llms(request):
    text = "\n\n".join(_parts(site.current(), beginnings())) + "\n"
    return conditional(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


def _parts(said, page):
    name = _line(said.name)
    yield f"# {name}"
    yield f"> {_line(said.tagline)}"
    yield ABOUT.format(name=name)
    yield from _list("Concepts to begin with", [_entry(entry) for entry in page.concepts])
    yield from _list("Newest essays", [_entry(entry, _written(entry)) for entry in page.essays])
    yield from _list("Subjects", [_tag(tag) for tag in page.tags])
    yield from _list(
        "All pages",
        [
            _link("All concepts, A to Z", reverse("concept_list"), "with their other names"),
            _link("All essays", reverse("essay_list"), "newest first"),
            _link("All subjects", reverse("tag_list"), "the tags of entries"),
            _link("All sources", reverse("citation_list"), "what entries cite, and which do"),
            _link("Search", "/search/?q=words", "names, tags, authors, sources and texts; put your words at the end"),
            _link("Changes", "/feeds/changes.atom", "an Atom feed of what was changed"),
            _link("Essays", "/feeds/essays.atom", "an Atom feed of new essays"),
            _link("Sitemap", reverse("sitemap"), "every public address, with its latest change"),
        ],
    )


def _list(head, lines):
    if lines:
        yield f"## {head}\n\n" + "\n".join(lines)


def _entry(entry, facts=""):
    said = " ".join(filter(None, (facts, entry.lead)))
    return _link(entry.title, address(f"{entry.kind}_document", entry.slug), said)


def _written(essay):
    year = str(essay.published_on.year) if essay.published_on else essay.published
    facts = ", ".join(filter(None, (essay.author, essay.publication, year)))
    return f"{facts}." if facts else ""


def _tag(tag):
    entries = "1 entry" if tag.count == 1 else f"{tag.count} entries"
    return _link(tag.name, address("tag_detail", tag.slug), entries)


def _link(name, path, said):
    url = absolute(path).replace("(", "%28").replace(")", "%29")
    return f"- [{_line(name)}]({url})" + (f": {_line(said)}" if said else "")


def _line(words):
    """Words as one line that means nothing in Markdown, cut at a word."""
    words = " ".join(words.split())
    if len(words) > MOST:
        words = words[:MOST].rsplit(" ", 1)[0] + " …"
    return MARKS.sub(r"\\\1", words)
