"""Answers that need not be made or sent again."""

from functools import wraps

from django.utils.cache import get_conditional_response

from wiki import codings, members, pagecache, policies, replicas, stamps
from wiki.models import sees_private


def kept(view):
    """A page that may be sent again from `wiki.pagecache`: all that it shows follows the stamp of the entry that its
    address names, and of somebody signed in the state that `wiki.members` knows."""
    return _kept(view, lambda kind, slug, **_: stamps.key_of(kind, slug), is_list=False)


def kept_list(view):
    """`kept` for a page that gathers entries: it follows whatever may be seen of any. For nobody in person: to a
    member it may say what they have seen or written themselves."""
    return _kept(view, lambda **_: stamps.LISTS, is_list=True)


def _kept(view, key_of, is_list):
    @wraps(view)
    def stamped(request, **named):
        nobody = not request.user.is_authenticated
        asked = pagecache.ASKED in request.environ
        may_be_kept = asked and (nobody if is_list else not request.META.get("QUERY_STRING"))

        def answer():
            if may_be_kept:
                _stamp(request, key_of(**named))
            return view(request, **named)

        return replicas.read_for_readers(answer, stamps.of_lists) if nobody else answer()

    return stamped


def _stamp(request, key):
    member = _member(request) if request.user.is_authenticated else None
    key = member.key_of(key) if member else key
    request.environ |= {
        pagecache.TOKENS: stamps.tokens(key),  # before anything else is read
        pagecache.KEY: key,
        pagecache.MEMBER: member,
    }


def _member(request):
    user = request.user
    # A block may end by the clock.
    ends = members.ends(request.session.session_key) if user.blocked_at is None else 0
    publishes = policies.can_publish(user)
    return members.Member(user.pk, sees_private(user), publishes, request.session.session_key, ends)


def not_kept(request):
    """This answer follows something else than its page."""
    request.environ.pop(pagecache.KEY, None)


def conditional(request, response):
    """Return the response, or 304 to whoever has these very bytes. What is made for somebody signed in is kept by
    nobody and has no ETag."""
    if request.user.is_authenticated:
        return response
    etag = f'"{codings.digest(response.content)}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
