"""Answers that need not be made or sent again."""

from functools import wraps
from hashlib import blake2b

from django.utils.cache import get_conditional_response

from wiki import pagecache, stamps


def kept(view):
    """A page that whoever is nobody may get from `wiki.pagecache`: all that it shows them follows the stamp of the
    entry that its address names."""
    return _kept(view, lambda kind, slug, **_: stamps.key_of(kind, slug))


def kept_list(view):
    """`kept` for a page that gathers entries: it follows whatever readers may see of any."""
    return _kept(view, lambda **_: stamps.LISTS)


def _kept(view, key_of):
    @wraps(view)
    def stamped(request, **named):
        if pagecache.ASKED in request.environ:
            key = key_of(**named)
            request.environ[pagecache.TOKENS] = stamps.tokens(key)  # before anything else is read
            request.environ[pagecache.KEY] = key
        return view(request, **named)

    return stamped


def not_kept(request):
    """This answer follows something else than its page."""
    request.environ.pop(pagecache.KEY, None)


def conditional(request, response):
    """Return the response, or 304 to whoever has these very bytes. What is made for somebody signed in is kept by
    nobody and has no ETag."""
    if request.user.is_authenticated:
        return response
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
