"""Atom feeds of what a person may see: all changes, those under a tag, those of an entry, new essays."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from wiki import atom, readers, site
from wiki.addresses import address
from wiki.models import Concept, Essay
from wiki.readers import feeds
from wiki.views.conditional import kept_list
from wiki.views.lookup import get_visible_or_404

SUMMARY = 120  # characters of a summary that stand in a title
MODELS = {"concept": Concept, "essay": Essay}


@require_safe
@kept_list
def changes(request):
    """What was changed."""
    items = feeds.changes_feed(request.user)
    return _answer(request, "Changes", ("changes",), reverse("changes"), items)


@require_safe
@kept_list
def essays(request):
    """New essays, with their first sentences."""
    items = feeds.essays_feed(request.user)
    return _answer(request, "New essays", ("essays",), reverse("essay_list"), items, "feeds/essay.html")


@require_safe
@kept_list
def tag(request, slug):
    """What was changed in entries with this tag or a narrower one."""
    name = feeds.tag_name(slug, request.user)
    if name is None:
        raise Http404
    items = feeds.changes_feed(request.user, slug)
    return _answer(request, f"Changes: {name}", ("tags", slug), address("tag_detail", slug), items)


@require_safe
@kept_list
def entry(request, kind, slug):
    """The revisions of an entry with what each changed; under another of its names it leads to its own."""
    try:
        found = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    except Http404:
        return _under_its_name(request, kind, slug)
    items = feeds.entry_feed(found, request.user)
    return _answer(request, found.title, (f"{kind}s", found.slug), f"{found.get_absolute_url()}history/", items)


def _under_its_name(request, kind, slug):
    found = readers.entries_named(kind, slug, request.user)
    if len(found) != 1:
        raise Http404
    return HttpResponsePermanentRedirect(address(f"{found[0].kind}_feed", found[0].slug))


def _answer(request, title, names, page, items, template="feeds/change.html"):
    """The feed, or 304 for somebody who has it. `names` tell feeds apart, `page` is the address that it follows."""
    host, name = urlsplit(settings.SITE_URL).hostname or "localhost", site.name()
    feed = atom.Feed(
        id=atom.tag_uri(host, "2026", "feeds", *names),
        title=f"{title} – {name}",
        url=settings.SITE_URL + page,
        feed_url=settings.SITE_URL + request.path,
        author=name,
        items=[_item(item, host, name, template) for item in items],
    )
    text = atom.write(feed)
    response = HttpResponse(text, content_type=atom.CONTENT_TYPE)
    response["ETag"] = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    response["X-Robots-Tag"] = "noindex"
    if items:
        response["Last-Modified"] = http_date(feed.updated.timestamp())
    return get_conditional_response(request, response["ETag"], _date(request, response), response)


def _date(request, response):
    """When the feed was changed, to be compared with what somebody has, and only for the very date that they have:
    where the newest item was hidden the date goes back, and what they have is not what is shown now."""
    date = response.get("Last-Modified")
    return parse_http_date(date) if date and request.headers.get("If-Modified-Since") == date else None


def _item(item, host, name, template):
    change, essay = item.change, item.essay
    path = change.diff_url or change.url or change.row.url or reverse("changes")
    author = (essay.author if essay else change.by) or name
    return atom.Item(
        id=atom.tag_uri(host, item.date, *item.marks),
        title=change.row.title if essay else _title(change),
        url=settings.SITE_URL + (change.row.url if essay else path),
        updated=change.when,
        author=author,
        author_url=settings.SITE_URL + reverse("person", args=[change.username]) if change.by and not essay else "",
        content=render_to_string(template, {"item": item, "change": change, "site": settings.SITE_URL}).strip(),
    )


def _title(change):
    title = change.row.title if change.what == "edited" else f"{change.row.title} ({change.what})"
    return f"{title}: {Truncator(change.summary).chars(SUMMARY)}" if change.summary else title
