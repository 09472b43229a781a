"""Pages kept as they were sent, around the whole application: what nobody signed in asks for again costs one row.

Exact, not timed: with each page stands the stamp (`wiki.stamps`) that it had before it was made, and it is sent again
only while that stamp holds. Whatever fails on the way goes to the application, which says what is wrong.
"""

import re
import threading
from collections import OrderedDict
from time import monotonic, time
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import parse_cookie

from wiki import codings, members, stamps

KEY, TOKENS = "wiki.stamp.key", "wiki.stamp.tokens"  # in the environ: what a page that may be kept says of itself
MEMBER = "wiki.member"  # in the environ: the Member whom it was made for
OUTCOME = "wiki.pagecache.outcome"  # in the environ: hit, miss, or past for a page that may not be kept
ASKED = "wiki.pagecache"  # in the environ: that this answer may be kept, if the page says so
AWAY = "wiki.pagecache.away"  # in the environ: the error of a database to which there was no connection just now
SESSIONS = 2000  # sessions that are remembered
ROOM = 16 * 1024 * 1024  # bytes of one process
PAGED = re.compile(r"(?:letter=[^&=]{1,24}|page=\d{1,5})?")  # queries that name a part of a list
CHOOSING = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
MADE_HERE = {"content-length", "content-encoding", "etag", "vary", "set-cookie"}


class Kept:
    """A page: its key, the stamp before it was made, its view, its headers, and its bytes in the codings asked for.
    Of one that was made for a Member the stamp has the state of their account too."""

    __slots__ = ("bodies", "date", "digest", "headers", "key", "member", "size", "tokens", "view")

    def __init__(self, key, tokens, view, headers, plain, member=None):
        self.key, self.tokens, self.view, self.member = key, tokens, view, member
        self.headers = [(name, value) for name, value in headers if name.lower() not in MADE_HERE]
        self.date = next((value for name, value in headers if name.lower() == "last-modified"), "")
        self.digest = codings.digest(plain)
        self.bodies = {"identity": plain}

    def body(self, coding):
        """Return the bytes in this coding."""
        found = self.bodies.get(coding)
        if found is None:
            held, bytes_ = next(iter(self.bodies.items()))
            found = codings.made(coding, codings.unmade(held, bytes_))
            self.bodies = {**self.bodies, coding: found}  # never changed in place: another thread may look at it
        return found

    def keep_only(self, coding):
        """Hold the bytes in this coding alone: what nobody asks for takes no room."""
        self.bodies = {coding: self.body(coding)}

    def weigh(self, place):
        """Remember, as `size` in bytes, how much room it takes with what it is found by."""
        self.size = 2000 + sum(map(len, (*place, *self.bodies.values())))


class Asked(NamedTuple):
    """A request whose answer may be kept: by what it is found, in which coding it is sent, which one is `known` by its
    tag or by its date (`since`), and the session of who asks ('' for nobody)."""

    place: tuple
    coding: str
    known: str = ""
    since: str = ""
    session: str = ""


