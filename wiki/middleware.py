"""Who asks, and the headers that every response carries."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponseNotAllowed
from django.urls import resolve

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class Addresses:
    """An address with a NUL means nothing: no database could hold its name. In a query it is left out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", "\ufffd")
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)


class Methods:
    """What reads and what acts: no other method means anything here, whatever a view or a library would make of it."""

    ALLOWED = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in self.ALLOWED:
            return HttpResponseNotAllowed(self.ALLOWED)
        return self.get_response(request)


class Probes:
    """What looks after the server asks by number and without https. These pages name no host and read no session, so
    they are answered before anything looks for one; where such a page declines, the request goes the way of all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in settings.PROBES:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        request.environ["wiki.view"] = request.resolver_match.view_name  # wiki.watch counts by it
        try:
            return request.resolver_match.func(request)
        except Http404:
            return self.get_response(request)


class Anonymous:
    """Whoever brings no session is nobody, without a look at the session: what they get depends on no cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()
        return self.get_response(request)


# What a search engine may keep; everything else is for the people who follow a link to it.
INDEXED = {
    "home", "about", "help", "concept_list", "essay_list", "tag_list", "citation_list", "concept_detail",
    "essay_detail", "concept_document", "essay_document", "tag_detail", "citation_detail", "wanted", "graph",
    "changes_feed", "essays_feed", "tag_feed", "concept_feed", "essay_feed",
    "sitemap", "sitemap_part", "robots", "opensearch", "llms",
}  # fmt: skip
LISTS = {"home", "concept_list", "essay_list", "tag_list", "tag_detail", "citation_list", "citation_detail", "wanted"}


class Crawlers:
    """Tell crawlers which pages to keep, and of a list by which address: that of its first page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        if match is not None and match.view_name not in INDEXED:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        elif match is not None and match.view_name in LISTS and response.status_code == 200 and not _is_of(request):
            path = quote(request.path, safe="/!$&'()*+,;=:@~")
            response.headers.setdefault("Link", f'<{settings.SITE_URL}{path}>; rel="canonical"')
        return response


def _is_of(request):
    """True of a list that has an address of its own: the essays of one author."""
    return "author" in request.GET


class ResponseHeaders:
    """Add the content security policy; keep what was made for a signed-in person out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            user = getattr(request, "user", None)
            signed_in = user is not None and user.is_authenticated
            response.headers["Cache-Control"] = "private, no-store" if signed_in else "no-cache"
        return response
