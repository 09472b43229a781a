"""Ask a wiki for everything a person can reach, and for everything the resolver knows."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, URLResolver, get_resolver

PER_RESPONSE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
UNREAD = ("/admin/", "/accounts/logout/")


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


def crawl(client, starts, skip=lambda address: address.startswith(UNREAD)):
    """Return {address: (status, headers, body)} of what is reached from `starts`, without tokens."""
    waiting, responses = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in responses or skip(address):
            continue
        response = client.get(address)
        _, headers, body = responses[address] = essence(response)
        if "text/html" in headers.get("Content-Type", ""):
            for found in Addresses(body.decode()).found:
                parts = urlsplit(urljoin(address, found))
                if not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("/static/"):
                    waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        if "Location" in headers:
            waiting.append(headers["Location"])
    return responses


def url_names():
    """Return the names of every address the resolver knows, with their namespace."""
    return sorted(set(_names(get_resolver().url_patterns, "")))


def _names(patterns, namespace):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
