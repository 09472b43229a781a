"""Look into pages."""

import re
from html import unescape
from html.parser import HTMLParser

QUOTED = 'Tom & Jerry\'s "law" (1); --'  # what a name may hold of what HTML and SQL mind


def html(response):
    return response.content.decode()


def text(response):
    """Return the words of <main>, with single spaces; blocks are apart, words within a line are not."""
    inner = re.search(r"<main.*</main>", html(response), re.S)[0]
    inner = re.sub(r"</?(?:a|b|em|i|mark|span|strong|sup)\b[^>]*>", "", inner)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", inner))).strip()


class _Links(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.found = []
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.found.append(dict(attributes))


def links(response):
    """Return the attributes of every <a> in <main>."""
    return _Links(re.search(r"<main.*</main>", html(response), re.S)[0]).found


def addresses(response):
    return [link.get("href") for link in links(response)]


def not_raw(response, name=QUOTED):
    """True when a name stands in the page, and only ever escaped."""
    source = html(response)
    return name in unescape(source) and name not in source and '"law"' not in source.split("<body", 1)[1]
