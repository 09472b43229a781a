"""Forms as a browser would send them, without their buttons."""

from html import unescape
from html.parser import HTMLParser

from django.contrib.messages import get_messages


class _Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.inside, self.area, self.select = [], None, None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name = attributes.get("name")
        if tag == "form":
            self.inside = {}
            self.forms.append(self.inside)
        if self.inside is None or not (name or tag == "option"):
            return
        if tag == "input":
            unchecked = attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes
            if not unchecked:
                self.inside[name] = attributes.get("value") or ""
        elif tag == "textarea":
            self.area = name
            self.inside[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in attributes or self.select not in self.inside):
            self.inside[self.select] = attributes.get("value") or ""

    def handle_data(self, data):
        if self.area:
            self.inside[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A browser leaves out the line break behind the opening tag.
            self.inside[self.area] = self.inside[self.area].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = None


def fields_of(response, having=None):
    """Return {name: value} of the form on a page that has the most fields, among those with a field of this name."""
    reader = _Form()
    reader.feed(response.content.decode())
    return max((form for form in reader.forms if having is None or having in form), key=len)


BASE = "The tide comes in. The boats rise. Nobody hurries."


def form(**fields):
    """Return what the form of the concept “Tide” at its first revision sends, with these fields changed."""
    return {
        "title": "Tide",
        "body": BASE,
        "summary": "",
        "tags": "",
        "aliases": "",
        "related": "",
        "base": "1",
        **fields,
    }


def said(response):
    """Return the messages that the next page would show."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def text_of(response):
    """Return the page with its entities read."""
    return unescape(response.content.decode())
