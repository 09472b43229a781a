"""What the wiki says to machines about itself: the public wiki, whoever asks."""

import re
from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from wiki import site
from wiki.addresses import absolute
from wiki.readers import sitemap as sitemap_reader
from wiki.views.conditional import conditional, kept_list

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SHORT, LONG = 16, 1024  # characters that an OpenSearch description may have for its name and for what it says

# What no crawler has a use for: acts, forms, old texts, lists without end.
UNCRAWLED = """
/accounts/ /admin/ /api/ /audit /bin/ /changes/seen/ /complete/ /drafts/ /graph/data.json /health/ /import/ /export/
/manage/ /moderation/ /notices/ /people/ /random/ /search/ /settings/ /concepts/new/ /essays/new/
"""
OF_AN_ENTRY = """
edit history diff restore rename merge unmerge delete visibility protection mentions card graph
"""


@require_safe
@kept_list
def sitemap(request):
    """Every public address, or the addresses of the files that have them."""
    parts = sitemap_reader.part_count()
    if parts == 1:
        return _sitemap(request, sitemap_reader.places())
    files = (absolute(reverse("sitemap_part", args=[number])) for number in range(1, parts + 1))
    rows = "".join(f"<sitemap><loc>{escape(file)}</loc></sitemap>\n" for file in files)
    return _xml(request, f'<sitemapindex xmlns="{SITEMAPS}">\n{rows}</sitemapindex>\n')


@require_safe
@kept_list
def sitemap_part(request, number):
    """One of the files of a wiki with more addresses than one may hold."""
    parts = sitemap_reader.part_count()
    if parts == 1 or not 1 <= number <= parts:
        raise Http404
    return _sitemap(request, sitemap_reader.places_of(number, parts))


def _sitemap(request, places):
    rows = "".join([f"<url><loc>{escape(absolute(path))}</loc>{_lastmod(when)}</url>\n" for path, when in places])
    return _xml(request, f'<urlset xmlns="{SITEMAPS}">\n{rows}</urlset>\n')


def _lastmod(when):
    return f"<lastmod>{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if when else ""


def _xml(request, text, content_type="application/xml"):
    return conditional(request, HttpResponse(XML + text, content_type=f"{content_type}; charset=utf-8"))


@require_safe
def robots(request):
    """What crawlers leave alone, and where the sitemap is."""
    paths = UNCRAWLED.split()
    paths += [f"/{kind}/*/{act}/" for kind in ("concepts", "essays") for act in OF_AN_ENTRY.split()]
    lines = ["User-agent: *", *[f"Disallow: {path}" for path in paths], "", f"Sitemap: {absolute(reverse('sitemap'))}"]
    return _text(request, "\n".join(lines) + "\n")


@require_safe
def opensearch(request):
    """How a browser searches here."""
    said = site.current()
    name, line = (_in_xml(words, most) for words, most in ((said.name, SHORT), (said.tagline, LONG)))
    templates = [
        ("text/html", absolute("/search/?q={searchTerms}")),
        ("application/x-suggestions+json", absolute("/search/suggest?q={searchTerms}")),
        ("application/opensearchdescription+xml", absolute(reverse("opensearch"))),
    ]
    rows = "".join(f"<Url type={quoteattr(kind)} template={quoteattr(url)}/>\n" for kind, url in templates[:2])
    kind, url = templates[2]
    rows += f'<Url type={quoteattr(kind)} rel="self" template={quoteattr(url)}/>\n'
    text = (
        f'<OpenSearchDescription xmlns="{OPENSEARCH}">\n<ShortName>{name}</ShortName>\n'
        f"<Description>{line}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Image width="16" height="16" type="image/svg+xml">{escape(absolute(static("icons/favicon.svg")))}</Image>\n'
        f"{rows}</OpenSearchDescription>\n"
    )
    return _xml(request, text, "application/opensearchdescription+xml")


def _in_xml(words, most):
    """Words of people as XML may hold them, no more than so many characters, never none."""
    return escape(NO_XML.sub("", " ".join(words.split()))[:most].strip() or "Wiki")


def _text(request, text):
    return conditional(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))
