"""Ask a wiki for everything a person can reach, and for everything the resolver knows."""

import hashlib
import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, URLResolver, get_resolver

PER_RESPONSE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
SHORT = 14  # characters of an address: lists, and pages of which there is one
# Pages of people who see everything, an act, pages with a new secret each time that show nothing of the wiki, a page by
# chance, and the form to sign in once more for each page that leads to it.
UNREAD = ("/admin/", "/accounts/logout/", "/accounts/login/?next=", "/accounts/second/", "/random/", "/metrics")


class Addresses(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "action") and value:
                self.found.append(value)


def essence(response):
    """Return (status, headers, body) without what differs from one response to the next: tokens and the clock."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in ("Set-Cookie", "Expires")}
    return response.status_code, headers, PER_RESPONSE.sub(b"", body)


def crawl(client, starts, skip=lambda address: address.startswith(UNREAD), limit=None, progress=lambda done: None):
    """Return {address: (status, headers, body)} of what is reached from `starts`, without tokens.

    With a `limit` no more than that many, by turns of the starts and of what pages lead to, in an order that is the
    same every time and favours none but the shortest: lists stand there.
    """
    known = set(starts)
    given = sorted(known, key=lambda address: (len(address) < SHORT, _shuffled(address)))
    found, responses = [], {}
    while (given or found) and (limit is None or len(responses) < limit):
        of_given = given and (len(given[-1]) < SHORT or len(responses) % 2 or not found)
        address = (given if of_given else found).pop()
        if skip(address):
            continue
        responses[address] = essence(client.get(address))
        progress(len(responses))
        new = set(_led_to(address, responses[address])) - known
        known |= new
        found = sorted([*found, *new], key=_shuffled) if new else found
    return responses


@lru_cache(10_000)
def _shuffled(address):
    return hashlib.sha256(address.encode()).digest()


def _led_to(address, response):
    _, headers, body = response
    if "text/html" in headers.get("Content-Type", ""):
        for found in Addresses(body.decode()).found:
            parts = urlsplit(urljoin(address, found))
            if not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("/static/"):
                yield parts.path + (f"?{parts.query}" if parts.query else "")
    if "Location" in headers:
        yield headers["Location"]


def url_names():
    """Return the names of every address the resolver knows, with their namespace."""
    return sorted({name for name, _ in patterns()})


def patterns():
    """Yield (name, pattern) of every address the resolver knows: `name` with its namespace."""
    yield from _patterns(get_resolver().url_patterns, "")


def _patterns(found, namespace):
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