class PageCache:
    """A WSGI application around another. `session` is the name of the cookie by which somebody is signed in, `csrf` of
    that by which their forms are known; whoever has one of the other `cookies` of the application gets nothing that is
    kept. `room` is in bytes."""

    def __init__(self, application, session, csrf="", cookies=(), room=ROOM):
        self.application, self.room = application, room
        self.session, self.csrf, self.cookies = session, csrf, tuple(cookies)
        self.pages, self.held, self.lock = OrderedDict(), 0, threading.Lock()
        self.members = OrderedDict()  # session: Member

    def __call__(self, environ, start_response):
        asked = self._asked(environ)
        if asked is None:
            return self.application(environ, start_response)
        kept = self.pages.get(asked.place)
        try:
            if kept is not None:
                if _stands(kept, asked):
                    environ["wiki.view"], environ[OUTCOME] = kept.view, "hit"
                    self._use(asked.place, kept, asked.coding)
                    return self._answer(kept, asked, environ, start_response)
                self._forget(asked.place)
            known = self.members.get(asked.session)
            state = _state(asked.session, known, "")[0] if known else ()
        except Error as error:
            environ[AWAY] = error
            return self.application(environ, start_response)
        return self._ask(asked, environ, start_response, known, state)

    def _asked(self, environ):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        query = environ.get("QUERY_STRING", "")
        if query and not PAGED.fullmatch(query):
            return None
        cookies, session = environ.get("HTTP_COOKIE", ""), ""
        if cookies:
            if any(name in cookies for name in self.cookies):
                return None
            if self.session in cookies:
                session = parse_cookie(cookies).get(self.session, "")
                if not session:
                    return None
        proto = environ.get("HTTP_X_FORWARDED_PROTO", "")
        if proto not in ("", "http", "https"):
            return None
        # Which hosts and schemes are the site's is the application's to say: it keeps nothing for others.
        scheme = environ.get("wsgi.url_scheme", "")
        place = (environ.get("PATH_INFO", ""), query, environ.get("HTTP_HOST", ""), scheme, proto)
        if session:  # theirs alone: a page says who is signed in, and its forms go with the other cookies
            return Asked((*place, cookies), "identity", session=session)
        accepted, known, since = (environ.get(name, "") for name in CHOOSING)
        return Asked(place, codings.chosen(accepted), known, since)

    def _ask(self, asked, environ, start_response, known, state):
        """Let the application answer, and keep it where it says that it may be. `state` is that of the Member `known`
        before it is asked."""
        environ[ASKED] = True
        answer = _Answer()
        result = self.application(environ, answer.start)
        key, member = environ.get(KEY), environ.get(MEMBER)
        if asked.session:
            # What stood in the database before somebody was let in is known from their second page on.
            self._remember(asked.session, member)
            # Django may read other cookies out of the header: whose session that page was made for is what counts.
            key = key if member is not None and member == known and member.session == asked.session and state else None
        elif member is not None:
            key = None
        # Who has the cookie that their forms go with is sent it again, to hold longer: not with what is kept.
        sent = parse_cookie(environ["HTTP_COOKIE"]).get(self.csrf) if member else None
        renewed = f"{self.csrf}={sent};" if sent else None
        if key is None or not answer.may_be_kept(member, renewed) or environ["REQUEST_METHOD"] != "GET":
            environ[OUTCOME] = "past"
            return answer.go_on(result, start_response)
        try:
            plain = b"".join(answer.written + list(result))
        finally:
            if hasattr(result, "close"):
                result.close()
        environ[OUTCOME] = "miss"
        tokens = (state, environ[TOKENS]) if member else environ[TOKENS]
        kept = Kept(key, tokens, environ.get("wiki.view"), answer.headers, plain, member)
        kept.keep_only(asked.coding)
        self._keep(asked.place, kept)
        return self._answer(kept, asked, environ, start_response)

    def _remember(self, session, member):
        with self.lock:
            if member is not None:
                self.members[session] = member
            while len(self.members) > SESSIONS:
                self.members.popitem(last=False)

    def _answer(self, kept, asked, environ, start_response):
        if kept.member is not None:
            body = kept.body("identity")
            start_response("200 OK", [*kept.headers, ("Vary", "Cookie"), ("Content-Length", str(len(body)))])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        tag = f'"{kept.digest}"' if asked.coding == "identity" else f'"{kept.digest}-{asked.coding}"'
        if codings.has_tag(asked.known, tag) if asked.known else kept.date and asked.since == kept.date:
            headers = [pair for pair in kept.headers if pair[0].lower() != "content-type"]
            start_response("304 Not Modified", [*headers, ("ETag", tag), ("Vary", "Accept-Encoding")])
            return []
        body = kept.body(asked.coding)
        headers = [*kept.headers, ("ETag", tag), ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
        if asked.coding != "identity":
            headers.append(("Content-Encoding", asked.coding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _use(self, place, kept, coding):
        """A page is asked for again: it is the last one to go."""
        if coding not in kept.bodies:
            kept.body(coding)
            self._keep(place, kept)
            return
        with self.lock:
            if place in self.pages:
                self.pages.move_to_end(place)

    def _keep(self, place, kept):
        with self.lock:
            self._drop(place)
            kept.weigh(place)
            if kept.size > self.room // 8:  # others are asked for too
                return
            self.pages[place] = kept  # the last one to go
            self.held += kept.size
            while self.held > self.room:
                self._drop(next(iter(self.pages)))

    def _forget(self, place):
        with self.lock:
            self._drop(place)

    def _drop(self, place):
        gone = self.pages.pop(place, None)
        if gone is not None:
            self.held -= gone.size


def around(application):
    """Return the PageCache around the whole application, as the settings name its cookies."""
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.OWN_COOKIES
    return PageCache(application, *names)


class Away:
    """Middleware: a database to which no connection was to be had is not waited for once more; the answer is 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if AWAY in request.environ:
            raise request.environ[AWAY]
        return self.get_response(request)


class _Answer:
    """What the application said when it began to answer."""

    def __init__(self):
        self.status, self.headers, self.written = "", [], []

    def start(self, status, headers, exc_info=None):
        self.status, self.headers = status, headers
        return self.written.append

    def may_be_kept(self, member, renewed):
        """Whether it is a page that says nothing but what it shows, or with a cookie that it only renews."""
        if not self.status.startswith("200 "):
            return False
        said = [(name.lower(), value) for name, value in self.headers]
        cookies = [value for name, value in said if name == "set-cookie"]
        if not all(renewed and value.lstrip().startswith(renewed) for value in cookies):
            return False
        return dict(said).get("vary", "").lower() in ("", "cookie" if member else "accept-encoding")

    def go_on(self, result, start_response):
        write = start_response(self.status, self.headers)
        for part in self.written:
            write(part)
        return result


def _stands(kept, asked):
    """Whether a page may be sent again. Where the database cannot be asked nothing that is kept counts."""
    if kept.member is None:
        return _asked_twice(stamps.tokens, kept.key) == kept.tokens
    return time() < kept.member.ends and _state(asked.session, kept.member, kept.key) == kept.tokens


def _state(session, member, key):
    return _asked_twice(members.state, session, member, key) or ((), ())


def _asked_twice(question, *values):
    """Ask the database: a connection that it has closed is opened anew. None where the question fails all the same.

    Raises django.db.Error where no connection is to be had: nobody waits for one twice.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    old = connection.close_at is not None and monotonic() >= connection.close_at
    if old and not connection.in_atomic_block:  # Django looks at this around its requests, which a hit is not
        connection.close_if_unusable_or_obsolete()
    for _ in range(2):
        try:
            return question(*values)
        except Error:
            if connection.in_atomic_block:
                return None
            if connection.connection is None:
                raise
            connection.close()
    return None
