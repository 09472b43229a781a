"""Read concepts and essays."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki import readers
from wiki.addresses import absolute
from wiki.document.document import write
from wiki.models import Concept, Essay
from wiki.views.conditional import conditional, kept, kept_list, not_kept
from wiki.views.lookup import get_visible_or_404, number

MODELS = {"concept": Concept, "essay": Essay}


@require_safe
@kept
def detail(request, kind, slug):
    """The entry; another of its names leads to it, and a name that several claim to a choice."""
    entry = readers.find_entry(kind, slug, request.user)
    if entry is None:
        return _by_other_name(request, kind, slug)
    page = readers.entry_page(entry, request.user)
    if page.protection and page.protection.until:  # it ends by the clock
        not_kept(request)
    response = render(request, f"wiki/{kind}_detail.html", {"page": page, "nav": f"{kind}s"})
    response.headers["Link"] = f'<{entry.document_url}>; rel="alternate"; type="text/markdown"'
    return response


def _by_other_name(request, kind, slug):
    found = readers.entries_named(kind, slug, request.user)
    if len(found) == 1:
        return HttpResponsePermanentRedirect(found[0].get_absolute_url())
    if found:
        not_kept(request)
        return render(request, "wiki/choose.html", {"page": readers.choice_page(slug, found), "nav": f"{kind}s"})
    raise Http404


@require_safe
@kept
def document(request, kind, slug):
    """The entry's text with its front matter, without its visibility."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    response = HttpResponse(write(entry.document()), content_type="text/markdown; charset=utf-8")
    response.headers["Link"] = f'<{absolute(entry.get_absolute_url())}>; rel="canonical"'
    return conditional(request, response)


@require_safe
@kept_list
def links(request, kind, slug):
    """What links here."""
    entry = get_visible_or_404(MODELS[kind], request.user, kind=kind, slug=slug)
    page = readers.entry_links(entry, request.user, number(request))
    return render(request, "wiki/entry_links.html", {"page": page, "nav": f"{kind}s"})


@require_safe
@kept_list
def concept_list(request):
    page = readers.concept_index(request.user, request.GET.get("letter", ""), number(request))
    return render(request, "wiki/concept_list.html", {"page": page, "nav": "concepts"})


@require_safe
@kept_list
def essay_list(request):
    """Essays by date, those of one author, or with `?by=author` all authors."""
    author = request.GET.get("author", "").replace("\0", "").strip()
    if request.GET.get("by") == "author" and not author:
        page = readers.author_index(request.user)
    else:
        page = readers.essay_index(request.user, number(request), author)
    if page is None:
        raise Http404
    return render(request, "wiki/essay_list.html", {"page": page, "nav": "essays"})
